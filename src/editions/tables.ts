import { date, integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, position } from '../db/columns.ts'

/** Monthly figures as they were published. A trigger refuses to change or remove them. */
export const editions = pgTable('editions', {
  id: id(),
  /** `2026-10`, and `2026-10-2` for its first correction. */
  code: text('code').notNull(),
  period: text('period').notNull(),
  number: integer('number').notNull(),
  corrects: text('corrects'),
  asOf: date('as_of').notNull(),
  /** What the figures were read at; the publication itself has a later one. */
  position: position('position').notNull(),
  ruleSet: integer('rule_set').notNull(),
  /** The bytes that are served. */
  document: text('document').notNull(),
  sha256: text('sha256').notNull(),
  publishedAt: timestamp('published_at', { withTimezone: true }).notNull(),
  recordedFrom: position('recorded_from').notNull(),
}, (t) => [uniqueIndex('editions_code_key').on(t.code), uniqueIndex('editions_period_number_key').on(t.period, t.number)])
