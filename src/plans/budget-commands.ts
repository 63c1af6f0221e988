import { isDeepStrictEqual } from 'node:util'
import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Author } from '../journal/audit.ts'
import { recordPublication } from '../journal/publications.ts'
import { NotPlannable } from './commands.ts'
import { planTasks, taskBudgets } from './tables.ts'

export const MONEY_SOURCES = ['state', 'private', 'mixed'] as const

export interface Budget {
  source: typeof MONEY_SOURCES[number]
  isPartnership: boolean
  plannedVnd: number | null
  approvedVnd: number | null
  spentVnd: number | null
  document: { number: string, url: string | null }
}

/** Tells the money of a task in a year, whole. What was told before stays known at the positions before. */
export const setBudget = (db: Database, task: string, year: number, budget: Budget, by: Author): Promise<void> =>
  db.transaction(async (tx) => {
    await recordPublication(tx, { by, action: 'task.budget', subject: `task/${task}/${year}` }, async (recordedFrom) => {
      const [known] = await tx.select({ code: planTasks.code }).from(planTasks).where(and(eq(planTasks.code, task), isNull(planTasks.recordedTo)))
      if (!known) throw new NotPlannable('no-task', task)
      const isOpen = and(eq(taskBudgets.task, task), eq(taskBudgets.year, year), isNull(taskBudgets.recordedTo))
      const [row] = await tx.select().from(taskBudgets).where(isOpen)
      const before = row ? budgetOf(row) : null
      if (isDeepStrictEqual(before, budget)) return undefined
      const { document, ...amounts } = budget
      await tx.update(taskBudgets).set({ recordedTo: recordedFrom }).where(isOpen)
      await tx.insert(taskBudgets).values({ ...amounts, task, year, documentNumber: document.number, documentUrl: document.url, recordedFrom })
      return { detail: { year }, before, after: budget, result: undefined }
    })
  })

const budgetOf = ({ source, isPartnership, plannedVnd, approvedVnd, spentVnd, documentNumber, documentUrl }: typeof taskBudgets.$inferSelect): Budget =>
  ({ source: source as Budget['source'], isPartnership, plannedVnd, approvedVnd, spentVnd, document: { number: documentNumber, url: documentUrl } })
