import { sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { listTenants } from '../recognition/queries.ts'
import type { Cell } from '../surveys/queries.ts'
import { suppress, together } from '../surveys/queries.ts'
import type { Figure, Returned, Told } from './figures.ts'
import { MEASURES } from './figures.ts'

/** Who was in which zone on a day, of those who returned a year: in one of its own province where in several, then in the first by code. */
const tenancy = (year: number, tenants: object[]) => sql`
  select distinct on (r.enterprise) r.enterprise, t.zone from annual_returns r
  join json_to_recordset(${JSON.stringify(tenants)}::json) t (enterprise text, zone text, province text) on t.enterprise = r.enterprise
  where r.year = ${year} and r.replaced_at is null order by r.enterprise, (t.province is not distinct from r.province_code) desc, t.zone`

/** What enterprises tell of a year, added up by province, and apart where they were in a zone on a day. Of nothing (0) nothing is told. */
async function sumTold (db: Database, year: number, day: Day): Promise<{ told: Told[], returned: Returned[] }> {
  const tenants = await listTenants(db, day)
  const { rows } = await db.execute<Omit<Told, 'measure'> & { measure: Told['measure'] | 'returned' } & Record<string, unknown>>(sql`
    with tenancy as (${tenancy(year, tenants)}),
    told as (
      select r.enterprise, r.province_code as province, m.measure, m.key, m.for_year, m.value from annual_returns r
      cross join lateral jsonb_to_record(r.told) o ("revenueVnd" numeric, "exportVnd" numeric, "researchVnd" numeric, markets jsonb, presence jsonb, staff jsonb, sought jsonb)
      cross join lateral (
        select 'returned' as measure, null as key, null::int as for_year, 1::numeric as value
        union all select 'revenue', null, null, o."revenueVnd"
        union all select 'exports', null, null, o."exportVnd"
        union all select 'research', null, null, o."researchVnd"
        union all select 'markets', c, null, 1 from jsonb_array_elements_text(o.markets) c
        union all select * from (select distinct 'presence', p->>'country', null::int, 1::numeric from jsonb_array_elements(o.presence) p) p
        union all select 'staff', s.skill, null, s.people from jsonb_to_recordset(o.staff) s (skill text, people numeric)
        union all select 'sought', s.skill, s.year, s.people from jsonb_to_recordset(o.sought) s (skill text, year int, people numeric)
      ) m where r.year = ${year} and r.replaced_at is null and m.value > 0
    )
    select t.measure, t.key, t.for_year as "forYear", t.province, z.zone, count(*)::int as respondents, sum(t.value)::float8 as sum, max(t.value)::float8 as largest
    from told t left join tenancy z on z.enterprise = t.enterprise
    group by t.measure, t.key, t.for_year, t.province, z.zone order by array_position(array[${sql.join(MEASURES.map((one) => sql`${one}`), sql`, `)}]::text[], t.measure), t.key, t.for_year, t.province, z.zone`)
  return { told: rows.flatMap(({ measure, ...row }) => measure === 'returned' ? [] : [{ measure, ...row }]), returned: rows.filter(({ measure }) => measure === 'returned') }
}

const ELSEWHERE = ''
/** Measures that count heads: where all tell the same, each is known by it. */
const OF_HEADS: ReadonlySet<string> = new Set(['markets', 'presence'])
const groupBy = <T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(keyOf(row), [...groups.get(keyOf(row)) ?? [], row])
  return groups
}
const headsOf = (rows: readonly { respondents: number }[]) => rows.reduce((sum, one) => sum + one.respondents, 0)

/** Figures of one measure that may be shown: of the nation, of provinces and of zones, less what would tell of single enterprises. */
export function figuresOf (rows: readonly Told[], returned: readonly Returned[]): Figure[] {
  const { measure, key, forYear } = rows[0]!
  const cellOf = (code: string, of: readonly Told[], among: readonly Returned[]): Cell => ({
    key: code, ...together(of.map(({ respondents, sum, largest }) => ({ respondents, size: sum, largest }))), ...OF_HEADS.has(measure) && { others: headsOf(among) - headsOf(of) },
  })
  const byProvince = groupBy(rows, ({ province }) => province)
  const inProvince = (code: string) => returned.filter(({ province }) => province === code)
  const provinces = suppress([...byProvince].map(([code, of]) => cellOf(code, of, inProvince(code))))
  // A zone is a part of its province: what is shown of it must not tell of those elsewhere in it, nor of a province that is hidden.
  const hiddenZones = new Set([...byProvince].flatMap(([province, of]) => {
    const zones = groupBy(of, ({ zone }) => zone ?? ELSEWHERE)
    const { hidden, isTotalHidden } = suppress([...zones].map(([code, members]) => cellOf(code, members, inProvince(province).filter(({ zone }) => (zone ?? ELSEWHERE) === code))))
    return isTotalHidden || provinces.hidden.has(province) ? [...zones.keys()] : [...hidden]
  }))
  const figure = (area: Figure['area'], code: string | null, of: readonly Told[]): Figure => ({ measure, key, forYear, area, code, respondents: headsOf(of), sum: of.reduce((total, { sum }) => total + sum, 0) })
  return [
    ...provinces.isTotalHidden ? [] : [figure('nation', null, rows)],
    ...[...byProvince].flatMap(([code, of]) => provinces.hidden.has(code) ? [] : [figure('province', code, of)]),
    ...[...groupBy(rows.filter(({ zone }) => zone !== null), ({ zone }) => zone!)].flatMap(([code, of]) => hiddenZones.has(code) ? [] : [figure('zone', code, of)]),
  ]
}

/** All figures of a year that may be shown, measure by measure. What is hidden looks as what nobody told. */
export async function makeFigures (db: Database, year: number): Promise<Figure[]> {
  const { told, returned } = await sumTold(db, year, `${year}-12-31`)
  return [...groupBy(told, ({ measure, key, forYear }) => `${measure} ${key} ${forYear}`).values()].flatMap((rows) => figuresOf(rows, returned))
}
