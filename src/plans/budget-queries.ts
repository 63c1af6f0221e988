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

/** Less what a task above tells itself, which has it in it; up to what JSON can tell exactly, which is more than the country has. */
function sumOf (column: 'planned_vnd' | 'approved_vnd' | 'spent_vnd') {
  const own = sql.raw(`b.${column}) filter (where above.${column} is not true`)
  return sql`case when count(${own}) > 0 then least(sum(${own}), ${Number.MAX_SAFE_INTEGER}::bigint)::bigint end`
}

/** What was told of each year, summed up: a part of a task is not added to an amount that a task above it tells of the same year. */
export async function sumBudgets (db: Database, filter: BudgetFilter, view: View): Promise<BudgetYear[]> {
  const { rows } = await db.execute<BudgetYear>(sql`
    with recursive tree as materialized (select t.number, t.parent from plan_tasks t where t.plan_code = ${filter.plan} and ${isKnown('t', view)}),
    told as materialized (select t.number, b.year, b.planned_vnd, b.approved_vnd, b.spent_vnd from ${budgetsOf(filter, view)}),
    up as (
      select number as task, parent as number from tree where parent is not null
      union select up.task, t.parent from up join tree t on t.number = up.number and t.parent is not null
    ), above as (
      select up.task, a.year, bool_or(a.planned_vnd is not null) as planned_vnd, bool_or(a.approved_vnd is not null) as approved_vnd, bool_or(a.spent_vnd is not null) as spent_vnd
      from up join told a on a.number = up.number group by up.task, a.year
    )
    select b.year, count(*)::int as tasks, ${sumOf('planned_vnd')} as "plannedVnd", ${sumOf('approved_vnd')} as "approvedVnd", ${sumOf('spent_vnd')} as "spentVnd"
    from told b left join above on above.task = b.number and above.year = b.year group by b.year order by b.year`)
  return rows
}
