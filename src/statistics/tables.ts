import { sql } from 'drizzle-orm'
import { date, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, recorded } from '../db/columns.ts'

/** Counts that others published. They are shown beside the register's own and never mixed in. */
export const publishedFigures = pgTable('published_figures', {
  id: id(),
  period: text('period').notNull(),
  asOf: date('as_of').notNull(),
  enterprises: integer('enterprises').notNull(),
  source: text('source').notNull(),
  retrievedOn: date('retrieved_on').notNull(),
  note: text('note'),
  ...recorded(),
}, (t) => [uniqueIndex('published_figures_period_source_key').on(t.period, t.source).where(sql`${t.recordedTo} is null`)])

/** What the directives ask for by when. */
export const targets = pgTable('targets', {
  id: id(),
  code: text('code').notNull(),
  minimum: integer('minimum').notNull(),
  dueOn: date('due_on').notNull(),
  source: text('source').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('targets_code_key').on(t.code).where(sql`${t.recordedTo} is null`)])
