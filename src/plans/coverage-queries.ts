import { sql } from 'drizzle-orm'
import type { View } from '../agencies/queries.ts'
import { isKnown, nameIn, successionsAt } from '../agencies/queries.ts'
import type { Database } from '../db/client.ts'
import { placeTitleOf } from '../localities/queries.ts'

export interface CoverageRow extends Record<string, unknown> {
  level: 'locality' | 'sector'
  code: string
  name: string
  coverage: 'own' | 'predecessors' | 'some-predecessors' | 'none'
  plans: string[]
}

/** Every locality of 2025 and every ministry of the day with the plans that it has for a period, or that those have which it was made of. */
export async function listCoverage (db: Database, period: string, view: View): Promise<CoverageRow[]> {
  const { rows } = await db.execute<CoverageRow>(sql`
    with recursive ${successionsAt(view)},
    owners as (
      select 'locality' as level, v.code, ${placeTitleOf('v', view.language)} as name, array(select s.old_code from province_successions s where s.new_code = v.code and ${isKnown('s', view)}) as origins
      from provinces v where v.division = '2025' and ${isKnown('v', view)} and v.valid_from <= greatest(${view.day}::date, '2025-07-01') and coalesce(v.valid_to >= greatest(${view.day}::date, '2025-07-01'), true)
      union all
      select 'sector', a.code, ${nameIn('a', view.language)}, array(select g.origin from goes_on g where a.code = any(g.codes) and exists (select from agencies o where o.code = g.origin and o.kind = 'ministry'))
      from agencies a where a.kind = 'ministry' and a.level = 'central' and ${isKnown('a', view)} and coalesce(a.valid_from <= ${view.day}::date, true) and coalesce(a.valid_to >= ${view.day}::date, true)
    ), of_period as (select * from plans p where p.period = ${period} and ${isKnown('p', view)}),
    found as (
      select o.level, o.code, o.name, cardinality(o.origins) as origins,
        coalesce(array_agg(p.code order by p.code) filter (where p.code is not null), '{}') as plans,
        coalesce(bool_or(case o.level when 'sector' then p.agency = o.code else p.division = '2025' end), false) as has_own,
        count(distinct case o.level when 'sector' then p.agency else p.province_code end) filter (where case o.level when 'sector' then p.agency = any(o.origins) else p.division = '2004' end)::int as covered
      from owners o left join of_period p on p.level = o.level and case o.level
        when 'sector' then p.agency = o.code or p.agency = any(o.origins)
        else (p.division = '2025' and p.province_code = o.code) or (p.division = '2004' and p.province_code = any(o.origins)) end
      group by o.level, o.code, o.name, o.origins
    )
    select level, code, name, plans, case when has_own then 'own' when covered = 0 then 'none' when covered < origins then 'some-predecessors' else 'predecessors' end as coverage
    from found order by level, code`)
  return rows
}
