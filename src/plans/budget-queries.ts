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
export interface BudgetYear extends Record<string, unknown> {
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

/** Up to what JSON can tell exactly, which is more than the country has. */
const sumOf = (column: string) => sql`case when count(b.${sql.raw(column)}) > 0 then least(sum(b.${sql.raw(column)}), ${Number.MAX_SAFE_INTEGER}::bigint)::bigint end`

export async function sumBudgets (db: Database, filter: BudgetFilter, view: View): Promise<BudgetYear[]> {
  const { rows } = await db.execute<BudgetYear>(sql`
    select b.year, count(*)::int as tasks, ${sumOf('planned_vnd')} as "plannedVnd", ${sumOf('approved_vnd')} as "approvedVnd", ${sumOf('spent_vnd')} as "spentVnd"
    from ${budgetsOf(filter, view)} group by b.year order by b.year`)
  return rows
}
