import { and, asc, inArray, isNull, sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import type { CellCount } from './cell-counts.ts'
import { wrongCells } from './cells.ts'
import { wrongReviews } from './decisions/reviews.ts'
import { wrongLiveCounts } from './live-counts.ts'
import { isKnown } from './moment.ts'
import type { Moment } from './moment.ts'
import { wrongSearchTexts } from './search-texts.ts'
import { wrongSpans } from './spans.ts'
import { cells, legalStatuses, legalTypes, liveCounts, mappingEdits, valueMappings } from './tables.ts'
import type { View } from './rendering.ts'
import type { MappingRow } from './value-mapping.ts'

export type { CellCount, DayCell } from './cell-counts.ts'
export { countCellsAt, isOfCells, listCells, sumCells } from './cell-counts.ts'
export type { Counted, Dimension } from './counting.ts'
export { AGE_BANDS, countBy, DIMENSIONS } from './counting.ts'
export { countFilledFields, RECORD_FIELDS } from './completeness.ts'
export { codeKind, isEnterpriseCode } from './enterprise-code.ts'
export type { Diff, ProvinceDiff } from './diff.ts'
export { findByCode } from './lookup.ts'
export type { EnterpriseFilter } from './filter.ts'
export type { Flow, FlowFilter, Period, PeriodFlows } from './flows.ts'
export { FLOWS, listFlows, PERIODS } from './flows.ts'
export type { Moment } from './moment.ts'
export { isKnown, versionsAt } from './moment.ts'
export type { View } from './rendering.ts'
export { enterpriseCells, enterpriseJson, withNames } from './rendering.ts'
export type { RelationKind } from './relations/kinds.ts'
export { RELATION_KINDS } from './relations/kinds.ts'
export type { AdoptedRuleSet } from './rules/adopted.ts'
export { listAdoptedRuleSets } from './rules/adopted.ts'
export { proposalOf, scopeOf } from './rules/proposal.ts'
export type { UnitKind } from './units/kinds.ts'
export type { MappingRow, RawValue, ValueMapping } from './value-mapping.ts'
export { createValueMapping, mappingKey } from './value-mapping.ts'

/** How an enterprise stands now, by what its current version says; undefined where nobody ever told of it. */
export async function findStanding (db: Database, code: string): Promise<{ version: number, presence: string, province: string, isDeclared: boolean } | undefined> {
  const { rows: [found] } = await db.execute<{ version: number, presence: string, province: string, isDeclared: boolean }>(sql`
    select v.version, v.presence, v.province_code as province, v.run_id is null as "isDeclared" from enterprise_versions v where v.is_current and v.code = ${code}`)
  return found
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
  const { rows: [found] } = await db.execute<{ cells: number, live: number, spans: number, texts: number, reviews: number, several: number, events: number, head: number, gaps: number }>(sql`
    select
      (select count(*)::int from (${wrongCells()}) w) as cells,
      (select count(*)::int from (${wrongLiveCounts()}) w) as live,
      (select count(*)::int from (${wrongSpans()}) w) as spans,
      (select count(*)::int from (${wrongSearchTexts()}) w) as texts,
      (select count(*)::int from (${wrongReviews()}) w) as reviews,
      (select count(*)::int from (select from enterprise_versions group by code having count(*) filter (where is_current) <> 1) c) as several,
      (select count(distinct position)::int from (select position from events union all select position from enterprise_versions where has_event) p) as events,
      (select position from register_head) as head,
      (select count(*)::int from (select first_position, lag(last_position, 1, 0::bigint) over (order by last_position) as before from blocks) b where first_position <> before + 1) as gaps`)
  const { cells, live, spans, texts, reviews, several, events, head, gaps } = found!
  return [
    ...cells > 0 ? [`${cells} summary counts differ from the versions.`] : [],
    ...live > 0 ? [`The enterprises of ${live} provinces are not as many as the versions say.`] : [],
    ...spans > 0 ? [`${spans} spans of enterprises, or sums of them, are not what the versions say.`] : [],
    ...texts > 0 ? [`${texts} texts, names or words of the search are not what the versions say.`] : [],
    ...reviews > 0 ? [`${reviews} entries of the review queue are not what the versions say.`] : [],
    ...several > 0 ? [`${several} enterprises have no current version, or several.`] : [],
    ...events !== head ? [`There are ${events} events for ${head} positions.`] : [],
    ...gaps > 0 ? [`${gaps} blocks do not follow the one before.`] : [],
  ]
}

/** Plain rows, so that they can go to a thread. What operators made of a value goes before the shipped mapping. As known at a moment, or now. */
export async function loadMappingRows (db: Database, moment: Pick<Moment, 'knownAt'> = {}): Promise<MappingRow[]> {
  const shipped = await db.select().from(valueMappings).where(isKnown('value_mappings', moment))
  const edited = await db.select().from(mappingEdits).where(isKnown('mapping_edits', moment))
  return [...shipped, ...edited.flatMap(({ list, rawValue, code }) => code === null ? [] : [{ list, rawValue, code }])]
    .map(({ list, rawValue, code }) => ({ list, rawValue, code }))
}

export const listLegalStatuses = (db: Database) => db.select().from(legalStatuses).where(isNull(legalStatuses.recordedTo)).orderBy(asc(legalStatuses.id))
export const listLegalTypes = (db: Database) => db.select().from(legalTypes).where(isNull(legalTypes.recordedTo)).orderBy(asc(legalTypes.id))

/** What the codes of a list are called, as known at a moment. */
export async function listNames (db: Database, list: 'legal_statuses' | 'legal_types', view: View): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.execute<{ code: string, name: string }>(sql`
    select code, ${sql.raw(view.language === 'vi' ? 'name' : 'name_en')} as name from ${sql.raw(list)} where ${isKnown(list, view)}`)
  return new Map(rows.map(({ code, name }) => [code, name]))
}
