import { sql } from 'drizzle-orm'
import type { View } from '../agencies/queries.ts'
import { isKnown } from '../agencies/queries.ts'
import type { Database } from '../db/client.ts'
import type { Budget } from './budget-commands.ts'

export interface BudgetRow extends Record<string, unknown>, Budget {
  number: string
  title: string
  year: number
  recordedAt: number
}

/** Sums over tasks; null where nobody told an amount of any. */
export interface BudgetYear {
  year: number
  tasks: number
  plannedVnd: number | null
  approvedVnd: number | null
  spentVnd: number | null
}

export interface BudgetFilter { plan: string, task?: string | undefined, year?: number | undefined }

const budgetsOf = ({ plan, task, year }: BudgetFilter, view: View) => sql`
  task_budgets b join plan_tasks t on t.code = b.task and ${isKnown('t', view)}
  where t.plan_code = ${plan} and ${isKnown('b', view)} ${task === undefined ? sql`` : sql`and t.number = ${task}`} ${year === undefined ? sql`` : sql`and b.year = ${year}`}`

/** What was told of the money of a plan's tasks, in their order and by year. Tasks that the plan has no more are not among them. */
export async function listBudgets (db: Database, filter: BudgetFilter, view: View): Promise<BudgetRow[]> {
  const { rows } = await db.execute<BudgetRow>(sql`
    select t.number, ${sql.raw(view.language === 'vi' ? 't.title' : 't.title_en')} as title, b.year, b.source, b.is_partnership as "isPartnership", b.planned_vnd as "plannedVnd", b.approved_vnd as "approvedVnd", b.spent_vnd as "spentVnd",
      json_build_object('number', b.document_number, 'url', b.document_url) as document, b.recorded_from as "recordedAt"
    from ${budgetsOf(filter, view)} order by t.rank, b.year`)
  return rows
}

const AMOUNTS = ['plannedVnd', 'approvedVnd', 'spentVnd'] as const
type Told = Pick<BudgetRow, 'number' | 'year' | typeof AMOUNTS[number]>

/** What was told of each year, summed up: a part of a task is not added to an amount that a task above it tells of the same year. */
export async function sumBudgets (db: Database, plan: string, told: readonly Told[], view: View): Promise<BudgetYear[]> {
  const { rows: tree } = await db.execute<{ number: string, parent: string | null }>(sql`select t.number, t.parent from plan_tasks t where t.plan_code = ${plan} and ${isKnown('t', view)}`)
  return sumUp(told, new Map(tree.map(({ number, parent }) => [number, parent])))
}

/**
 * Not in SQL: of a plan that has just been written the database knows no sizes, and joined a tree of 2,000 tasks in minutes. Sums go up to
 * what JSON can tell exactly, which is more than the country has.
 */
function sumUp (told: readonly Told[], parents: ReadonlyMap<string, string | null>): BudgetYear[] {
  const rows = new Map(told.map((row) => [`${row.year} ${row.number}`, row]))
  const isToldAbove = ({ number, year }: Told, amount: typeof AMOUNTS[number]) => {
    for (let above = parents.get(number) ?? null; above !== null; above = parents.get(above) ?? null) {
      if ((rows.get(`${year} ${above}`)?.[amount] ?? null) !== null) return true
    }
    return false
  }
  const years = new Map<number, BudgetYear>()
  for (const row of told) {
    const sums = years.get(row.year) ?? { year: row.year, tasks: 0, plannedVnd: null, approvedVnd: null, spentVnd: null }
    years.set(row.year, sums)
    sums.tasks++
    for (const amount of AMOUNTS) {
      if (row[amount] !== null && !isToldAbove(row, amount)) sums[amount] = Math.min((sums[amount] ?? 0) + row[amount], Number.MAX_SAFE_INTEGER)
    }
  }
  return [...years.values()].sort((a, b) => a.year - b.year)
}
