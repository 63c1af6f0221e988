import { sql } from 'drizzle-orm'
import { bigint, boolean, check, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { position } from '../db/columns.ts'

/** One row: the last position given out. Its row lock is the writer's lock, so positions follow commit order. */
export const registerHead = pgTable('register_head', {
  isHead: boolean('is_head').primaryKey().default(true),
  position: position('position').notNull().default(0),
}, (t) => [check('register_head_is_head_check', sql`${t.isHead}`)])

/** What one writing transaction added: a contiguous range of positions, visible at once. */
export const blocks = pgTable('blocks', {
  lastPosition: position('last_position').primaryKey(),
  firstPosition: position('first_position').notNull(),
  kind: text('kind').notNull(),
  reference: text('reference'),
  /** Up to when the source was read for it; null where it came from elsewhere. */
  sourceReadAt: timestamp('source_read_at', { withTimezone: true }),
  recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull().defaultNow(),
}, (t) => [index('blocks_recorded_at_index').on(t.recordedAt)])

/** Events that are not versions of an enterprise (those carry their position themselves). */
export const events = pgTable('events', {
  position: position('position').primaryKey(),
  type: text('type').notNull(),
  subject: text('subject').notNull(),
  detail: jsonb('detail').$type<Record<string, unknown>>().notNull(),
}, (t) => [index('events_prune_index').on(t.position).where(sql`${t.type} = 'prune'`)])

/** Which edition of each seed file is loaded; an unchanged file is skipped by its hash. */
export const seedEditions = pgTable('seed_editions', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  file: text('file').notNull(),
  sha256: text('sha256').notNull(),
  rows: integer('rows').notNull(),
  position: position('position').notNull(),
}, (t) => [uniqueIndex('seed_editions_file_position_key').on(t.file, t.position)])
