import { sql } from 'drizzle-orm'
import { bigint, date, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, recorded } from '../../db/columns.ts'
import type { ScopeChange } from '../../industries/queries.ts'

/** Rule sets that were put in force after the shipped one: each holds for what is valid on its day or later, until the next. */
export const adoptedRuleSets = pgTable('adopted_rule_sets', {
  id: id(),
  version: integer('version').notNull(),
  /** The draft that it was. */
  draft: text('draft').notNull(),
  startUpYears: integer('start_up_years').notNull(),
  largeCapitalVnd: bigint('large_capital_vnd', { mode: 'number' }).notNull(),
  /** Where it departs from the list of the ICT scope; the whole of it, whatever the rules before said. */
  scope: jsonb('scope').$type<ScopeChange[]>().notNull().default([]),
  summary: text('summary').notNull(),
  inForceFrom: date('in_force_from').notNull(),
  ...recorded(),
}, (t) => [
  uniqueIndex('adopted_rule_sets_version_key').on(t.version).where(sql`${t.recordedTo} is null`),
  uniqueIndex('adopted_rule_sets_in_force_from_key').on(t.inForceFrom).where(sql`${t.recordedTo} is null`),
])
