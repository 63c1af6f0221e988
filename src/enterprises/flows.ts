import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { readTexts, statementOf } from '../db/statement.ts'
import type { EnterpriseFilter } from './filter.ts'
import { meetsBeside, placeIn } from './filter.ts'
import type { Moment } from './moment.ts'
import { lastingVersions } from './moment.ts'

export const PERIODS = ['month', 'quarter', 'year'] as const
export type Period = typeof PERIODS[number]

export const FLOWS = ['births', 'deaths', 'movesIn', 'movesOut', 'categoryIn', 'categoryOut'] as const
export type Flow = typeof FLOWS[number]
/** What came in and went out in a period that begins on `from`. */
export type PeriodFlows = { from: Day } & Record<Flow, number>

/** Of enterprises as the register knows them: what province and category they are of. */
export interface FlowFilter extends Omit<EnterpriseFilter, 'commune' | 'changedafter' | 'among'> {}

/**
 * How the number of enterprises that a filter lets through came about, by periods up to the moment's day. Each enterprise is a row of
 * states, one for each version and one for a category that turns on a day; where two that follow each other differ in whether they
 * are of the set, that is one flow. A move goes before a change of category on the same day.
 */
export async function listFlows (db: Database, moment: Moment, { province, category, ...filter }: FlowFilter, period: Period): Promise<PeriodFlows[]> {
  const ofProvince = province === undefined ? sql`true` : sql`place is not distinct from ${province}`
  const ofCategory = category === undefined ? sql`true` : sql`category = any(${`{${category.join(',')}}`}::text[])`
  const sums: Record<Flow, SQL> = {
    births: sql`is_in and not was_in and not was_counted`,
    deaths: sql`was_in and not is_in and not is_counted`,
    movesIn: sql`is_in and not was_in and was_counted and not was_here`,
    movesOut: sql`was_in and not is_in and is_counted and not is_here`,
    categoryIn: sql`is_in and not was_in and was_counted and was_here`,
    categoryOut: sql`was_in and not is_in and is_counted and is_here`,
  }
  const rows = await readTexts(db, statementOf(sql`
    with versions as materialized (
      select v.code, v.valid_from, v.category_before, v.category_after, v.category_turns_on, ${placeIn(filter.division)} as place, coalesce(${meetsBeside(filter)}, false) as is_counted,
        lead(v.valid_from) over (partition by v.code order by v.valid_from) as next_from
      from ${lastingVersions(moment)} v
    ),
    states as (
      select code, s.day, place, s.category, is_counted and s.category is not null as is_counted, is_counted and s.category is not null and ${ofProvince} and ${ofCategory} as is_in, ${ofProvince} as is_here
      from versions v cross join lateral (values
        (v.valid_from, case when v.category_turns_on is null or v.category_turns_on > v.valid_from then v.category_before else v.category_after end),
        (case when v.category_turns_on > v.valid_from and (v.next_from is null or v.category_turns_on < v.next_from) then v.category_turns_on end, v.category_after)
      ) s (day, category)
      where s.day <= ${moment.day}::date
    ),
    steps as (
      select day, is_in, is_counted, is_here, coalesce(lag(is_in) over before, false) as was_in, coalesce(lag(is_counted) over before, false) as was_counted, coalesce(lag(is_here) over before, false) as was_here
      from states window before as (partition by code order by day)
    )
    select date_trunc(${period}, day)::date, ${sql.join(FLOWS.map((flow) => sql`count(*) filter (where ${sums[flow]})`), sql`, `)}
    from steps where is_in <> was_in group by 1 order by 1`))
  return rows.map(([from, ...counts]) => ({ from: from!, ...Object.fromEntries(FLOWS.map((flow, i) => [flow, Number(counts[i])])) as Record<Flow, number> }))
}
