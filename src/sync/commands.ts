import type { SQL } from 'drizzle-orm'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import type { Database } from '../db/client.ts'
import { countStaged, createStaging, dropStaging } from '../enterprises/commands.ts'
import type { Author } from '../journal/audit.ts'
import { isSystem, recordAudit, systemAuthor } from '../journal/audit.ts'
import type { RunState } from './run-state.ts'
import { mayFollow, RUN_STATES, WrongState } from './run-state.ts'
import type { Reject } from './feed-record.ts'
import type { Progress } from './staging.ts'
import { rejects, runs, runTransitions } from './tables.ts'

export type Run = typeof runs.$inferSelect
export type RunRequest = Pick<Run, 'source' | 'kind' | 'mode' | 'scope' | 'cutoff'> &
  { watermark: Date | null, sequenceFrom?: number, sequenceTo?: number, referencePosition?: number }

/** Opens a run with its empty staging tables. */
export async function openRun (db: Database, request: RunRequest, by: Author): Promise<Run> {
  return await db.transaction(async (tx) => {
    const state: RunState = request.mode === 'push' ? 'open' : 'reading'
    const [run] = await tx.insert(runs).values({ ...request, state }).returning()
    await tx.insert(runTransitions).values({ runId: run!.id, from: null, to: state, by: by.label })
    const { source, kind, mode, scope } = request
    await auditRun(tx, by, { id: run!.id, from: null, to: state, after: { source, kind, mode, scope } })
    await createStaging(tx, run!.id)
    return run!
  })
}

export interface Move {
  to: RunState
  by: Author
  reason?: string | null
  /** What else changes with the state. */
  set?: Partial<Record<keyof Run, unknown>>
}

/** Moves a run on, if its state allows it, and records who did it. Holds the run's row until the transaction ends. */
export async function moveRun (tx: Database, runId: number, { to, by, reason = null, set = {} }: Move): Promise<Run> {
  const from = await lockState(tx, runId)
  if (!mayFollow(from, to)) throw new WrongState(from, to)
  const [run] = await tx.update(runs).set({ ...set, state: to } as Partial<Run>).where(eq(runs.id, runId)).returning()
  await tx.insert(runTransitions).values({ runId, from, to, by: by.label, reason })
  const { firstPosition, lastPosition } = run!
  await auditRun(tx, by, { id: runId, from, to, after: { ...reason !== null && { reason }, ...to === 'succeeded' && { firstPosition, lastPosition } } })
  return run!
}

/** What the schedule does by itself is told of where it ends: most readings find nothing. */
async function auditRun (tx: Database, by: Author, { id, from, to, after }: { id: number, from: RunState | null, to: RunState, after: object }): Promise<void> {
  if (isSystem(by) && ['open', 'reading', 'committing'].includes(to)) return
  const action = from === 'held' && to === 'committing' ? 'run.release' : `run.${VERBS[to]}`
  await recordAudit(tx, { by, action, subject: `run/${id}`, before: from && { state: from }, after: { state: to, ...after } })
}

const VERBS: Record<RunState, string> = { reading: 'read', open: 'open', committing: 'commit', held: 'hold', succeeded: 'record', failed: 'fail', reverted: 'revert' }

export async function lockState (tx: Database, runId: number): Promise<RunState> {
  const [run] = await tx.select({ state: runs.state }).from(runs).where(eq(runs.id, runId)).for('update')
  return RUN_STATES.find((state) => state === run?.state) ?? 'failed'
}

/** Takes up a run that was cut off. Its staging tables are unlogged: if a crash of the database emptied them, reading begins anew. */
export async function resumeRun (db: Database, run: Run, referencePosition: number): Promise<Run> {
  return await db.transaction(async (tx) => {
    const isIntact = run.referencePosition === referencePosition && await isStagingIntact(tx, run)
    if (!isIntact) {
      await createStaging(tx, run.id)
      await tx.delete(rejects).where(eq(rejects.runId, run.id))
    }
    const anew = { checkpoint: null, read: 0, rejected: 0, staged: 0, stagedUnits: 0, skipped: {}, unknownFields: {}, filled: {}, placed: {}, referencePosition }
    const set = { failure: null, resumed: run.resumed + 1, ...!isIntact && anew }
    if (run.state !== 'reading') return await moveRun(tx, run.id, { to: 'reading', by: systemAuthor(), reason: 'Taken up again.', set })
    const [resumed] = await tx.update(runs).set(set).where(eq(runs.id, run.id)).returning()
    return resumed!
  })
}

