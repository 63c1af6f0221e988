import { sql } from 'drizzle-orm'
import { bigint, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, recorded } from '../db/columns.ts'
import type { ScopeChange } from '../industries/queries.ts'

/** The four categories of Directive 01/CT-TTg of 14 January 2020. */
export const categories = pgTable('categories', {
  id: id(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  nameEn: text('name_en').notNull(),
  description: text('description').notNull(),
  descriptionEn: text('description_en').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('categories_code_key').on(t.code).where(sql`${t.recordedTo} is null`)])

/** The numbers a rule set works with. A rule only proposes; a competent officer decides. */
export const ruleSets = pgTable('rule_sets', {
  id: id(),
  version: integer('version').notNull(),
  startUpYears: integer('start_up_years').notNull(),
  largeCapitalVnd: bigint('large_capital_vnd', { mode: 'number' }).notNull(),
  summary: text('summary').notNull(),
  summaryEn: text('summary_en').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('rule_sets_version_key').on(t.version).where(sql`${t.recordedTo} is null`)])

/** Rules that are thought about: they classify nothing. */
export const draftedRuleSets = pgTable('drafted_rule_sets', {
  id: id(),
  code: text('code').notNull(),
  startUpYears: integer('start_up_years').notNull(),
  largeCapitalVnd: bigint('large_capital_vnd', { mode: 'number' }).notNull(),
  scope: jsonb('scope').$type<ScopeChange[]>().notNull().default([]),
  summary: text('summary').notNull(),
  setAt: timestamp('set_at', { withTimezone: true }).notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('drafted_rule_sets_code_key').on(t.code).where(sql`${t.recordedTo} is null`)])
