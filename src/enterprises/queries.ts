import type { SQL } from 'drizzle-orm'
import { and, asc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import type { Division } from '../localities/queries.ts'
import { isCommune, isProvince } from '../localities/queries.ts'
import { communes, provinces } from '../localities/tables.ts'
import { wrongCells } from './cells.ts'
import { wrongLiveCounts } from './live-counts.ts'
import { wrongSearchTexts } from './search-texts.ts'
import { cells, enterpriseVersions as versions, legalStatuses, legalTypes, liveCounts, mappingEdits, valueMappings } from './tables.ts'
import type { MappingRow } from './value-mapping.ts'

export { codeKind, isEnterpriseCode } from './enterprise-code.ts'
export type { Diff, ProvinceDiff } from './diff.ts'
export type { MappingRow, RawValue, ValueMapping } from './value-mapping.ts'
export { createValueMapping, mappingKey } from './value-mapping.ts'

/** The category that holds on a day; null where a candidacy has lapsed. */
const categoryOn = (day: Day) => sql<string | null>`
  case when ${versions.categoryTurnsOn} is null or ${versions.categoryTurnsOn} > ${day}::date then ${versions.categoryBefore} else ${versions.categoryAfter} end`

const isServed = and(eq(versions.isCurrent, true), isNotNull(versions.basis), eq(versions.presence, 'present'))

export interface EnterpriseFilter {
  division: Division
  province?: string | undefined
  commune?: string | undefined
  category?: string[] | undefined
  status: string[]
  basis: string[]
  ownership?: string[] | undefined
  industry?: string | undefined
  q?: string | undefined
}

export type EnterpriseRow = Awaited<ReturnType<typeof listEnterprises>>[number]

const searchDocument = sql`search_document(${versions.name} || ' ' || coalesce(${versions.foreignName}, '') || ' ' || coalesce(${versions.shortName}, ''))`

/** All words of `q`, in any order, the last one as a beginning; a code finds its enterprise. */
function matches (q: string): SQL {
  const digits = q.replace(/[\s.-]/g, '')
  if (/^\d{3,10}$/.test(digits)) return sql`${versions.code} like ${`${digits}%`}`
  return sql`${searchDocument} @@ search_query(${q})`
}

/** Conditions on current versions that are served. */
export function where (filter: EnterpriseFilter, day: Day) {
  return and(
    isServed,
    sql`${categoryOn(day)} is not null`,
    inArray(versions.status, filter.status),
    inArray(versions.basis, filter.basis),
    filter.category && inArray(categoryOn(day), filter.category),
    filter.ownership && inArray(versions.ownership, filter.ownership),
    filter.province ? eq(filter.division === '2025' ? versions.provinceCode : versions.oldProvinceCode, filter.province) : undefined,
    filter.commune ? eq(versions.communeCode, filter.commune) : undefined,
    filter.industry ? sql`exists (select 1 from unnest(${versions.industries}) code where starts_with(code, ${filter.industry}))` : undefined,
    filter.q ? matches(filter.q) : undefined,
  )
}

/** Current versions with the names of their codes, places as they were called on the day. */
function selectEnterprises (db: Database, division: Division, day: Day) {
  const provinceCode = division === '2025' ? versions.provinceCode : versions.oldProvinceCode
  return db.select({
    ...columns(day),
    provinceCode: provinceCode as typeof versions.oldProvinceCode,
    province: { name: provinces.name, nameEn: provinces.nameEn, type: provinces.type },
    commune: { name: communes.name, nameEn: communes.nameEn, type: communes.type },
    statusNames: { name: legalStatuses.name, nameEn: legalStatuses.nameEn },
    legalTypeNames: { name: legalTypes.name, nameEn: legalTypes.nameEn },
  }).from(versions)
    .leftJoin(provinces, isProvince(provinceCode, division, day))
    .leftJoin(communes, isCommune(versions.communeCode, day))
    .leftJoin(legalStatuses, and(eq(legalStatuses.code, versions.status), isNull(legalStatuses.recordedTo)))
    .leftJoin(legalTypes, and(eq(legalTypes.code, versions.legalType), isNull(legalTypes.recordedTo)))
}

const columns = (day: Day) => ({
  code: versions.code,
  name: versions.name,
  foreignName: versions.foreignName,
  shortName: versions.shortName,
  status: versions.status,
  legalType: versions.legalType,
  ownership: versions.ownership,
  foreignSharePercent: versions.foreignSharePercent,
  charterCapitalVnd: versions.charterCapitalVnd,
  category: categoryOn(day),
  basis: versions.basis,
  communeCode: versions.communeCode,
  address: versions.address,
  registeredOn: versions.registeredOn,
  validFrom: versions.validFrom,
  vsic: versions.vsic,
  industries: versions.industries,
  hasMainIndustry: versions.hasMainIndustry,
  categoryBefore: versions.categoryBefore,
  categoryAfter: versions.categoryAfter,
  categoryTurnsOn: versions.categoryTurnsOn,
  categoryCodes: versions.categoryCodes,
  ruleSet: versions.ruleSet,
  version: versions.version,
  position: versions.position,
  presence: versions.presence,
})

/** Enterprises by code, behind `after`. */
export const listEnterprises = (db: Database, filter: EnterpriseFilter, day: Day, { after, limit }: { after: string | undefined, limit: number }) =>
  selectEnterprises(db, filter.division, day)
    .where(and(where(filter, day), after ? gt(versions.code, after) : undefined))
    .orderBy(asc(versions.code)).limit(limit)

export async function countEnterprises (db: Database, filter: EnterpriseFilter, day: Day): Promise<number> {
  const [row] = await db.select({ n: sql<number>`count(*)::int` }).from(versions).where(where(filter, day))
  return row!.n
}

/** The current version; its `basis` is null where the enterprise is known to the feed but not served. */
export async function findEnterprise (db: Database, code: string, division: Division, day: Day): Promise<EnterpriseRow | undefined> {
  const [row] = await selectEnterprises(db, division, day).where(and(eq(versions.code, code), eq(versions.isCurrent, true)))
  return row
}

export interface CellCount {
  provinceCode: string
  oldProvinceCode: string
  category: string
  basis: string
  enterprises: number
}

/** Counts on a day from the summary cells; `oldProvinceCode` is '' where the province of 2004 is open. */
export const countCells = async (db: Database, day: Day, filter: { status: string[], basis: string[], ownership?: string[] | undefined }): Promise<CellCount[]> =>
  await db.select({
    provinceCode: cells.provinceCode,
    oldProvinceCode: cells.oldProvinceCode,
    category: cells.category,
    basis: cells.basis,
    enterprises: sql<number>`sum(${cells.enterprises})::int`,
  }).from(cells)
    .where(and(
      sql`${cells.day} <= ${day}::date`,
      inArray(cells.status, filter.status),
      inArray(cells.basis, filter.basis),
      filter.ownership && inArray(cells.ownership, filter.ownership),
    ))
    .groupBy(cells.provinceCode, cells.oldProvinceCode, cells.category, cells.basis)
    .having(sql`sum(${cells.enterprises}) <> 0`)

/** How many enterprises the feed has told of, served or not, and how many have a status or type without mapping. */
export async function countKnown (db: Database) {
  const [row] = await db.select({
    known: sql<number>`coalesce(sum(${liveCounts.enterprises}), 0)::int`,
    served: sql<number>`coalesce(sum(${liveCounts.served}), 0)::int`,
    unknownStatus: sql<number>`coalesce(sum(${liveCounts.unknownStatus}), 0)::int`,
    unknownLegalType: sql<number>`coalesce(sum(${liveCounts.unknownLegalType}), 0)::int`,
    withoutCommune: sql<number>`coalesce(sum(${liveCounts.withoutCommune}), 0)::int`,
  }).from(liveCounts)
  return row!
}

/** What is wrong with the counts and positions of the register, in words; nothing where all is well. */
export async function findFaults (db: Database): Promise<string[]> {
  const { rows: [found] } = await db.execute<{ cells: number, live: number, texts: number, several: number, events: number, head: number, gaps: number }>(sql`
    select
      (select count(*)::int from (${wrongCells()}) w) as cells,
      (select count(*)::int from (${wrongLiveCounts()}) w) as live,
      (select count(*)::int from (${wrongSearchTexts()}) w) as texts,
      (select count(*)::int from (select from enterprise_versions group by code having count(*) filter (where is_current) <> 1) c) as several,
      (select count(distinct position)::int from (select position from events union all select position from enterprise_versions where has_event) p) as events,
      (select position from register_head) as head,
      (select count(*)::int from (select first_position, lag(last_position, 1, 0::bigint) over (order by last_position) as before from blocks) b where first_position <> before + 1) as gaps`)
  const { cells, live, texts, several, events, head, gaps } = found!
  return [
    ...cells > 0 ? [`${cells} summary counts differ from the versions.`] : [],
    ...live > 0 ? [`The enterprises of ${live} provinces are not as many as the versions say.`] : [],
    ...texts > 0 ? [`${texts} texts, names or words of the search are not what the versions say.`] : [],
    ...several > 0 ? [`${several} enterprises have no current version, or several.`] : [],
    ...events !== head ? [`There are ${events} events for ${head} positions.`] : [],
    ...gaps > 0 ? [`${gaps} blocks do not follow the one before.`] : [],
  ]
}

/** Plain rows, so that they can go to a thread. What operators made of a value goes before the shipped mapping. */
export async function loadMappingRows (db: Database): Promise<MappingRow[]> {
  const shipped = await db.select().from(valueMappings).where(isNull(valueMappings.recordedTo))
  const edited = await db.select().from(mappingEdits).where(isNull(mappingEdits.recordedTo))
  return [...shipped, ...edited.flatMap(({ list, rawValue, code }) => code === null ? [] : [{ list, rawValue, code }])]
    .map(({ list, rawValue, code }) => ({ list, rawValue, code }))
}

export const listLegalStatuses = (db: Database) => db.select().from(legalStatuses).where(isNull(legalStatuses.recordedTo)).orderBy(asc(legalStatuses.id))
export const listLegalTypes = (db: Database) => db.select().from(legalTypes).where(isNull(legalTypes.recordedTo)).orderBy(asc(legalTypes.id))
