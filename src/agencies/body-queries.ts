import type { SQL } from 'drizzle-orm'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import type { Language } from '../http/language.ts'
import { agencies } from './tables.ts'

/** For which day and as known when; the present where no position is named. */
export interface View { day: Day, knownAt?: number | undefined, language: Language }

/** Whether a row with recorded time was known then, by its alias. */
export function isKnown (alias: string, { knownAt }: Pick<View, 'knownAt'>): SQL {
  const row = sql.raw(alias)
  return knownAt === undefined ? sql`${row}.recorded_to is null` : sql`(${row}.recorded_from <= ${knownAt} and (${row}.recorded_to is null or ${row}.recorded_to > ${knownAt}))`
}

const isValid = (alias: string, day: Day): SQL => {
  const row = sql.raw(alias)
  return sql`coalesce(${row}.valid_from <= ${day}::date, true) and coalesce(${row}.valid_to >= ${day}::date, true)`
}

export const nameIn = (alias: string, language: Language): SQL => sql.raw(`${alias}.${language === 'vi' ? 'name' : 'name_en'}`)

/**
 * What queries about bodies begin with: `known_successions`, and `goes_on` with the bodies (`code`) that took over from a body (`origin`) by the
 * day, wholly and step by step, and have not ended themselves.
 */
export const successionsAt = (view: View): SQL => sql`
  known_successions as (select * from agency_successions s where ${isKnown('s', view)}),
  taken_over as (select predecessor, successor from known_successions where extent = 'whole' and takes_over_on <= ${view.day}::date),
  chain (origin, code) as (
    select predecessor, successor from taken_over union select c.origin, t.successor from chain c join taken_over t on t.predecessor = c.code
  ),
  goes_on as (select origin, array_agg(code order by code) as codes from chain c where not exists (select from taken_over t where t.predecessor = c.code) group by origin)`

/** The name of a body: as on the day, or the one nearest before it, or its first. */
export const agencyName = (code: SQL, day: SQL, view: View): SQL => sql`(
  select ${nameIn('n', view.language)} from agencies n where n.code = ${code} and ${isKnown('n', view)}
  order by (coalesce(n.valid_from <= ${day}, true)) desc, case when coalesce(n.valid_from <= ${day}, true) then n.valid_from end desc nulls last, n.valid_from limit 1)`

/** In SQL, behind `successionsAt`: the bodies in which one goes on that day: itself while it is there, else who took over from it. */
export const goesOn = (code: SQL, view: View): SQL => sql`case
  when exists (select from agencies a where a.code = ${code} and ${isKnown('a', view)} and coalesce(a.valid_to >= ${view.day}::date, true)) then array[${code}]
  else coalesce((select g.codes from goes_on g where g.origin = ${code}), '{}') end`

const linksOf = (own: string, other: string, view: View): SQL => sql`coalesce((
  select json_agg(json_build_object('code', s.${sql.raw(other)}, 'name', ${agencyName(sql.raw(`s.${other}`), sql`${view.day}::date`, view)}, 'takesOverOn', s.takes_over_on, 'extent', s.extent, 'act', s.act, 'note', s.note)
    order by s.takes_over_on, s.${sql.raw(other)})
  from known_successions s where s.${sql.raw(own)} = a.code), '[]')`

export interface AgencyLink { code: string, name: string, takesOverOn: Day, extent: 'whole' | 'part', act: string, note: string | null }
export interface AgencyRow extends Record<string, unknown> {
  code: string
  name: string
  kind: string
  level: string
  parent: string | null
  province: string | null
  oldProvince: string | null
  validFrom: Day | null
  validTo: Day | null
  act: string | null
  note: string | null
  predecessors: AgencyLink[]
  successors: AgencyLink[]
  now: string[]
}

export interface AgencyFilter {
  q?: string | undefined
  kind?: string | undefined
  level?: string | undefined
  parent?: string | undefined
  province?: string | undefined
  division: '2004' | '2025'
  all?: boolean | undefined
}

const columns = (view: View): SQL => sql`
  a.code, ${nameIn('a', view.language)} as name, a.kind, a.level, a.parent, a.province_code as province, a.old_province_code as "oldProvince", a.valid_from as "validFrom", a.valid_to as "validTo",
  a.act, a.note, ${linksOf('successor', 'predecessor', view)} as predecessors, ${linksOf('predecessor', 'successor', view)} as successors,
  case when ${isValid('a', view.day)} then array[a.code] else coalesce((select g.codes from goes_on g where g.origin = a.code), '{}') end as now`

const conditionsOf = ({ q, kind, level, parent, province, division, all = false }: AgencyFilter, view: View): SQL => sql.join([
  isKnown('a', view),
  ...all ? [] : [isValid('a', view.day)],
  ...q === undefined ? [] : [sql`(position(fold(${q}) in fold(a.name)) > 0 or position(fold(${q}) in fold(a.name_en)) > 0)`],
  ...kind === undefined ? [] : [sql`a.kind = ${kind}`],
  ...level === undefined ? [] : [sql`a.level = ${level}`],
  ...parent === undefined ? [] : [sql`a.parent = ${parent}`],
  ...province === undefined ? [] : [sql`${sql.raw(division === '2025' ? 'a.province_code' : 'a.old_province_code')} = ${province}`],
], sql` and `)

