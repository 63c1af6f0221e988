import { eq, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Recorded } from '../enterprises/commands.ts'
import { createStaging, recordVersions } from '../enterprises/commands.ts'
import type { StagedBatch } from './staged-batch.ts'
import { stagingTable } from './staged-batch.ts'
import { rejects, runs } from './tables.ts'

export type Run = typeof runs.$inferSelect
export type RunRequest = Pick<Run, 'source' | 'kind' | 'mode' | 'scope'> & { watermark: Date }

/** Opens a run with its empty staging table. */
export async function openRun (db: Database, request: RunRequest): Promise<Run> {
  return await db.transaction(async (tx) => {
    const [run] = await tx.insert(runs).values({ ...request, state: 'reading' }).returning()
    await createStaging(tx, stagingTable(run!.id))
    return run!
  })
}

/**
 * Takes up a run that was cut off. Its staging table is unlogged: if a crash of the database emptied it, reading
 * begins anew.
 */
export async function resumeRun (db: Database, run: Run): Promise<Run> {
  return await db.transaction(async (tx) => {
    const { rows: [found] } = await tx.execute<{ exists: boolean }>(sql`select to_regclass(${`staging.run_${run.id}`}) is not null as exists`)
    const staged = found!.exists ? (await tx.execute<{ n: number }>(sql`select count(*)::int as n from ${stagingTable(run.id)}`)).rows[0]!.n : -1
    const isIntact = staged === run.staged
    if (!isIntact) {
      await createStaging(tx, stagingTable(run.id))
      await tx.delete(rejects).where(eq(rejects.runId, run.id))
    }
    const [resumed] = await tx.update(runs).set({
      state: 'reading',
      failure: null,
      resumed: run.resumed + 1,
      ...!isIntact && { checkpoint: null, read: 0, rejected: 0, staged: 0, skipped: {} },
    }).where(eq(runs.id, run.id)).returning()
    return resumed!
  })
}

/** Adds a batch to the run's counts, keeps its rejects, moves the checkpoint. */
export async function saveProgress (tx: Database, runId: number, batch: StagedBatch): Promise<void> {
  if (batch.rejects.length > 0) {
    await tx.insert(rejects).values(batch.rejects.map(({ line, reason, field, code, record }) => ({ runId, line, reason, field, code, record: record ?? {} })))
  }
  const skipped = Object.entries(batch.skipped).reduce((counts, [reason, n]) =>
    sql`${counts} || jsonb_build_object(${reason}::text, coalesce((${runs.skipped} ->> ${reason})::int, 0) + ${n}::int)`, sql`${runs.skipped}`)
  await tx.update(runs).set({
    read: sql`${runs.read} + ${batch.read}`,
    rejected: sql`${runs.rejected} + ${batch.rejects.length}`,
    staged: sql`${runs.staged} + ${batch.rows.length}`,
    skipped,
    checkpoint: batch.checkpoint,
  }).where(eq(runs.id, runId))
}

export const markCommitting = (db: Database, runId: number) =>
  db.update(runs).set({ state: 'committing' }).where(eq(runs.id, runId))

/** The whole of a run becomes part of the register, or nothing of it. */
export async function commitRun (db: Database, { id: runId, watermark: sourceReadAt }: Run, observedOn: string, timings: Record<string, number>): Promise<Run> {
  return await db.transaction(async (tx) => {
    const began = Date.now()
    const recorded: Recorded = await recordVersions(tx, { staging: stagingTable(runId), runId, observedOn, sourceReadAt })
    await tx.execute(sql`drop table ${stagingTable(runId)}`)
    const [run] = await tx.update(runs).set({
      state: 'succeeded',
      new: recorded.new,
      changed: recorded.changed,
      unchanged: recorded.unchanged,
      ...recorded.duplicate > 0 && { skipped: sql`${runs.skipped} || jsonb_build_object('duplicate', coalesce((${runs.skipped} ->> 'duplicate')::int, 0) + ${recorded.duplicate}::int)` },
      firstPosition: recorded.first,
      lastPosition: recorded.last,
      finishedAt: new Date(),
      timings: { ...timings, record: Date.now() - began },
    }).where(eq(runs.id, runId)).returning()
    return run!
  })
}

/** Why a run stopped; it stays as it is and is taken up again, since the cause may pass. */
export const noteFailure = (db: Database, runId: number, failure: string) =>
  db.update(runs).set({ failure }).where(eq(runs.id, runId))

/** Ends a run without recording anything of it. */
export async function abandonRun (db: Database, runId: number, failure: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`drop table if exists ${stagingTable(runId)}`)
    await tx.update(runs).set({ state: 'failed', finishedAt: new Date(), failure }).where(eq(runs.id, runId))
  })
}
