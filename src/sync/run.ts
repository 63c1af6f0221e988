import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import { dayOf } from '../calendar.ts'
import type { FeedVsic } from '../config.ts'
import type { Database } from '../db/client.ts'
import { isUnavailable, sqlState } from '../db/errors.ts'
import { findKnown } from '../enterprises/commands.ts'
import type { Author } from '../journal/audit.ts'
import { systemAuthor } from '../journal/audit.ts'
import { findReferencePosition } from '../journal/queries.ts'
import type { Run, RunRequest } from './commands.ts'
import { abandonRun, moveRun, noteFailure, openRun, resumeRun, saveProgress, saveRejects } from './commands.ts'
import { commitRun } from './commit.ts'
import { loadMaterial } from './derivation.ts'
import type { Thresholds } from './gates.ts'
import { DEFAULT_THRESHOLDS } from './gates.ts'
import { withRunLock } from './lock.ts'
import { findRun, findUnfinishedRun } from './queries.ts'
import type { Readers } from './reading/readers.ts'
import { readersFor } from './reading/readers.ts'
import type { Source } from './source.ts'
import { inTransaction, stageBatch } from './staging.ts'

export interface RunOptions {
  db: Database
  pool: pg.Pool
  vsic: FeedVsic
  now: () => Date
  thresholds?: Thresholds
  /** Who asked for it; the schedule by default. */
  by?: Author
  onProgress?: (read: number, expected: number | undefined) => void
  signal?: AbortSignal
}

/** Who moves a run that nobody asked for by name. */
const SYSTEM = systemAuthor()
const THREADS = 2
/** Batches that are under way at once: one is read while another is looked up and a third is copied. */
const AT_ONCE = 3

/** Thrown when another process of the registry is in the middle of a run. */
export class RunInProgress extends Error {
  override name = 'RunInProgress'
}

/** Thrown for a whole file without a single enterprise: it would pass for a first load. */
export class EmptyFile extends Error {
  override name = 'EmptyFile'
}

/**
 * Brings a feed into the register: read → look up → parse → validate → classify → copy → reconcile → apply. A run that
 * was cut off goes on where it stopped; what it was opened for is then its own, and `request` waits for the next call.
 * Answers the run as it ended: succeeded, held at a gate, or failed.
 */
export async function sync (request: RunRequest, open: (run: Run) => Source, options: RunOptions): Promise<Run> {
  const finished = await withRunLock(options.pool, async () => {
    const referencePosition = await findReferencePosition(options.db)
    const run = await takeUp(options.db, request, referencePosition) ?? await openRun(options.db, { ...request, referencePosition }, options.by ?? SYSTEM)
    try {
      return await readAndRecord(run, open(run), options)
    } catch (err) {
      await noteFailure(options.db, run.id, describe(err)).catch(() => undefined)
      throw err
    }
  })
  if (!finished) throw new RunInProgress('Another run is in progress.')
  return finished
}

/** The run that was cut off, if there is one to go on with. One of a file, cut-off or size that is no longer asked for is given up. */
async function takeUp (db: Database, request: RunRequest, referencePosition: number): Promise<Run | undefined> {
  const unfinished = await findUnfinishedRun(db, request.source, request.mode)
  if (!unfinished) return undefined
  if (request.mode === 'pull' || isDeepStrictEqual(unfinished.scope, request.scope)) return await resumeRun(db, unfinished, referencePosition)
  await abandonRun(db, unfinished.id, 'Given up: another file was asked for.', SYSTEM)
  return undefined
}

async function readAndRecord (run: Run, source: Source, options: RunOptions): Promise<Run> {
  const { db, vsic, now, thresholds = DEFAULT_THRESHOLDS, by = SYSTEM, signal } = options
  const setup = { material: await loadMaterial(db, vsic), today: dayOf(now()) }
  const readers = readersFor(setup, source.isLarge ? THREADS : 0)
  try {
    await stageAll(run, source, readers, options)
  } finally {
    await readers.close()
  }
  signal?.throwIfAborted()
  const { read, rejected, skipped } = (await findRun(db, run.id))!
  if (run.kind === 'full' && read === rejected + Object.values(skipped).reduce((sum, n) => sum + n, 0)) {
    await abandonRun(db, run.id, 'The file holds no enterprise.', by)
    throw new EmptyFile(`The file holds no enterprise: ${read} records were read and none could be used. The register is as it was.`)
  }
  await db.transaction((tx) => moveRun(tx, run.id, { to: 'committing', by, set: { committedAt: now() } }))
  return await commitRun(db, run.id, { now, thresholds, by })
}

/** Several batches at once, each in a transaction of its own; they are saved in the order of the feed. */
async function stageAll (run: Run, source: Source, readers: Readers, { db, pool, onProgress, signal }: RunOptions): Promise<void> {
  const known = await findKnown(db, source.isLarge)
  const underWay: Promise<void>[] = []
  let saved: Promise<void> = Promise.resolve()
  let total = run.read
  let waitingSince = performance.now()
  try {
    for await (const { block, decided, checkpoint } of source.batches(run.checkpoint)) {
      signal?.throwIfAborted()
      const readMs = performance.now() - waitingSince
      const before = saved
      saved = inTransaction(pool, async ({ client, tx }) => {
        const { rejects, ...staged } = await stageBatch(client, { block, decided }, { runId: run.id, readers, known })
        // A batch whose predecessor failed must not be saved either: reading goes on behind the last one.
        await before
        await saveRejects(tx, run.id, rejects)
        await saveProgress(tx, run.id, { ...staged, rejected: rejects.length, timings: { ...staged.timings, read: readMs } }, { state: 'reading', checkpoint })
        total += staged.read
      }).then(() => onProgress?.(total, source.expected))
      // It is awaited below; until then nobody listens.
      saved.catch(() => undefined)
      underWay.push(saved)
      if (underWay.length >= AT_ONCE) await underWay.shift()
      waitingSince = performance.now()
    }
    await saved
  } finally {
    await Promise.allSettled(underWay)
  }
}

/** What operators may read: no SQL and no values, which the message of a failed query would hold. */
export function describe (err: unknown): string {
  const state = sqlState(err)
  if (state) return `The database refuses with ${state}.`
  if (isUnavailable(err)) return 'The database is away.'
  return err instanceof Error ? err.message : String(err)
}
