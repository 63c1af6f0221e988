import { and, desc, eq, gte, lte } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import { addDays, startOf } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { createStaging } from '../enterprises/commands.ts'
import type { Author } from '../journal/audit.ts'
import { findReferencePosition } from '../journal/queries.ts'
import type { Run } from './commands.ts'
import { isStagingIntact, lockState, moveRun, openRun } from './commands.ts'
import { findRun, listChunks, listSources } from './queries.ts'
import { WrongState } from './run-state.ts'
import type { Gap } from './sequence.ts'
import { findExpected, findGap } from './sequence.ts'
import { rejects, runChunks, runs } from './tables.ts'

export interface PushRequest {
  kind: 'full' | 'delta'
  source: string
  sequence?: { from: number, to: number } | undefined
  /** Of a full file: the last day that it tells of. */
  cutoff?: Day | undefined
}

/** Thrown for a delta that leaves out numbers of its source. */
export class SequenceGap extends Error {
  override name = 'SequenceGap'
  readonly gap: Gap

  constructor (gap: Gap) {
    super(`Expected ${gap.expected}, received ${gap.received}.`)
    this.gap = gap
  }
}

/** Thrown for a commit before all chunks are there. */
export class MissingChunks extends Error {
  override name = 'MissingChunks'
  readonly numbers: number[]

  constructor (numbers: number[]) {
    super(`${numbers.length} chunks are missing.`)
    this.numbers = numbers
  }
}

/** Thrown where made-up enterprises and real ones would meet. */
export class MixedPush extends Error {
  override name = 'MixedPush'
}

const MADE_UP = 'sandbox'
/** How many missing chunks are named. */
const NAMED = 100
const UNDER_WAY = ['open', 'committing', 'held']

/** Opens a run to be filled by chunks. A delta that is in the register already is not opened again: the run that brought it is answered. */
export async function openPush (db: Database, { kind, source, sequence, cutoff }: PushRequest, by: Author): Promise<{ run: Run, isDuplicate: boolean }> {
  const others = await listSources(db)
  if (others.some((other) => (other === MADE_UP) !== (source === MADE_UP))) throw new MixedPush()
  if (sequence) {
    const expected = await findExpected(db, source, UNDER_WAY)
    const inForce = await findExpected(db, source)
    const before = sequence.to < inForce ? await findBearer(db, source, sequence) : undefined
    if (before) return { run: before, isDuplicate: true }
    if (sequence.from > expected) throw new SequenceGap({ expected, received: sequence.from })
  }
  const run = await openRun(db, {
    kind, source, mode: 'push', cutoff: cutoff ?? null,
    scope: { ...sequence && { from: String(sequence.from), to: String(sequence.to) }, ...cutoff && { cutoff } },
    // The days of a full file need not be pulled again; what a delta's numbers mean in time, nobody says.
    watermark: cutoff ? startOf(addDays(cutoff, 1)) : null,
    ...sequence && { sequenceFrom: sequence.from, sequenceTo: sequence.to },
    referencePosition: await findReferencePosition(db),
  }, by)
  return { run, isDuplicate: false }
}

/** The newest run in force that holds the last of the numbers. */
async function findBearer (db: Database, source: string, { to }: { to: number }): Promise<Run | undefined> {
  const [run] = await db.select().from(runs)
    .where(and(eq(runs.source, source), eq(runs.mode, 'push'), eq(runs.state, 'succeeded'), lte(runs.sequenceFrom, to), gte(runs.sequenceTo, to)))
    .orderBy(desc(runs.id)).limit(1)
  return run
}

/** Throws unless all chunks up to the highest, or up to the number that the sender says, have arrived whole. */
async function checkChunks (tx: Database, run: Run, announced: number | undefined): Promise<void> {
  const present = new Set((await listChunks(tx, run.id)).map(({ number }) => number))
  const least = run.kind === 'full' ? 1 : 0
  const last = Math.max(announced ?? least, Number(run.scope['chunks'] ?? 0), ...present)
  const missing: number[] = []
  for (let number = 1; number <= last && missing.length < NAMED; number++) if (!present.has(number)) missing.push(number)
  if (missing.length > 0) throw new MissingChunks(missing)
}

/** What a crash of the database took has to be sent again: the run is as it was when it was opened, but knows how many chunks there were. */
async function forgetLostChunks (db: Database, { id }: Run): Promise<void> {
  await db.transaction(async (tx) => {
    if (await lockState(tx, id) !== 'open') return
    const run = (await findRun(tx, id))!
    if (await isStagingIntact(tx, run)) return
    const chunks = Math.max(Number(run.scope['chunks'] ?? 0), ...(await listChunks(tx, id)).map(({ number }) => number))
    await createStaging(tx, id)
    await tx.delete(runChunks).where(eq(runChunks.runId, id))
    await tx.delete(rejects).where(eq(rejects.runId, id))
    const anew = { read: 0, rejected: 0, staged: 0, stagedUnits: 0, skipped: {}, unknownFields: {}, filled: {}, placed: {}, timings: {} }
    await tx.update(runs).set({ ...anew, scope: { ...run.scope, chunks: String(chunks) } }).where(eq(runs.id, id))
  })
}

/** Throws unless the run is open, whole and next in its source's sequence, or behind runs that wait before it. */
export async function checkComplete (db: Database, runId: number, chunks: number | undefined): Promise<Run> {
  const run = (await findRun(db, runId))!
  if (run.state !== 'open') throw new WrongState(run.state as 'held', 'a commit')
  await forgetLostChunks(db, run)
  await checkChunks(db, run, chunks)
  return (await findRun(db, runId))!
}

/** Asks for the commit: the run then waits for its turn. A run whose commit was asked for already stays as it is. */
export async function requestCommit (db: Database, runId: number, chunks: number | undefined, { now, by }: { now: () => Date, by: Author }): Promise<Run> {
  const found = (await findRun(db, runId))!
  if (['committing', 'held', 'succeeded'].includes(found.state)) return found
  await checkComplete(db, runId, chunks)
  return await db.transaction(async (tx) => {
    const state = await lockState(tx, runId)
    if (state !== 'open') throw new WrongState(state, 'a commit')
    const run = (await findRun(tx, runId))!
    await checkChunks(tx, run, chunks)
    const gap = await findGap(tx, run, ['committing'])
    if (gap) throw new SequenceGap(gap)
    return await moveRun(tx, runId, { to: 'committing', by, set: { committedAt: now() } })
  })
}

/** Lets a held run through the gates; it waits for its turn again. */
export const releaseRun = (db: Database, runId: number, reason: string, { now, by }: { now: () => Date, by: Author }): Promise<Run> =>
  db.transaction(async (tx) => {
    const state = await lockState(tx, runId)
    if (state !== 'held') throw new WrongState(state, 'a release')
    return await moveRun(tx, runId, { to: 'committing', by, reason, set: { committedAt: now(), releasedAt: now() } })
  })
