import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Author } from '../journal/audit.ts'
import { canonicalJson, sha256Of } from '../journal/canonical.ts'
import { recordPublication } from '../journal/publications.ts'
import type { Figures } from './figures.ts'
import { differencesBetween } from './figures.ts'
import type { EditionRow } from './queries.ts'
import { findLatest, lastDayOf, readFigures } from './queries.ts'
import { editions } from './tables.ts'

/** Thrown where there is an edition of the month already, or none that could be corrected, or nothing to correct. */
export class NoEdition extends Error {
  override name = 'NoEdition'
  readonly why: 'published' | 'unpublished' | 'unchanged'
  constructor (why: NoEdition['why']) {
    super(why)
    this.why = why
  }
}

interface Request { period: string, reason?: string | undefined }

/** The document of an edition: its figures, and of a correction what it corrects, why, and what it says otherwise. */
export function documentOf ({ period, reason }: Request, figures: Figures, earlier?: Pick<EditionRow, 'code' | 'number' | 'document'>) {
  const number = (earlier?.number ?? 0) + 1
  const code = number === 1 ? period : `${period}-${number}`
  const { edition: _edition, period: _period, corrects: _corrects, ...old } = (earlier ? JSON.parse(earlier.document) : {}) as Figures & Record<string, unknown>
  const differences = earlier ? differencesBetween(old as unknown as Figures, figures) : []
  const corrects = earlier ? { edition: earlier.code, reason: reason ?? null, differences } : null
  return { code, number, differences, document: canonicalJson({ edition: code, period, corrects, ...figures }) }
}

/** Freezes the figures of a month as the register knows them now. They are read before the writer's lock: their position is theirs for good. */
export async function publishEdition (db: Database, request: Request, by: Author): Promise<EditionRow> {
  const figures = await readFigures(db, request.period)
  return await db.transaction(async (tx) => {
    const published = await recordPublication(tx, { by, action: 'edition.publish', subject: `edition/${request.period}` }, async (recordedFrom) => {
      const earlier = await findLatest(tx, request.period)
      if (earlier && request.reason === undefined) throw new NoEdition('published')
      if (!earlier && request.reason !== undefined) throw new NoEdition('unpublished')
      const { code, number, differences, document } = documentOf(request, figures, earlier)
      if (earlier && differences.length === 0) throw new NoEdition('unchanged')
      const sha256 = sha256Of(document)
      const [row] = await tx.insert(editions).values({
        code, period: request.period, number, corrects: earlier?.code ?? null, asOf: lastDayOf(request.period), position: figures.position, ruleSet: figures.ruleSet!,
        document, sha256, publishedAt: sql`clock_timestamp()`, recordedFrom,
      }).returning()
      return { detail: { sha256, code }, after: { code, position: figures.position, sha256, reason: request.reason ?? null }, result: row! }
    })
    return published!
  })
}
