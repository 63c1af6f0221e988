import { sql } from 'drizzle-orm'
import { date, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
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

/** What the directives ask for by when; `minimum` counts in `unit`, `enterprises` or `per-1000-people`. */
export const targets = pgTable('targets', {
  id: id(),
  code: text('code').notNull(),
  minimum: integer('minimum').notNull(),
  unit: text('unit').notNull().default('enterprises'),
  dueOn: date('due_on').notNull(),
  source: text('source').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('targets_code_key').on(t.code).where(sql`${t.recordedTo} is null`)])

/** How the target is shared out among the provinces of 2025, as competent officers set it: `shares` by code, summing to the target. */
export const allocationTables = pgTable('allocation_tables', {
  id: id(),
  code: text('code').notNull(),
  title: text('title').notNull(),
  titleEn: text('title_en').notNull(),
  source: text('source').notNull(),
  shares: jsonb('shares').$type<Record<string, number>>().notNull(),
  setAt: timestamp('set_at', { withTimezone: true }).notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('allocation_tables_code_key').on(t.code).where(sql`${t.recordedTo} is null`)])
