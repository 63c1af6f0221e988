import { and, asc, desc, eq, gt, inArray, isNull, lt, ne, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Run } from './commands.ts'
import { MIN_RECORDS } from './gates.ts'
import { rejects, runChunks, runs, runTransitions } from './tables.ts'

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

/** Runs that wait for somebody to let them through. */
export const listHeld = (db: Database): Promise<Run[]> => db.select().from(runs).where(eq(runs.state, 'held')).orderBy(asc(runs.id)).limit(100)

/** The sources that have pushed a delta, and those that could. */
export const listPushSources = async (db: Database): Promise<string[]> =>
  (await db.selectDistinct({ source: runs.source }).from(runs).orderBy(asc(runs.source)).limit(100)).map(({ source }) => source)

/** The pushed run whose turn it is. */
export async function findNextCommit (db: Database): Promise<Run | undefined> {
  const [run] = await db.select().from(runs)
    .where(and(inArray(runs.mode, ['push', 'replay']), eq(runs.state, 'committing'))).orderBy(asc(runs.committedAt), asc(runs.id)).limit(1)
  return run
}

/** Up to when the source is read: the next pull begins there. What a reverted pull had read is read again. */
export async function findWatermark (db: Database, source: string): Promise<Date | null> {
  const { rows: [row] } = await db.execute<{ at: string | null }>(sql`
    select least(
      (select max(watermark) from runs where source = ${source} and state = 'succeeded'),
      (select min((r.scope ->> 'from')::timestamptz) from runs r
       where r.source = ${source} and r.mode = 'pull' and r.state = 'reverted' and not exists (
         select from runs s where s.source = r.source and s.mode = 'pull' and s.state = 'succeeded' and s.id > r.id
           and (s.scope ->> 'from')::timestamptz <= (r.scope ->> 'from')::timestamptz))
    ) as at`)
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

/** Whether anything was taken back since: what looked known then may not be any more. */
export async function wasRevertedSince (db: Database, instant: Date): Promise<boolean> {
  const [found] = await db.select({ id: runTransitions.id }).from(runTransitions)
    .where(and(eq(runTransitions.to, 'reverted'), gt(runTransitions.at, instant))).limit(1)
  return found !== undefined
}

/** How many records of the newest large runs of the source had which field. */
export async function findFilledBefore (db: Database, { id, source }: Pick<Run, 'id' | 'source'>): Promise<Record<string, number>> {
  const { rows } = await db.execute<{ field: string, n: number }>(sql`
    select field, sum(n::int)::int as n
    from (select filled from runs where source = ${source} and state = 'succeeded' and id <> ${id} and (filled ->> 'record')::int >= ${MIN_RECORDS} order by id desc limit 10) r,
      jsonb_each_text(r.filled) each_of (field, n)
    group by field`)
  return Object.fromEntries(rows.map(({ field, n }) => [field, n]))
}

/** Newest first. */
export const listRuns = (db: Database, { before, limit }: { before: number | undefined, limit: number }) =>
  db.select().from(runs).where(before === undefined ? undefined : lt(runs.id, before)).orderBy(desc(runs.id)).limit(limit)

export const listTransitions = (db: Database, runId: number) =>
  db.select().from(runTransitions).where(eq(runTransitions.runId, runId)).orderBy(asc(runTransitions.id)).limit(1000)

export const listChunks = (db: Database, runId: number) =>
  db.select().from(runChunks).where(eq(runChunks.runId, runId)).orderBy(asc(runChunks.number))

/** In the order of the feed. */
export const listRejects = (db: Database, runId: number, { after, limit }: { after: number | undefined, limit: number }) =>
  db.select().from(rejects)
    .where(and(eq(rejects.runId, runId), after === undefined ? undefined : gt(rejects.id, after)))
    .orderBy(asc(rejects.id)).limit(limit)

/** Rejects that were not read later on and hold a record to read. */
export const listUnread = (db: Database, runId: number, { after, limit }: { after: number, limit: number }) =>
  db.select().from(rejects)
    .where(and(eq(rejects.runId, runId), isNull(rejects.replayedIn), gt(rejects.id, after)))
    .orderBy(asc(rejects.id)).limit(limit)
