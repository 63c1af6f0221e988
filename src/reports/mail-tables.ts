import { sql } from 'drizzle-orm'
import { index, integer, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, position } from '../db/columns.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true })

/** Which reminders were given: each once, whoever comes to it. */
export const reminders = pgTable('report_reminders', {
  cycle: text('cycle').notNull(),
  kind: text('kind').notNull(),
  givenAt: instant('given_at').notNull(),
  recordedFrom: position('recorded_from').notNull(),
}, (t) => [primaryKey({ columns: [t.cycle, t.kind] })])

/** Where a locality or a body wants to be written to. Not public. */
export const reportContacts = pgTable('report_contacts', {
  locality: text('locality').primaryKey(),
  addresses: text('addresses').array().notNull(),
  setAt: instant('set_at').notNull(),
})

/** E-mails that wait, those that went out, and those that never will: one for each mailbox, so that none stands in the way of another. */
export const reportMails = pgTable('report_mails', {
  id: id(),
  messageId: text('message_id').notNull(),
  cycle: text('cycle').notNull(),
  locality: text('locality').notNull(),
  kind: text('kind').notNull(),
  address: text('address').notNull(),
  subject: text('subject').notNull(),
  body: text('body').notNull(),
  writtenAt: instant('written_at').notNull(),
  tries: integer('tries').notNull().default(0),
  nextTryAt: instant('next_try_at').notNull(),
  sentAt: instant('sent_at'),
  givenUpAt: instant('given_up_at'),
  /** Why it did not go out when it was tried last. */
  failure: text('failure'),
}, (t) => [
  index('report_mails_waiting_index').on(t.nextTryAt).where(sql`${t.sentAt} is null and ${t.givenUpAt} is null`), index('report_mails_cycle_index').on(t.cycle, t.id),
  // A report may be returned more than once, and a reminder is given once.
  uniqueIndex('report_mails_reminder_key').on(t.cycle, t.locality, t.kind, t.address).where(sql`${t.kind} not in ('accepted', 'returned')`),
])
