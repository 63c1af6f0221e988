import { and, asc, desc, inArray, isNotNull, lte } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { blocks, registerHead, seedEditions } from './tables.ts'

/** The last position given out; 0 while nothing is recorded. */
export async function findPosition (db: Database): Promise<number> {
  const [head] = await db.select({ position: registerHead.position }).from(registerHead)
  return head?.position ?? 0
}

/** The last position recorded at or before an instant: what the register knew then. 0 before its first block. */
export async function findBlockAt (db: Database, instant: Date): Promise<number> {
  const [block] = await db.select({ position: blocks.lastPosition }).from(blocks)
    .where(lte(blocks.recordedAt, instant)).orderBy(desc(blocks.recordedAt), desc(blocks.lastPosition)).limit(1)
  return block?.position ?? 0
}

/** The last position of the last block that was complete at a position. 0 before the first block. */
export async function findBlockOf (db: Database, position: number): Promise<number> {
  const [block] = await db.select({ position: blocks.lastPosition }).from(blocks)
    .where(lte(blocks.lastPosition, position)).orderBy(desc(blocks.lastPosition)).limit(1)
  return block?.position ?? 0
}

/** When a position was recorded, and up to when the source had been read by then; null before the first block or run. */
export async function findProvenance (db: Database, position: number): Promise<{ recordedAt: Date | null, sourceReadAt: Date | null }> {
  const [block] = await db.select({ at: blocks.recordedAt }).from(blocks)
    .where(lte(blocks.lastPosition, position)).orderBy(desc(blocks.lastPosition)).limit(1)
  const [read] = await db.select({ at: blocks.sourceReadAt }).from(blocks)
    .where(and(lte(blocks.lastPosition, position), isNotNull(blocks.sourceReadAt))).orderBy(desc(blocks.lastPosition)).limit(1)
  return { recordedAt: block?.at ?? null, sourceReadAt: read?.at ?? null }
}

/** The last change of reference data, of what raw values mean or of the rules in force; 0 before the first. Records are read with what holds then. */
export async function findReferencePosition (db: Database): Promise<number> {
  const [block] = await db.select({ position: blocks.lastPosition }).from(blocks)
    .where(inArray(blocks.kind, ['reference-data', 'mapping', 'rules'])).orderBy(desc(blocks.lastPosition)).limit(1)
  return block?.position ?? 0
}

/** The newest edition of each seed file, in file order. */
export const listSeedEditions = (db: Database) =>
  db.selectDistinctOn([seedEditions.file], { file: seedEditions.file, sha256: seedEditions.sha256, rows: seedEditions.rows, position: seedEditions.position })
    .from(seedEditions).orderBy(asc(seedEditions.file), desc(seedEditions.position))
