import { isDeepStrictEqual } from 'node:util'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Seen } from '../http/precondition.ts'
import type { Author } from '../journal/audit.ts'
import { recordPublication } from '../journal/publications.ts'
import type { Collection, Software } from './collections.ts'
import type { OpenSourceList, RecognitionRow } from './queries.ts'
import { findRecognition, listOpenSource, listParents } from './queries.ts'
import { openSourceLists, recognitions } from './tables.ts'

/** Thrown where a code is another locality's, or national, and not the writer's to change. */
export class NotYours extends Error {
  override name = 'NotYours'
}

/** Thrown where a zone would belong to none that there is, or to itself. */
export class NoSuchParent extends Error {
  override name = 'NoSuchParent'
}

/** Thrown where something is not as the writer has seen it. */
export class HasChanged extends Error {
  override name = 'HasChanged'
}

export type RecognitionRequest = Omit<RecognitionRow, 'origin' | 'recordedFrom'>

/** Enters something, or enters it anew: the form of before stays known at the positions before. The same again changes nothing. */
export const enterRecognition = (db: Database, collection: Collection, request: RecognitionRequest, by: Author, seen?: Seen): Promise<RecognitionRow> =>
  db.transaction(async (tx) => {
    await recordPublication(tx, { by, action: 'recognition.enter', subject: `${collection}/${request.code}` }, async (position) => {
      // Under the writer's lock: of two who put zones into each other at once, one sees what the other did.
      if (request.parent !== null && isNoParent(await listParents(tx), request.code, request.parent)) throw new NoSuchParent(request.parent)
      const known = await findRecognition(tx, collection, request.code)
      if (known && known.provinceCode !== request.provinceCode) throw new NotYours(request.code)
      if (seen && !(known && seen(known.recordedFrom))) throw new HasChanged(request.code)
      const { origin, recordedFrom: _from, ...before } = known ?? { origin: undefined, recordedFrom: 0 }
      if (origin === 'officers' && isDeepStrictEqual(before, { ...request })) return undefined
      await tx.update(recognitions).set({ recordedTo: position }).where(and(eq(recognitions.collection, collection), eq(recognitions.code, request.code), isNull(recognitions.recordedTo)))
      await tx.insert(recognitions).values({ ...request, collection, setAt: sql`clock_timestamp()`, recordedFrom: position })
      return { detail: { code: request.code }, before: known ? before : null, after: request, result: undefined }
    })
    return (await findRecognition(tx, collection, request.code))!
  })

/** Whether a zone has no such parent, or would belong to itself. */
function isNoParent (parents: ReadonlyMap<string, string | null>, own: string, parent: string): boolean {
  if (!parents.has(parent)) return true
  const seen = new Set([own])
  for (let next: string | null = parent; next !== null; next = parents.get(next) ?? null) {
    if (seen.has(next)) return true
    seen.add(next)
  }
  return false
}

export interface ListRequest { title: string, recommendedBy: string, document: string, items: Software[] }

/** Publishes the next version of the recommended list; those before stay as they are. */
export const publishOpenSource = (db: Database, request: ListRequest, by: Author): Promise<OpenSourceList> =>
  db.transaction(async (tx) => (await recordPublication(tx, { by, action: 'open-source.publish', subject: 'open-source' }, async (recordedFrom) => {
    const version = ((await listOpenSource(tx))[0]?.version ?? 0) + 1
    const [row] = await tx.insert(openSourceLists).values({ ...request, version, publishedAt: sql`clock_timestamp()`, recordedFrom }).returning()
    return { detail: { rows: request.items.length }, after: { version, ...request }, result: row! }
  }))!)
