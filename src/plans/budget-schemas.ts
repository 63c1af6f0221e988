import { z } from 'zod'
import { Url } from '../agencies/schemas.ts'
import { ListFormat } from '../http/list-file.ts'
import { Position } from '../http/page.ts'
import { fromText, momentParameters, prose } from '../http/query.ts'
import { MONEY_SOURCES } from './budget-commands.ts'
import { Number_ } from './schemas.ts'

const MOST_VND = 1e15
const vnd = z.int().min(0).max(MOST_VND).nullable()
const sum = z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable()

export const YearAsked = fromText({ type: 'integer', format: 'int32', minimum: 2000, maximum: 2099, description: 'A year.', examples: [2026] }, 'must be a year from 2000 to 2099', (text) => /^20\d{2}$/.test(text) ? Number(text) : undefined)
const year = z.int().min(2000).max(2099)
const source = z.enum(MONEY_SOURCES).meta({ description: 'Whose money it is.' })
const isPartnership = z.boolean().meta({ description: 'Whether it is a public-private partnership.' })

const budget = { source: 'state' as const, isPartnership: false, plannedVnd: 2_000_000_000, approvedVnd: 1_800_000_000, spentVnd: null, document: { number: '45/QĐ-UBND', url: null } }
const item = { number: 'I.9', title: 'Orient and support at least 5-10 enterprises that develop national key digital products', year: 2026, ...budget, recordedAt: 21_010 }
export const TaskBudget = z.object({
  number: Number_.meta({ description: 'Of the task.', examples: ['I.9'] }), title: z.string().max(1000), year, source, isPartnership,
  plannedVnd: vnd.meta({ description: 'Registered for the year; null where nobody told.' }), approvedVnd: vnd.meta({ description: 'Appraised and approved; null where nobody told.' }), spentVnd: vnd.meta({ description: 'Spent; null where nobody told.' }),
  document: z.object({ number: z.string().max(100), url: z.string().max(300).nullable() }), recordedAt: Position,
}).meta({ id: 'TaskBudget', description: 'The money of a task in a year.', examples: [item] })
const total = { year: 2026, tasks: 1, plannedVnd: budget.plannedVnd, approvedVnd: budget.approvedVnd, spentVnd: null }
const Year = z.object({ year, tasks: z.int().min(0).max(100_000).meta({ description: 'Of how many tasks something was told.' }), plannedVnd: sum, approvedVnd: sum, spentVnd: sum })
  .meta({ id: 'BudgetYear', description: 'What was told of a year, summed up; null where of no task. A part of a task is not added to an amount that a task above it tells itself.', examples: [total] })
export const TaskBudgets = z.object({ items: z.array(TaskBudget).max(100_000), years: z.array(Year).max(100), position: Position })
  .meta({ id: 'TaskBudgets', description: 'The money of a plan\'s tasks, year by year.', examples: [{ items: [item], years: [total], position: 21_010 }] })

export const ListBudgetsQuery = z.strictObject({
  task: Number_.optional().meta({ description: 'Only of this task.' }), year: YearAsked.optional().meta({ description: 'Only of this year.' }), knownat: momentParameters.knownat, format: ListFormat,
})
export const BudgetRequest = z.strictObject({
  source, isPartnership: isPartnership.default(false), plannedVnd: vnd.default(null), approvedVnd: vnd.default(null), spentVnd: vnd.default(null),
  document: z.strictObject({ number: prose(100), url: Url.nullish() }).meta({ id: 'BudgetDocument', description: 'The paper that says so.' }),
}).meta({ id: 'TaskBudgetRequest', description: 'The money of a task in a year, whole; amounts that are not told are left out.', examples: [budget] })
