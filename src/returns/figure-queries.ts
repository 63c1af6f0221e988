import { sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { listTenants } from '../recognition/queries.ts'
import type { Cell } from '../surveys/queries.ts'
import { suppress, together } from '../surveys/queries.ts'
import type { Figure, Told } from './figures.ts'

/** What enterprises tell of a year, added up by province, and apart where they were in a zone on a day: in the first by code where in several. */
async function sumTold (db: Database, year: number, day: Day): Promise<Told[]> {
  const tenants = await listTenants(db, day)
  const { rows } = await db.execute<Told & Record<string, unknown>>(sql`
    with tenancy as (select t.enterprise, min(t.zone) as zone from json_to_recordset(${JSON.stringify(tenants)}::json) t (enterprise text, zone text) group by 1),
    told as (
      select r.enterprise, r.province_code as province, m.measure, m.key, m.for_year, m.value from annual_returns r
      cross join lateral jsonb_to_record(r.told) o ("revenueVnd" numeric, "exportVnd" numeric, "researchVnd" numeric, markets jsonb, presence jsonb, staff jsonb, sought jsonb)
      cross join lateral (
        select 'revenue' as measure, null as key, null::int as for_year, o."revenueVnd" as value
        union all select 'exports', null, null, o."exportVnd"
        union all select 'research', null, null, o."researchVnd"
        union all select 'markets', c, null, 1 from jsonb_array_elements_text(o.markets) c
        union all select * from (select distinct 'presence', p->>'country', null::int, 1::numeric from jsonb_array_elements(o.presence) p) p
        union all select 'staff', s.skill, null, s.people from jsonb_to_recordset(o.staff) s (skill text, people numeric)
        union all select 'sought', s.skill, s.year, s.people from jsonb_to_recordset(o.sought) s (skill text, year int, people numeric)
      ) m where r.year = ${year} and r.replaced_at is null and m.value is not null
    )
    select t.measure, t.key, t.for_year as "forYear", t.province, z.zone, count(*)::int as respondents, sum(t.value)::float8 as sum, max(t.value)::float8 as largest
    from told t left join tenancy z on z.enterprise = t.enterprise
    group by t.measure, t.key, t.for_year, t.province, z.zone order by array_position(array['revenue', 'exports', 'research', 'markets', 'presence', 'staff', 'sought'], t.measure), t.key, t.for_year, t.province, z.zone`)
  return rows
}

const ELSEWHERE = ''
const cell = (key: string, rows: readonly Told[]): Cell => ({ key, ...together(rows.map(({ respondents, sum, largest }) => ({ respondents, size: sum, largest }))) })
const groupBy = <T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(keyOf(row), [...groups.get(keyOf(row)) ?? [], row])
  return groups
}

/** Figures of one measure: those of the nation, of provinces and of zones, less what would tell of single enterprises. */
export function figuresOf (rows: readonly Told[]): Figure[] {
  const { measure, key, forYear } = rows[0]!
  const byProvince = groupBy(rows, ({ province }) => province)
  const provinces = suppress([...byProvince].map(([code, of]) => cell(code, of)))
  // A zone is a part of its province: what is shown of it must not tell of those elsewhere in it, nor of a province that is hidden.
  const hiddenZones = new Set([...byProvince].flatMap(([province, of]) => {
    const zones = groupBy(of, ({ zone }) => zone ?? ELSEWHERE)
    const { hidden, isTotalHidden } = suppress([...zones].map(([code, members]) => cell(code, members)))
    return isTotalHidden || provinces.hidden.has(province) ? [...zones.keys()] : [...hidden]
  }))
  const figure = (area: Figure['area'], code: string | null, of: readonly Told[], isSuppressed: boolean): Figure => {
    const { respondents, size } = cell('', of)
    return { measure, key, forYear, area, code, isSuppressed, respondents: isSuppressed ? null : respondents, sum: isSuppressed ? null : size }
  }
  return [
    figure('nation', null, rows, provinces.isTotalHidden),
    ...[...byProvince].map(([code, of]) => figure('province', code, of, provinces.hidden.has(code))),
    ...[...groupBy(rows.filter(({ zone }) => zone !== null), ({ zone }) => zone!)].map(([code, of]) => figure('zone', code, of, hiddenZones.has(code))),
  ]
}

/** All figures of a year, measure by measure. Where nobody told anything there is none. */
export const makeFigures = async (db: Database, year: number): Promise<Figure[]> =>
  [...groupBy(await sumTold(db, year, `${year}-12-31`), ({ measure, key, forYear }) => `${measure} ${key} ${forYear}`).values()].flatMap(figuresOf)
