import { desc, lte } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { blocks, registerHead } from './tables.ts'

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
