import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { readTexts, statementOf } from '../db/statement.ts'
import type { EnterpriseFilter } from './filter.ts'
import { isOfCells } from './cell-counts.ts'
import { isOfCategory, meetsBeside, placeIn } from './filter.ts'
import type { Moment } from './moment.ts'
import { isKnown, spansWithCells } from './moment.ts'
import { isKnownStill, stepsUntil } from './span-sums.ts'

export const PERIODS = ['month', 'quarter', 'year'] as const
export type Period = typeof PERIODS[number]

export const FLOWS = ['births', 'deaths', 'movesIn', 'movesOut', 'categoryIn', 'categoryOut'] as const
export type Flow = typeof FLOWS[number]
/** What came in and went out in a period that begins on `from`. */
export type PeriodFlows = { from: Day } & Record<Flow, number>

/** Of enterprises as the register knows them: what province and category they are of. */
export interface FlowFilter extends Omit<EnterpriseFilter, 'commune' | 'changedafter' | 'among'> {}

/**
 * How the number of enterprises that a filter lets through came about, by periods up to the moment's day: of each step of an
 * enterprise from one state to the next whether it was, and is, of the set. A move goes before a change of category on the same day.
 */
export async function listFlows (db: Database, moment: Moment, filter: FlowFilter, period: Period): Promise<PeriodFlows[]> {
  const isSummed = isOfCells({ ...filter, province: undefined }, []) && await isKnownStill(db, moment.knownAt)
  const sums: Record<Flow, SQL> = {
    births: sql`is_in and not was_in and not was_counted`,
    deaths: sql`was_in and not is_in and not is_counted`,
    movesIn: sql`is_in and not was_in and was_counted and not was_here`,
    movesOut: sql`was_in and not is_in and is_counted and not is_here`,
    categoryIn: sql`is_in and not was_in and was_counted and was_here`,
    categoryOut: sql`was_in and not is_in and is_counted and is_here`,
  }
  const rows = await readTexts(db, statementOf(sql`
    select date_trunc(${period}, day)::date, ${sql.join(FLOWS.map((flow) => sql`coalesce(sum(enterprises) filter (where ${sums[flow]}), 0)`), sql`, `)}
    from ${isSummed ? stepsOfCells(moment.day, filter, await cellsOfSet(db, filter)) : stepsOfSpans(moment, filter)} steps where is_in <> was_in group by 1 order by 1`))
  return rows.map(([from, ...counts]) => ({ from: from!, ...Object.fromEntries(FLOWS.map((flow, i) => [flow, Number(counts[i])])) as Record<Flow, number> }))
}

/** Of cells or spans `v`: whether they meet the filter but for place and category, whether they are at the place, and whether they are of the set. */
function flags ({ province, category, ...filter }: FlowFilter): SQL {
  const isCounted = meetsBeside(filter)
  const isHere = province === undefined ? sql`true` : sql`${placeIn(filter.division)} is not distinct from ${province}`
  return sql`${isCounted} as is_counted, ${isHere} as is_here, ${isCounted} and ${isHere} and ${isOfCategory(category)} as is_in`
}

const CELLS = sql`(select cell, province_code, nullif(old_province_code, '') as old_province_code, category, status, basis, ownership from span_cells)`
const asArray = (values: string[]) => `{${values.join(',')}}`

/** The cells whose enterprises are of the set: known beforehand, so that the server looks up their steps alone. */
const cellsOfSet = async (db: Database, filter: FlowFilter): Promise<string[]> =>
  (await readTexts(db, statementOf(sql`select cell from (select v.cell, ${flags(filter)} from ${CELLS} v) f where is_in`))).map(([cell]) => cell!)

/** From the sums, by the flags of the cells that a step leads from and to. */
const stepsOfCells = (day: Day, filter: FlowFilter, ofSet: string[]): SQL => sql`(
  with flagged as materialized (select v.cell, ${flags(filter)} from ${CELLS} v)
  select s.day, s.enterprises, coalesce(a.is_counted, false) as is_counted, coalesce(a.is_here, false) as is_here, coalesce(a.is_in, false) as is_in,
    coalesce(b.is_counted, false) as was_counted, coalesce(b.is_here, false) as was_here, coalesce(b.is_in, false) as was_in
  from ${stepsUntil(day)} s left join flagged a on a.cell = s.cell left join flagged b on b.cell = s.cell_before
  where s.cell = any(${asArray(ofSet)}::int[]) or s.cell_before = any(${asArray(ofSet)}::int[]))`

/** From the spans that were known at a moment, each with what went before it. */
const stepsOfSpans = (moment: Moment, filter: FlowFilter): SQL => sql`(
  with chain as materialized (
    select v.from_day, v.until_day, v.is_counted, v.is_here, v.is_in, lag(v.until_day) over chain = v.from_day as adjoins, lead(v.from_day) over chain is distinct from v.until_day as ends,
      lag(v.is_counted) over chain as was_counted, lag(v.is_here) over chain as was_here, lag(v.is_in) over chain as was_in
    from (select v.code, v.from_day, v.until_day, ${flags(filter)} from ${spansWithCells(sql`s.from_day <= ${moment.day}::date and ${isKnown('s', moment)}`, { ofVersions: filter.industry !== undefined })} v) v
    window chain as (partition by v.code order by v.from_day)
  )
  select from_day as day, 1 as enterprises, is_counted, is_here, is_in, coalesce(adjoins and was_counted, false) as was_counted, coalesce(adjoins and was_here, false) as was_here, coalesce(adjoins and was_in, false) as was_in from chain
  union all select until_day, 1, false, false, false, is_counted, is_here, is_in from chain where ends and until_day <= ${moment.day}::date)`
