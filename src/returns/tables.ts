import { sql } from 'drizzle-orm'
import { check, date, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, position } from '../db/columns.ts'
import type { Told } from './annual-return.ts'
import type { Figure } from './figures.ts'

export interface Turnout { province: string, active: number, returned: number }
const instant = (name: string) => timestamp(name, { withTimezone: true })

/** Years that enterprises return: open while they do, then closed for good, with what was told together. */
export const returnYears = pgTable('return_years', {
  year: integer('year').primaryKey(),
  state: text('state').notNull(),
  dueOn: date('due_on'),
  openedAt: instant('opened_at').notNull(),
  closedAt: instant('closed_at'),
  /** Made when it is closed: who returned, and the figures as everybody may see them. */
  turnout: jsonb('turnout').$type<Turnout[]>(),
  figures: jsonb('figures').$type<Figure[]>(),
  position: position('position').notNull(),
}, (t) => [check('return_years_state_check', sql`${t.state} in ('open', 'closed')`)])

/** What enterprises return: never public. Rows are added; the one without an end is in force. */
export const annualReturns = pgTable('annual_returns', {
  id: id(),
  year: integer('year').notNull(),
  enterprise: text('enterprise').notNull(),
  /** Where it was when it returned. */
  provinceCode: text('province_code').notNull(),
  version: integer('version').notNull(),
  told: jsonb('told').$type<Told>().notNull(),
  filedAt: instant('filed_at').notNull(),
  replacedAt: instant('replaced_at'),
}, (t) => [
  uniqueIndex('annual_returns_in_force_key').on(t.year, t.enterprise).where(sql`${t.replacedAt} is null`),
  index('annual_returns_enterprise_index').on(t.enterprise, t.year),
])