/** Where a page goes on: behind this row. */
export interface After { code: string, from: string }

/** Bodies in the order of their codes, each under its names of the time asked for. */
export async function listAgencies (db: Database, filter: AgencyFilter, view: View, { after, limit }: { after?: After | undefined, limit?: number | undefined } = {}): Promise<AgencyRow[]> {
  const behind = after === undefined ? sql`` : sql`and (a.code, coalesce(a.valid_from, '-infinity')) > (${after.code}, ${after.from}::date)`
  const { rows } = await db.execute<AgencyRow>(sql`
    with recursive ${successionsAt(view)}
    select ${columns(view)} from agencies a where ${conditionsOf(filter, view)} ${behind}
    order by a.code, a.valid_from nulls first ${limit === undefined ? sql`` : sql`limit ${limit}`}`)
  return rows
}

export async function countAgencies (db: Database, filter: AgencyFilter, view: View): Promise<number> {
  const { rows: [row] } = await db.execute<{ n: number }>(sql`select count(*)::int as n from agencies a where ${conditionsOf(filter, view)}`)
  return row!.n
}

/** A body as it was called on the day, or last before it; undefined where it had not begun, or is unknown. */
export async function findAgency (db: Database, code: string, view: View): Promise<AgencyRow | undefined> {
  const { rows: [row] } = await db.execute<AgencyRow>(sql`
    with recursive ${successionsAt(view)}
    select ${columns(view)} from agencies a where a.code = ${code} and ${isKnown('a', view)} and coalesce(a.valid_from <= ${view.day}::date, true)
    order by a.valid_from desc nulls last limit 1`)
  return row
}

export interface Body { code: string, kind: string, level: string, provinceCode: string | null, oldProvinceCode: string | null, validFrom: Day | null, validTo: Day | null }

/** In quotes, since `null` may be a code as well. */
const asArray = (codes: readonly string[]): string => `{${codes.map((code) => `"${code}"`).join(',')}}`

/** Bodies by code, from their first day to their last, whatever they were called; those that are unknown are not among them. */
export async function findBodies (db: Database, codes: readonly string[]): Promise<Map<string, Body>> {
  const { rows } = await db.execute<Body & Record<string, unknown>>(sql`
    select code, min(kind) as kind, min(level) as level, max(province_code) as "provinceCode", max(old_province_code) as "oldProvinceCode",
      case when bool_or(valid_from is null) then null else min(valid_from) end as "validFrom", case when bool_or(valid_to is null) then null else max(valid_to) end as "validTo"
    from agencies where recorded_to is null and code = any(${asArray(codes)}::text[]) group by code`)
  return new Map(rows.map((row) => [row.code, row]))
}

/** In which bodies each of these goes on on a day: in itself while it is there, else in who took over; in none where it ended and nobody did. */
export async function followBodies (db: Database, codes: readonly string[], day: Day): Promise<Map<string, string[]>> {
  const view: View = { day, language: 'vi' }
  const { rows } = await db.execute<{ code: string, now: string[] }>(sql`
    with recursive ${successionsAt(view)}
    select c.code, ${goesOn(sql`c.code`, view)} as now from unnest(${asArray(codes)}::text[]) c (code)`)
  return new Map(rows.map(({ code, now }) => [code, now]))
}

export interface NamedBody { code: string, name: string, nameEn: string, kind: string, provinceCode: string | null, oldProvinceCode: string | null }

/** Bodies in the order of their codes, as they were called on a day or last before it; those that had not begun are not among them. */
export async function nameBodies (db: Database, codes: readonly string[], day: Day): Promise<NamedBody[]> {
  const { rows } = await db.execute<NamedBody & Record<string, unknown>>(sql`
    select distinct on (code) code, name, name_en as "nameEn", kind, province_code as "provinceCode", old_province_code as "oldProvinceCode" from agencies
    where recorded_to is null and code = any(${asArray(codes)}::text[]) and coalesce(valid_from <= ${day}::date, true)
    order by code, valid_from desc nulls last`)
  return rows
}

/** Whether a body is another one itself, or one that it is part of, step by step. */
export async function isAbove (db: Database, code: string, other: string): Promise<boolean> {
  const { rows } = await db.execute(sql`
    with recursive above (code) as (
      select ${other}::text union select a.parent from above join agencies a on a.code = above.code where a.recorded_to is null and a.parent is not null
    )
    select code from above where code = ${code}`)
  return rows.length > 0
}

/** A body that officers have added, or that is shipped. */
export async function findOwnRow (db: Database, code: string) {
  const [row] = await db.select().from(agencies).where(and(eq(agencies.code, code), isNull(agencies.recordedTo))).limit(1)
  return row
}
