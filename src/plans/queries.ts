import type { SQL } from 'drizzle-orm'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Locality, View } from '../agencies/queries.ts'
import { agencyName, goesOn, isKnown, successionsAt } from '../agencies/queries.ts'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { placeTitleOf } from '../localities/queries.ts'
import { plans } from './tables.ts'

export interface BodyRef { code: string, name: string, now: string[] }

export interface PlanRow extends Record<string, unknown> {
  code: string
  level: 'nation' | 'sector' | 'locality'
  agency: string | null
  agencyName: string | null
  division: '2004' | '2025' | null
  province: string | null
  provinceName: string | null
  successor: string | null
  period: string
  title: string
  documentNumber: string | null
  documentDate: Day | null
  documentUrl: string | null
  state: 'in-force' | 'ended'
  note: string | null
  tasks: number
  done: number
  overdue: number
  indicators: number
  recordedAt: number
}

export interface PlanFilter {
  code?: string | undefined
  level?: string | undefined
  period?: string | undefined
  state?: string | undefined
  agency?: string | undefined
  localities?: Locality[] | undefined
}

const titleOf = (title: string, view: View): SQL => sql.raw(view.language === 'vi' ? title : `${title}_en`)

/** The last that was told of a task by the day. */
const lastProgress = (view: View): SQL => sql`(
  select p.state, p.on_day from task_progress p where p.task = t.code and p.on_day <= ${view.day}::date ${view.knownAt === undefined ? sql`` : sql`and p.recorded_from <= ${view.knownAt}`}
  order by p.on_day desc, p.recorded_from desc limit 1)`

/** Due before the day, and nobody has told that it was done or given up; of a plan in force. */
const isOverdue = (view: View): SQL => sql`(p.state = 'in-force' and t.due_on < ${view.day}::date and coalesce(l.state, '') not in ('done', 'cancelled'))`

const tasksOf = (view: View): SQL => sql`plan_tasks t left join lateral ${lastProgress(view)} l on true`

const isOf = ({ division, code }: Locality): SQL => sql`(p.division = ${division} and p.province_code = ${code})`

/** The province under the name that it had when the plan was made, or its first. */
const provinceName = (view: View): SQL => {
  const hasBegun = sql`(v.valid_from <= coalesce(p.document_date, ${view.day}::date))`
  return sql`(
    select ${placeTitleOf('v', view.language)} from provinces v where v.division = p.division and v.code = p.province_code and ${isKnown('v', view)}
    order by ${hasBegun} desc, case when ${hasBegun} then v.valid_from end desc nulls last, v.valid_from limit 1)`
}

/** Plans that are public: the nation's first, then of sectors, then of localities, the latest period first. */
export async function listPlans (db: Database, { code, level, period, state, agency, localities }: PlanFilter, view: View): Promise<PlanRow[]> {
  const { rows } = await db.execute<PlanRow>(sql`
    with recursive ${successionsAt(view)}
    select p.code, p.level, p.agency, ${agencyName(sql`p.agency`, sql`coalesce(p.document_date, ${view.day}::date)`, view)} as "agencyName", p.division, p.province_code as province, ${provinceName(view)} as "provinceName",
      (select s.new_code from province_successions s where p.division = '2004' and s.old_code = p.province_code and ${isKnown('s', view)}) as successor,
      p.period, ${titleOf('p.title', view)} as title, p.document_number as "documentNumber", p.document_date as "documentDate", p.document_url as "documentUrl", p.state, p.note,
      n.tasks, n.done, n.overdue, (select count(*)::int from plan_indicators i where i.plan_code = p.code and ${isKnown('i', view)}) as indicators, p.recorded_from as "recordedAt"
    from plans p cross join lateral (
      select count(*)::int as tasks, (count(*) filter (where l.state = 'done'))::int as done, (count(*) filter (where ${isOverdue(view)}))::int as overdue
      from ${tasksOf(view)} where t.plan_code = p.code and ${isKnown('t', view)}
    ) n
    where ${isKnown('p', view)}
      ${code === undefined ? sql`` : sql`and p.code = ${code}`} ${level === undefined ? sql`` : sql`and p.level = ${level}`}
      ${period === undefined ? sql`` : sql`and p.period = ${period}`} ${state === undefined ? sql`` : sql`and p.state = ${state}`}
      ${agency === undefined ? sql`` : sql`and (p.agency = ${agency} or ${agency} = any(${goesOn(sql`p.agency`, view)}))`}
      ${localities === undefined ? sql`` : sql`and (${sql.join(localities.map(isOf), sql` or `)})`}
    order by case p.level when 'nation' then 0 when 'sector' then 1 else 2 end, p.province_code nulls first, p.period desc, p.code`)
  return rows
}

/** Whether there is such a plan, in force or ended. */
export const hasPlan = async (db: Database, code: string): Promise<boolean> => await db.$count(plans, and(eq(plans.code, code), isNull(plans.recordedTo))) > 0

export interface TaskRow extends Record<string, unknown> {
  plan: string
  number: string
  parent: string | null
  title: string
  clause: string | null
  leads: BodyRef[]
  coordinating: BodyRef[]
  from: Day | null
  due: Day | null
  recurs: 'yearly' | 'periodic' | null
  budgetVnd: number | null
  note: string | null
  state: 'not-reported' | 'not-started' | 'in-progress' | 'done' | 'cancelled'
  reportedOn: Day | null
  isOverdue: boolean
  rank: number
}

