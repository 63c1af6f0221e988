import type { SQL } from 'drizzle-orm'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { agencies } from '../agencies/tables.ts'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { isKnown } from '../enterprises/queries.ts'
import type { Language } from '../http/language.ts'
import { placeTitleOf, provinceOf } from '../localities/queries.ts'
import { READINESS } from './entry.ts'
import { catalogueFields, digitalTechnologies } from './tables.ts'

export const listTechnologies = (db: Database) => db.select().from(digitalTechnologies).where(isNull(digitalTechnologies.recordedTo)).orderBy(asc(digitalTechnologies.rank))
export const listFields = (db: Database) => db.select().from(catalogueFields).where(isNull(catalogueFields.recordedTo)).orderBy(asc(catalogueFields.rank))

/** How entries are shown: in the names of a day and a language, and to officers with what the public does not see. */
export interface Sight { day: Day, language: Language, isOffice?: boolean }

/** Entries `s`: what they are read from, which ones, and as what. */
export interface Listing { from: SQL, where: SQL, json: SQL }

export const at = (column: string) => sql`to_char(${sql.raw(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const READINESS_IN_SQL = sql`(array[${sql.join(READINESS.map((one) => sql.raw(`'${one}'`)), sql`, `)}])[s.readiness]`
export const provinceJoin = (code: SQL, { day }: Sight) => sql`left join provinces p on ${provinceOf('p', code, '2025', day, isKnown('p', {}))}`

/** The category that holds on a day, of an alias with the three columns. */
export const categoryOn = (alias: string, day: Day): SQL => {
  const of = sql.raw(alias)
  return sql`case when ${of}.category_turns_on is null or ${of}.category_turns_on > ${day}::date then ${of}.category_before else ${of}.category_after end`
}

const PUBLICITY = sql`'contact', s.contact, 'description', s.description, 'descriptionEn', s.description_en, 'publishedAt', ${at('s.published_at')}, 'updatedAt', ${at('s.updated_at')}, 'version', s.version`
const WHAT = sql`'name', s.name, 'nameEn', s.name_en, 'technologies', to_json(s.technologies), 'fields', to_json(s.fields), 'readiness', ${READINESS_IN_SQL}`
const FOR_OFFICE = sql`, 'state', s.state, 'reason', s.reason, 'createdAt', ${at('s.created_at')}, 'withdrawnAt', ${at('s.withdrawn_at')}`

/** Adoptions `a` that were not taken back, of a supply or a demand `s`. */
const adopted = (by: 'supply' | 'demand') => sql`adoptions a where a.${sql.raw(by)} = s.id and a.withdrawn_at is null`
/** Whether an adoption, by its alias, is in use on a day. */
export const isInUse = (alias: string, day: Day): SQL => sql`(${sql.raw(alias)}.used_to is null or ${sql.raw(alias)}.used_to >= ${day}::date)`
const MOST_ADOPTIONS = 100

export const supplyListing = (where: SQL, sight: Sight): Listing => ({
  where,
  from: sql`supplies s join enterprise_versions v on v.code = s.code and v.is_current ${provinceJoin(sql`v.province_code`, sight)}`,
  json: sql`json_build_object('id', s.id, 'enterprise', s.code, 'enterpriseName', v.name, 'province', v.province_code, 'provinceName', ${placeTitleOf('p', sight.language)},
    'category', ${categoryOn('v', sight.day)}, 'basis', v.basis, 'kind', s.kind, ${WHAT}, 'evidence', s.evidence,
    'adoptingAgencies', (select count(distinct a.agency)::int from ${adopted('supply')} and ${isInUse('a', sight.day)}), ${PUBLICITY}${sight.isOffice ? sql`${FOR_OFFICE}, 'standing', s.standing, 'isShown', s.is_shown` : sql``})`,
})

export const demandListing = (where: SQL, sight: Sight): Listing => ({
  where,
  from: sql`demands s ${provinceJoin(sql`s.province_code`, sight)}`,
  json: sql`json_build_object('id', s.id, 'agency', s.agency, 'agencyCode', s.agency_code, 'province', s.province_code, 'provinceName', ${placeTitleOf('p', sight.language)},
    ${WHAT}, 'categories', to_json(s.categories), 'periodFrom', s.period_from, 'periodTo', s.period_to, 'budgetFromVnd', s.budget_from_vnd, 'budgetToVnd', s.budget_to_vnd,
    'adoptions', array(select a.id from ${adopted('demand')} order by a.id desc limit ${MOST_ADOPTIONS}), ${PUBLICITY}${sight.isOffice ? FOR_OFFICE : sql``})`,
})

interface Part { after?: number | undefined, limit?: number | undefined }

/** The newest entries first, as one column of JSON. */
export const selectEntries = ({ from, where, json }: Listing, { after, limit }: Part, order: SQL = sql`s.id desc`): SQL => sql`
  select ${json} as item from ${from} where ${where} ${after === undefined ? sql`` : sql`and s.id < ${after}`} order by ${order} ${limit === undefined ? sql`` : sql`limit ${limit}`}`

export async function readEntries<T> (tx: Database, listing: Listing, part: Part, order?: SQL): Promise<T[]> {
  const { rows } = await tx.execute<{ item: T }>(selectEntries(listing, part, order))
  return rows.map(({ item }) => item)
}

export async function countEntries (tx: Database, { from, where }: Listing): Promise<number> {
  const { rows: [row] } = await tx.execute<{ n: number }>(sql`select count(*)::int as n from ${from} where ${where}`)
  return row!.n
}

/** How an enterprise of a code stands now, for whoever writes of it; undefined where the feed never told of it. */
export async function findStanding (tx: Database, code: string): Promise<{ province: string, presence: string } | undefined> {
  const { rows: [row] } = await tx.execute<{ province: string, presence: string }>(sql`select province_code as province, presence from enterprise_versions where code = ${code} and is_current`)
  return row
}

export const isAgency = async (db: Database, code: string): Promise<boolean> => await db.$count(agencies, and(eq(agencies.code, code), isNull(agencies.recordedTo))) > 0

export const asArray = (codes: string[]) => sql`${`{${codes.join(',')}}`}::text[]`

export interface SupplyFilter { province?: string | undefined, technology?: string[] | undefined, field?: string[] | undefined, readiness?: number | undefined, category?: string[] | undefined, enterprise?: string | undefined, q?: string | undefined }

export const all = (conditions: (SQL | undefined)[]): SQL => sql.join([sql`true`, ...conditions.filter((one) => one !== undefined)], sql` and `)

/** What filters of lists say of rows `s`; several technologies mean any of them. */
const described = ({ technology, field }: Pick<SupplyFilter, 'technology' | 'field'>) => [
  technology && sql`s.technologies && ${asArray(technology)}`,
  field && sql`s.fields && ${asArray(field)}`,
]

/** Words of a question among the folded words of rows `s`; also where the question is written together, or apart. */
const holds = (q: string | undefined): SQL | undefined => q === undefined ? undefined : sql`(
  to_tsvector('pg_catalog.simple', s.found_by) @@ search_query(${q}) or (fold_words(${q}) <> '' and replace(s.found_by, ' ', '') like '%' || replace(fold_words(${q}), ' ', '') || '%'))`

export const meetsSupply = ({ province, readiness, category, enterprise, q, ...filter }: SupplyFilter, day: Day): SQL => all([
  ...described(filter),
  province === undefined ? undefined : sql`s.province_code = ${province}`,
  readiness === undefined ? undefined : sql`s.readiness >= ${readiness}`,
  category && sql`${categoryOn('s', day)} = any(${asArray(category)})`,
  enterprise === undefined ? undefined : sql`s.code = ${enterprise}`,
  holds(q),
])

export interface DemandFilter { province?: string | undefined, technology?: string[] | undefined, field?: string[] | undefined, open?: boolean | undefined, q?: string | undefined }

export const meetsDemand = ({ province, open, q, ...filter }: DemandFilter, day: Day): SQL => all([
  ...described(filter),
  province === undefined ? undefined : sql`s.province_code = ${province}`,
  open === undefined ? undefined : open ? sql`s.period_to >= ${day}::date` : sql`s.period_to < ${day}::date`,
  holds(q),
])

export interface OfficeFilter { provinces: '*' | string[], province: string | undefined, states?: string[] | undefined, shown?: boolean | undefined }

/** Of entries `s` that stand in a place: a supply in that of its enterprise, whose moves the shelf only hears of while the register shows it. */
export const meetsOffice = ({ provinces, province, states, shown }: OfficeFilter, place: SQL): SQL => all([
  provinces === '*' ? undefined : sql`${place} = any(${asArray(provinces)})`,
  province === undefined ? undefined : sql`${place} = ${province}`,
  states && sql`s.state = any(${asArray(states)})`,
  shown === undefined ? undefined : sql`s.is_shown = ${shown}`,
])
