import { isDeepStrictEqual } from 'node:util'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Author } from '../journal/audit.ts'
import { canonicalJson, sha256Of } from '../journal/canonical.ts'
import { recordPublication } from '../journal/publications.ts'
import type { CriteriaSet, Ranking, YearFigures } from './figures.ts'
import { composeInputs, composeRanking, missingOf } from './figures.ts'
import type { RankingRow, SuppliedRow } from './queries.ts'
import { findCriteriaSet, findRanking, isShipped, lastDayOf, listSupplied, readYear } from './queries.ts'
import { draftedCriteria, rankings, suppliedValues } from './tables.ts'

export type Refusal = 'shipped' | 'no-set' | 'no-values' | 'published' | 'unpublished' | 'unchanged'

/** Thrown for what the register's state does not allow; `about` names what is missing. */
export class NotRankable extends Error {
  override name = 'NotRankable'
  readonly why: Refusal
  readonly about: string
  constructor (why: Refusal, about = '') {
    super(`${why} ${about}`.trim())
    this.why = why
    this.about = about
  }
}

export type SetRequest = Omit<CriteriaSet, 'position'>

/** Drafts or adopts a set of criteria. The one before stays known at the positions before; the same again changes nothing. */
export const setCriteria = (db: Database, request: SetRequest, by: Author): Promise<CriteriaSet> =>
  db.transaction(async (tx) => {
    if (await isShipped(tx, request.code)) throw new NotRankable('shipped', request.code)
    await recordPublication(tx, { by, action: 'criteria.set', subject: `criteria/${request.code}` }, async (position) => {
      const { position: _position, ...before } = await findCriteriaSet(tx, request.code) ?? { position: 0 }
      if (isDeepStrictEqual(before, request)) return undefined
      await tx.update(draftedCriteria).set({ recordedTo: position }).where(and(eq(draftedCriteria.code, request.code), isNull(draftedCriteria.recordedTo)))
      await tx.insert(draftedCriteria).values({ ...request, criteria: [...request.criteria], setAt: sql`clock_timestamp()`, recordedFrom: position })
      return { detail: { rows: request.criteria.length }, before: 'code' in before ? before : null, after: request, result: undefined }
    })
    return (await findCriteriaSet(tx, request.code))!
  })

export type ValuesRequest = Pick<SuppliedRow, 'indicator' | 'year' | 'name' | 'nameEn' | 'unit' | 'source' | 'values'>

/** Sets the values that officers supply for a year. */
export const supplyValues = (db: Database, request: ValuesRequest, by: Author): Promise<SuppliedRow> =>
  db.transaction(async (tx) => {
    const { indicator, year } = request
    await recordPublication(tx, { by, action: 'indicator.supply', subject: `indicator/${indicator}/${year}` }, async (position) => {
      const [known] = await listSupplied(tx, { indicator, year })
      const before = known ? { indicator, year, name: known.name, nameEn: known.nameEn, unit: known.unit, source: known.source, values: known.values } : null
      if (isDeepStrictEqual(before, request)) return undefined
      await tx.update(suppliedValues).set({ recordedTo: position })
        .where(and(eq(suppliedValues.indicator, indicator), eq(suppliedValues.year, year), isNull(suppliedValues.recordedTo)))
      await tx.insert(suppliedValues).values({ ...request, setAt: sql`clock_timestamp()`, recordedFrom: position })
      return { detail: { rows: Object.keys(request.values).length }, before, after: request, result: undefined }
    })
    const [row] = await listSupplied(tx, { indicator, year })
    return row!
  })

interface Request { year: number, set: string, reason?: string | undefined }

/** The two documents of a ranking, in the bytes that are kept. */
export function documentsOf (set: CriteriaSet, figures: YearFigures, reason?: string, earlier?: Pick<RankingRow, 'edition' | 'document'>) {
  const edition = (earlier?.edition ?? 0) + 1
  const made = composeInputs(set, edition, figures)
  const inputs = canonicalJson(made)
  const inputsSha256 = sha256Of(inputs)
  const ranking = composeRanking(made, inputsSha256, null)
  const old = earlier && JSON.parse(earlier.document) as Ranking
  const ranks = new Map(old?.localities.map(({ code, rank }) => [code, rank]))
  const moves = ranking.localities.flatMap(({ code, rank }) => ranks.get(code) === rank ? [] : [{ code, was: ranks.get(code) ?? null, is: rank }])
  const corrects = old ? { edition: old.edition, reason: reason ?? '', moves } : null
  const isSame = old !== undefined && canonicalJson(old.localities) === canonicalJson(ranking.localities)
  return { edition, inputs, inputsSha256, document: canonicalJson({ ...ranking, corrects }), isSame }
}

/** Freezes the ranking of a year with all that it is made of, as the register knows it now. */
export async function publishRanking (db: Database, { year, set: code, reason }: Request, by: Author): Promise<RankingRow> {
  const figures = await readYear(db, { year })
  const set = await findCriteriaSet(db, code, figures.position)
  if (!set) throw new NotRankable('no-set', code)
  const missing = missingOf(set, figures)
  if (missing.length > 0) throw new NotRankable('no-values', missing.join(', '))
  return await db.transaction(async (tx) => {
    const published = await recordPublication(tx, { by, action: 'ranking.publish', subject: `ranking/${year}` }, async (recordedFrom) => {
      const earlier = await findRanking(tx, year)
      if (earlier && reason === undefined) throw new NotRankable('published')
      if (!earlier && reason !== undefined) throw new NotRankable('unpublished')
      const { edition, inputs, inputsSha256, document, isSame } = documentsOf(set, figures, reason, earlier)
      if (isSame) throw new NotRankable('unchanged')
      const sha256 = sha256Of(document)
      const [row] = await tx.insert(rankings).values({
        year, edition, set: code, status: set.status, asOf: lastDayOf(year), position: figures.position, inputs, inputsSha256, document, sha256, publishedAt: sql`clock_timestamp()`, recordedFrom,
      }).returning()
      return { detail: { sha256, code }, after: { year, edition, set: code, position: figures.position, sha256, reason: reason ?? null }, result: row! }
    })
    return published!
  })
}
