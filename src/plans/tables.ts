import { sql } from 'drizzle-orm'
import { bigint, bigserial, boolean, date, integer, jsonb, numeric, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, recorded } from '../db/columns.ts'
import type { PlanAsked } from './plan.ts'

/** Plans that are in force or have ended: of the nation, of a sector (its body) or of a locality. */
export const plans = pgTable('plans', {
  id: id(),
  code: text('code').notNull(),
  /** `nation`, `sector` or `locality`. */
  level: text('level').notNull(),
  /** Whose plan it is: of a sector its body, else who issued it, where that is one. */
  agency: text('agency'),
  division: text('division'),
  provinceCode: text('province_code'),
  /** `2026-2030`, or one year. */
  period: text('period').notNull(),
  title: text('title').notNull(),
  titleEn: text('title_en').notNull(),
  documentNumber: text('document_number'),
  documentDate: date('document_date'),
  documentUrl: text('document_url'),
  /** `in-force` or `ended`. */
  state: text('state').notNull(),
  note: text('note'),
  isShipped: boolean('is_shipped').notNull().default(false),
  setAt: timestamp('set_at', { withTimezone: true }).notNull().defaultNow(),
  ...recorded(),
}, (t) => [uniqueIndex('plans_code_key').on(t.code).where(sql`${t.recordedTo} is null`)])

/** Their tasks, a tree by `parent`. Groups have no lead; cells that a document leaves empty are null. */
export const planTasks = pgTable('plan_tasks', {
  id: id(),
  /** Of the plan and the task: `directive-01/I.1`. */
  code: text('code').notNull(),
  planCode: text('plan_code').notNull(),
  number: text('number').notNull(),
  parent: text('parent'),
  rank: integer('rank').notNull(),
  title: text('title').notNull(),
  titleEn: text('title_en').notNull(),
  /** Where in the document it stands. */
  clause: text('clause'),
  /** Codes of bodies, parted by blanks. */
  leads: text('leads'),
  coordinating: text('coordinating'),
  fromOn: date('from_on'),
  dueOn: date('due_on'),
  /** `yearly` or `periodic`, where it is to be done again and again. */
  recurs: text('recurs'),
  budgetVnd: bigint('budget_vnd', { mode: 'number' }),
  note: text('note'),
  isShipped: boolean('is_shipped').notNull().default(false),
  ...recorded(),
}, (t) => [uniqueIndex('plan_tasks_code_key').on(t.code).where(sql`${t.recordedTo} is null`)])

/** Their indicators: what is measured, and the least or the range that it is to reach. */
export const planIndicators = pgTable('plan_indicators', {
  id: id(),
  code: text('code').notNull(),
  planCode: text('plan_code').notNull(),
  number: text('number').notNull(),
  rank: integer('rank').notNull(),
  title: text('title').notNull(),
  titleEn: text('title_en').notNull(),
  clause: text('clause'),
  /** `minimum`, `range`, `growth`, `percentage` or `density`. */
  kind: text('kind').notNull(),
  unit: text('unit').notNull(),
  least: numeric('least').notNull(),
  most: numeric('most'),
  fromOn: date('from_on').notNull(),
  dueOn: date('due_on').notNull(),
  /** A statistic of the registry; without one the value is reported. */
  statistic: text('statistic'),
  /** Counts in emulation and commendation. */
  isEmulation: boolean('is_emulation').notNull().default(false),
  note: text('note'),
  isShipped: boolean('is_shipped').notNull().default(false),
  ...recorded(),
}, (t) => [uniqueIndex('plan_indicators_code_key').on(t.code).where(sql`${t.recordedTo} is null`)])

/** What became of a task, as those who do it tell: the last entry by day is its state. Rows are added, none is changed. */
export const taskProgress = pgTable('task_progress', {
  id: id(),
  /** `directive-01/I.1`. */
  task: text('task').notNull(),
  onDay: date('on_day').notNull(),
  /** `in-progress`, `done`, `cancelled` or `not-started`. */
  state: text('state').notNull(),
  note: text('note'),
  documentNumber: text('document_number'),
  documentUrl: text('document_url'),
  recordedFrom: bigint('recorded_from', { mode: 'number' }).notNull(),
}, (t) => [uniqueIndex('task_progress_task_recorded_from_key').on(t.task, t.recordedFrom)])

/** The money of a task in a year, as its plan's owner tells; amounts that nobody told are null. */
export const taskBudgets = pgTable('task_budgets', {
  id: id(),
  /** `directive-01/I.1`. */
  task: text('task').notNull(),
  year: integer('year').notNull(),
  /** Whose money it is: `state`, `private` or `mixed`. */
  source: text('source').notNull(),
  isPartnership: boolean('is_partnership').notNull(),
  plannedVnd: bigint('planned_vnd', { mode: 'number' }),
  approvedVnd: bigint('approved_vnd', { mode: 'number' }),
  spentVnd: bigint('spent_vnd', { mode: 'number' }),
  documentNumber: text('document_number').notNull(),
  documentUrl: text('document_url'),
  ...recorded(),
}, (t) => [uniqueIndex('task_budgets_task_year_key').on(t.task, t.year).where(sql`${t.recordedTo} is null`)])

/** Values that are reported, each with its source. */
export const indicatorValues = pgTable('indicator_values', {
  id: id(),
  /** `directive-01/platforms`. */
  indicator: text('indicator').notNull(),
  asOf: date('as_of').notNull(),
  value: numeric('value').notNull(),
  /** Of a percentage or a density: what it was divided from. */
  numerator: numeric('numerator'),
  denominator: numeric('denominator'),
  source: text('source').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('indicator_values_indicator_as_of_key').on(t.indicator, t.asOf).where(sql`${t.recordedTo} is null`)])

/** Plans that are being written: one working copy each, for officers alone, at no position of the register. */
export const draftedPlans = pgTable('drafted_plans', {
  code: text('code').primaryKey(),
  plan: jsonb('plan').$type<PlanAsked>().notNull(),
  /** Moves with every change, and not back where a plan is drafted anew: what If-Match means. */
  version: bigserial('version', { mode: 'number' }),
  setAt: timestamp('set_at', { withTimezone: true }).notNull(),
})