/** Whether the staging tables hold what the run's counts say. */
export async function isStagingIntact (tx: Database, run: Run): Promise<boolean> {
  const found = await countStaged(tx, run.id)
  const skipped = Object.values(run.skipped).reduce((sum, n) => sum + n, 0)
  return found !== null && found.staged === run.staged && found.units === run.stagedUnits && found.seen === run.read - run.staged - run.rejected - skipped
}

const REJECTS_AT_ONCE = 1000

/** How many names a run's counters may hold: those of unknown fields are the sender's to choose. */
const MAX_NAMES = 100

/** A column of counts by name, with more added to it. */
const plus = (column: AnyPgColumn, counts: Record<string, number>): SQL | undefined => Object.keys(counts).length === 0 ? undefined : sql`(
  select coalesce(jsonb_object_agg(name, total), '{}') from (
    select name, sum(n::numeric) as total from (
      select * from jsonb_each_text(${column}) union all select * from jsonb_each_text(${JSON.stringify(counts)}::jsonb)
    ) both_of (name, n) group by name order by total desc, name limit ${MAX_NAMES}
  ) summed)`

const rounded = (timings: Record<string, number>) => Object.fromEntries(Object.entries(timings).map(([stage, ms]) => [stage, Math.round(ms)]))

/** Keeps what could not be read; a statement holds a limited number of parameters. */
export async function saveRejects (tx: Database, runId: number, rows: (Reject & { line: number })[], chunk: number | null = null): Promise<void> {
  for (let i = 0; i < rows.length; i += REJECTS_AT_ONCE) {
    await tx.insert(rejects).values(rows.slice(i, i + REJECTS_AT_ONCE).map(({ line, reason, field, code, record }) => ({ runId, chunk, line, reason, field, code, record: record ?? {} })))
  }
}

/** Marks the rejects that a replay could read: those whose place among the unread ones (`rejectedRecords`) brought no reject again. */
export async function markReplayed (tx: Database, { id: replayId, scope, read }: Run): Promise<void> {
  await tx.execute(sql`
    update rejects r set replayed_in = ${replayId}
    from (select id, row_number() over (order by id) as line from rejects where run_id = ${scope['of']}::bigint and replayed_in is null) asked
    where asked.id = r.id and asked.line <= ${read}
      and not exists (select from rejects again where again.run_id = ${replayId} and again.line = asked.line)`)
}

/** Adds to the run's counts and moves the checkpoint, if the run is still in the state. */
export async function saveProgress (tx: Database, runId: number, progress: Progress, { state, ...moved }: { state: RunState, checkpoint?: unknown }): Promise<void> {
  const saved = await tx.update(runs).set({
    ...moved,
    read: sql`${runs.read} + ${progress.read}`,
    rejected: sql`${runs.rejected} + ${progress.rejected}`,
    staged: sql`${runs.staged} + ${progress.staged}`,
    stagedUnits: sql`${runs.stagedUnits} + ${progress.units}`,
    skipped: plus(runs.skipped, progress.skipped),
    unknownFields: plus(runs.unknownFields, progress.unknownFields),
    filled: plus(runs.filled, progress.filled),
    placed: plus(runs.placed, progress.placed),
    timings: plus(runs.timings, rounded(progress.timings)),
  }).where(and(eq(runs.id, runId), eq(runs.state, state))).returning({ id: runs.id })
  if (saved.length === 0) throw new WrongState(await lockState(tx, runId), 'adding records')
}

/** Why a run stopped; it stays as it is and is taken up again, since the cause may pass. */
export const noteFailure = (db: Database, runId: number, failure: string) =>
  db.update(runs).set({ failure }).where(and(eq(runs.id, runId), inArray(runs.state, ['reading', 'committing'])))

/** Ends a run without recording anything of it. */
export async function abandonRun (db: Database, runId: number, failure: string, by: Author): Promise<Run> {
  return await db.transaction(async (tx) => {
    const run = await moveRun(tx, runId, { to: 'failed', by, reason: failure, set: { finishedAt: new Date(), failure } })
    await dropStaging(tx, runId)
    return run
  })
}
