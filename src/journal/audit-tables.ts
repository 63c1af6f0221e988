import { sql } from 'drizzle-orm'
import { bigint, boolean, check, index, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { id } from '../db/columns.ts'

/**
 * The trail of who did what. Rows are added and never changed: a trigger refuses it to everybody, and the service's login
 * has no right to. Number, instant and hash are given by the database as the transaction commits (`seal_audit_entries`).
 */
export const auditEntries = pgTable('audit_entries', {
  id: id(),
  /** Dense, in the order of the chain; null until the commit of the row's own transaction, and so never seen by another. */
  number: bigint('number', { mode: 'number' }),
  at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
  who: text('who').notNull(),
  label: text('label').notNull(),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  before: jsonb('before').$type<unknown>(),
  after: jsonb('after').$type<unknown>(),
  address: text('address'),
  requestId: uuid('request_id'),
  /** Of what is told once in a while, such as refused attempts: the same text is written once. */
  once: text('once'),
  /** SHA-256 of the hash before it and of all the above, in hexadecimal. */
  hash: text('hash'),
}, (t) => [
  uniqueIndex('audit_entries_number_key').on(t.number),
  uniqueIndex('audit_entries_once_key').on(t.once),
  index('audit_entries_who_number_index').on(t.who, t.number),
  index('audit_entries_subject_number_index').on(t.subject, t.number),
  index('audit_entries_action_number_index').on(t.action, t.number),
  index('audit_entries_unsealed_index').on(t.id).where(sql`${t.number} is null`),
])

/** One row: the end of the chain. */
export const auditHead = pgTable('audit_head', {
  isHead: boolean('is_head').primaryKey().default(true),
  number: bigint('number', { mode: 'number' }).notNull().default(0),
  hash: text('hash').notNull(),
}, (t) => [check('audit_head_is_head_check', sql`${t.isHead}`)])