export interface TaskFilter {
  plan?: string | undefined
  number?: string | undefined
  state?: string | undefined
  level?: string | undefined
  localities?: Locality[] | undefined
  agency?: string | undefined
  role?: 'lead' | 'coordinating' | undefined
  overdue?: boolean | undefined
  /** Due from the day on, within so many days. */
  within?: number | undefined
}

/** Where a page goes on: behind this task. */
export interface TaskAfter { due: string, plan: string, rank: number }

const bodiesOf = (column: string, view: View): SQL => sql`coalesce((
  select json_agg(json_build_object('code', c.code, 'name', ${agencyName(sql`c.code`, sql`coalesce(p.document_date, ${view.day}::date)`, view)}, 'now', ${goesOn(sql`c.code`, view)}) order by c.place)
  from unnest(string_to_array(${sql.raw(column)}, ' ')) with ordinality c (code, place)), '[]')`

/** Whether a body, or one that it took over from, is among those of a column. */
const names = (column: string, agency: string, view: View): SQL => sql`exists (
  select from unnest(string_to_array(${sql.raw(column)}, ' ')) c (code) where c.code = ${agency} or ${agency} = any(${goesOn(sql`c.code`, view)}))`

function conditionsOf ({ plan, number, state, level, localities, agency, role, overdue, within }: TaskFilter, view: View): SQL[] {
  return [
    isKnown('t', view), isKnown('p', view),
    ...plan === undefined ? [] : [sql`t.plan_code = ${plan}`],
    ...number === undefined ? [] : [sql`t.number = ${number}`],
    ...state === undefined ? [] : [sql`coalesce(l.state, 'not-reported') = ${state}`],
    ...level === undefined ? [] : [sql`p.level = ${level}`],
    ...localities === undefined ? [] : [sql`(${sql.join(localities.map(isOf), sql` or `)})`],
    ...agency === undefined ? [] : [sql`(${sql.join([...role === 'coordinating' ? [] : [names('t.leads', agency, view)], ...role === 'lead' ? [] : [names('t.coordinating', agency, view)]], sql` or `)})`],
    ...overdue === undefined ? [] : [sql`coalesce(${isOverdue(view)}, false) = ${overdue}`],
    ...within === undefined ? [] : [sql`p.state = 'in-force' and t.due_on between ${view.day}::date and ${view.day}::date + ${within}::int and coalesce(l.state, '') not in ('done', 'cancelled')`],
  ]
}

/** Tasks of all plans in their order; those that are overdue or due soon by the day that they are due. */
export async function listTasks (db: Database, filter: TaskFilter, view: View, { after, limit }: { after?: TaskAfter | undefined, limit?: number | undefined } = {}): Promise<TaskRow[]> {
  const due = filter.overdue === true || filter.within !== undefined ? sql`t.due_on` : sql`'-infinity'::date`
  const behind = after === undefined ? [] : [sql`(${due}, t.plan_code, t.rank) > (${after.due}::date, ${after.plan}, ${after.rank}::int)`]
  const { rows } = await db.execute<TaskRow>(sql`
    with recursive ${successionsAt(view)}
    select t.plan_code as plan, t.number, t.parent, ${titleOf('t.title', view)} as title, t.clause, ${bodiesOf('t.leads', view)} as leads, ${bodiesOf('t.coordinating', view)} as coordinating,
      t.from_on as from, t.due_on as due, t.recurs, t.budget_vnd as "budgetVnd", t.note, coalesce(l.state, 'not-reported') as state, l.on_day as "reportedOn", coalesce(${isOverdue(view)}, false) as "isOverdue", t.rank
    from ${tasksOf(view)} join plans p on p.code = t.plan_code
    where ${sql.join([...conditionsOf(filter, view), ...behind], sql` and `)}
    order by ${due}, t.plan_code, t.rank ${limit === undefined ? sql`` : sql`limit ${limit}`}`)
  return rows
}

export async function countTasks (db: Database, filter: TaskFilter, view: View): Promise<number> {
  const { rows: [row] } = await db.execute<{ n: number }>(sql`
    with recursive ${successionsAt(view)}
    select count(*)::int as n from ${tasksOf(view)} join plans p on p.code = t.plan_code where ${sql.join(conditionsOf(filter, view), sql` and `)}`)
  return row!.n
}

export interface ProgressRow extends Record<string, unknown> { on: Day, state: string, note: string | null, documentNumber: string | null, documentUrl: string | null, recordedAt: number }

/** What was told of a task, the newest first. */
export async function listProgress (db: Database, task: string, { day, knownAt }: View): Promise<ProgressRow[]> {
  const { rows } = await db.execute<ProgressRow>(sql`
    select on_day as on, state, note, document_number as "documentNumber", document_url as "documentUrl", recorded_from as "recordedAt" from task_progress
    where task = ${task} and on_day <= ${day}::date ${knownAt === undefined ? sql`` : sql`and recorded_from <= ${knownAt}`}
    order by on_day desc, recorded_from desc limit 1000`)
  return rows
}
