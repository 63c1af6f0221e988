import { and, asc, desc, eq } from 'drizzle-orm'
import { isKnownAt } from '../db/columns.ts'
import type { Database } from '../db/client.ts'
import { countFilledFields, RECORD_FIELDS } from '../enterprises/queries.ts'
import { findPosition } from '../journal/queries.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import type { Cube } from '../statistics/queries.ts'
import { countByLocality, loadCube } from '../statistics/queries.ts'
import type { CriteriaSet, YearFigures } from './figures.ts'
import type { Supplied } from './indicators.ts'
import type { Criterion } from './score.ts'
import { criteria, criteriaSets, draftedCriteria, rankings, suppliedValues } from './tables.ts'

const BASE = 'registered-2024'
const STATUS = ['active']
const BASIS = ['confirmed', 'derived']

export const lastDayOf = (year: number): string => `${year}-12-31`

/** Sets as known at a position, or now: what is shipped, then what officers drafted or adopted. */
export async function listCriteriaSets (db: Database, knownAt?: number): Promise<CriteriaSet[]> {
  const shipped = await db.select().from(criteriaSets).where(isKnownAt(criteriaSets, knownAt)).orderBy(asc(criteriaSets.code))
  const parts = await db.select().from(criteria).where(isKnownAt(criteria, knownAt)).orderBy(asc(criteria.setCode), asc(criteria.rank))
  const drafted = await db.select().from(draftedCriteria).where(isKnownAt(draftedCriteria, knownAt)).orderBy(asc(draftedCriteria.code))
  return [
    ...shipped.map((set) => {
      const own = parts.filter(({ setCode }) => setCode === set.code)
      // A criterion that changes makes another set, whatever row of it is told.
      return { ...aboutOf(set), criteria: own.map(criterionOf), position: Math.max(set.recordedFrom, ...own.map(({ recordedFrom }) => recordedFrom)) }
    }),
    ...drafted.map((set) => ({ ...aboutOf(set), criteria: set.criteria, position: set.recordedFrom })),
  ]
}

const aboutOf = ({ code, title, titleEn, status, source, ties }: Pick<CriteriaSet, 'code' | 'title' | 'titleEn' | 'status' | 'source'> & { ties: string }) =>
  ({ code, title, titleEn, status, source, ties: ties as CriteriaSet['ties'] })

const criterionOf = ({ code, indicator, weight, direction, normalisation, target, missing }: typeof criteria.$inferSelect): Criterion => ({
  code, indicator, weight: Number(weight), direction: direction as Criterion['direction'], normalisation: normalisation as Criterion['normalisation'],
  target: target === null ? null : Number(target), missing: missing as Criterion['missing'],
})

export const findCriteriaSet = async (db: Database, code: string, knownAt?: number): Promise<CriteriaSet | undefined> =>
  (await listCriteriaSets(db, knownAt)).find((set) => set.code === code)

export const isShipped = async (db: Database, code: string): Promise<boolean> =>
  await db.$count(criteriaSets, eq(criteriaSets.code, code)) > 0

export type SuppliedRow = typeof suppliedValues.$inferSelect

export const listSupplied = (db: Database, { indicator, year, knownAt }: { indicator?: string, year?: number, knownAt?: number | undefined } = {}): Promise<SuppliedRow[]> =>
  db.select().from(suppliedValues).where(and(
    isKnownAt(suppliedValues, knownAt), indicator === undefined ? undefined : eq(suppliedValues.indicator, indicator), year === undefined ? undefined : eq(suppliedValues.year, year),
  )).orderBy(asc(suppliedValues.indicator), asc(suppliedValues.year))

const suppliedOf = ({ indicator, name, nameEn, unit, source, recordedFrom, values }: SuppliedRow): Supplied =>
  ({ indicator, name, nameEn, unit, source, position: recordedFrom, values })

/** All figures of a year as known at a position, or now; `asOf` earlier than its last day for a year that has not ended. */
export const readYear = (db: Database, { year, asOf = lastDayOf(year), position }: { year: number, asOf?: string, position?: number }): Promise<YearFigures> =>
  atOnePosition(db, async (tx) => {
    const knownAt = position ?? await findPosition(tx)
    const cube = await loadCube(tx, { day: asOf, knownAt }, knownAt)
    const before = await loadCube(tx, { day: lastDayOf(year - 1), knownAt }, knownAt)
    const filled = await countFilledFields(tx, { day: asOf, knownAt }, { division: '2025', status: STATUS, basis: BASIS })
    const base = cube.bases.find(({ code }) => code === BASE)
    return {
      year, asOf, position: knownAt, knownAt: cube.recorded.recordedAt?.toISOString() ?? null, sourceReadAt: cube.recorded.sourceReadAt?.toISOString() ?? null,
      ruleSet: cube.ruleSet?.version ?? null, basis: BASIS, status: STATUS, populationBase: base ? { code: base.code, asOf: base.asOf, source: base.source } : null,
      localities: cube.provinces['2025'].map(({ code, name, nameEn }) => ({ code, name, nameEn })),
      counts: countsOf(cube, before, filled),
      supplied: (await listSupplied(tx, { year, knownAt })).map(suppliedOf),
    }
  })

function countsOf (cube: Cube, before: Cube, filled: Awaited<ReturnType<typeof countFilledFields>>): YearFigures['counts'] {
  const count = (one: Cube, basis: string[]) => countByLocality(one, { division: '2025', base: BASE, filter: { status: STATUS, basis } }).localities
  const byCode = <T extends { code: string }>(rows: T[]) => new Map(rows.map((row) => [row.code, row]))
  const [earlier, confirmed, fields] = [byCode(count(before, BASIS)), byCode(count(cube, ['confirmed'])), new Map(filled.map((row) => [row.province, row]))]
  return count(cube, BASIS).map(({ code, total, iii, iv, population }) => ({
    code, enterprises: total, yearBefore: earlier.get(code)?.total ?? 0, iii, iv, confirmed: confirmed.get(code)?.total ?? 0, population,
    filled: fields.get(code)?.filled ?? 0, fields: (fields.get(code)?.enterprises ?? 0) * RECORD_FIELDS,
  }))
}

export type RankingRow = typeof rankings.$inferSelect

export const listRankings = (db: Database) =>
  db.select({
    year: rankings.year, edition: rankings.edition, set: rankings.set, status: rankings.status, asOf: rankings.asOf, position: rankings.position,
    inputsSha256: rankings.inputsSha256, sha256: rankings.sha256, publishedAt: rankings.publishedAt,
  }).from(rankings).orderBy(desc(rankings.year), desc(rankings.edition))
export type RankingItem = Awaited<ReturnType<typeof listRankings>>[number]

/** An edition of a year's ranking, or the newest one. */
export async function findRanking (db: Database, year: number, edition?: number): Promise<RankingRow | undefined> {
  const [row] = await db.select().from(rankings)
    .where(and(eq(rankings.year, year), edition === undefined ? undefined : eq(rankings.edition, edition))).orderBy(desc(rankings.edition)).limit(1)
  return row
}
