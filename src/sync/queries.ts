import { and, asc, desc, eq, gt, inArray, isNotNull, lt, ne, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Run } from './commands.ts'
import { rejects, runs } from './tables.ts'

/** A run of this source that was begun and neither recorded nor given up. */
export async function findUnfinishedRun (db: Database, source: string, mode: string): Promise<Run | undefined> {
  const [run] = await db.select().from(runs)
    .where(and(eq(runs.source, source), eq(runs.mode, mode), inArray(runs.state, ['reading', 'committing'])))
    .orderBy(asc(runs.id)).limit(1)
  return run
}

/** The feeds that have a run here which is not given up. */
export const listSources = async (db: Database): Promise<string[]> =>
  (await db.selectDistinct({ source: runs.source }).from(runs).where(ne(runs.state, 'failed'))).map(({ source }) => source)

/** Any run of any source that is going on, or was cut off. */
export async function findUnfinished (db: Database): Promise<Run | undefined> {
  const [run] = await db.select().from(runs).where(inArray(runs.state, ['reading', 'committing'])).limit(1)
  return run
}

/** Up to when the source is read: the next pull begins there. */
export async function findWatermark (db: Database, source: string): Promise<Date | null> {
  const [row] = await db.select({ at: sql<string | null>`max(${runs.watermark})` }).from(runs)
    .where(and(eq(runs.source, source), eq(runs.state, 'succeeded'), isNotNull(runs.watermark)))
  return row?.at ? new Date(row.at) : null
}

export async function findRun (db: Database, id: number): Promise<Run | undefined> {
  const [run] = await db.select().from(runs).where(eq(runs.id, id))
  return run
}

export async function findLastRun (db: Database): Promise<Run | undefined> {
  const [run] = await db.select().from(runs).where(eq(runs.state, 'succeeded')).orderBy(desc(runs.id)).limit(1)
  return run
}

/** Newest first. */
export const listRuns = (db: Database, { before, limit }: { before: number | undefined, limit: number }) =>
  db.select().from(runs).where(before === undefined ? undefined : lt(runs.id, before)).orderBy(desc(runs.id)).limit(limit)

/** In the order of the feed. */
export const listRejects = (db: Database, runId: number, { after, limit }: { after: number | undefined, limit: number }) =>
  db.select().from(rejects)
    .where(and(eq(rejects.runId, runId), after === undefined ? undefined : gt(rejects.id, after)))
    .orderBy(asc(rejects.id)).limit(limit)
