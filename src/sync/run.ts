import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import { dayOf } from '../calendar.ts'
import { loadClassifier } from '../classification/queries.ts'
import type { FeedVsic } from '../config.ts'
import type { Database } from '../db/client.ts'
import { isUnavailable, sqlState } from '../db/errors.ts'
import { loadValueMapping } from '../enterprises/queries.ts'
import { loadGazetteer } from '../localities/queries.ts'
import type { Run, RunRequest } from './commands.ts'
import { abandonRun, commitRun, markCommitting, noteFailure, openRun, resumeRun } from './commands.ts'
import type { Derivation } from './derive.ts'
import { derive } from './derive.ts'
import { withRunLock } from './lock.ts'
import { findUnfinishedRun } from './queries.ts'
import type { Batch, Source } from './source.ts'
import type { StagedBatch } from './staged-batch.ts'
import { stageBatch } from './staging.ts'

export interface RunOptions {
  db: Database
  pool: pg.Pool
  vsic: FeedVsic
  now: () => Date
  onProgress?: (read: number, expected: number | undefined) => void
  signal?: AbortSignal
}

/** Thrown when another process of the registry is in the middle of a run. */
export class RunInProgress extends Error {
  override name = 'RunInProgress'
}

/** Thrown for a whole file without a single enterprise: it would pass for a first load. */
export class EmptyFile extends Error {
  override name = 'EmptyFile'
}

/**
 * Brings a feed into the register: fetch → parse → stage → record. A run that was cut off goes on where it stopped;
 * what it was opened for is then its own, and `request` waits for the next call.
 */
export async function sync (request: RunRequest, open: (run: Run) => Source, options: RunOptions): Promise<Run> {
  const finished = await withRunLock(options.pool, async () => {
    const run = await takeUp(options.db, request) ?? await openRun(options.db, request)
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
async function takeUp (db: Database, request: RunRequest): Promise<Run | undefined> {
  const unfinished = await findUnfinishedRun(db, request.source, request.mode)
  if (!unfinished) return undefined
  if (request.mode === 'pull' || isDeepStrictEqual(unfinished.scope, request.scope)) return await resumeRun(db, unfinished)
  await abandonRun(db, unfinished.id, 'Given up: another file was asked for.')
  return undefined
}

async function readAndRecord (run: Run, source: Source, { db, pool, vsic, now, onProgress, signal }: RunOptions): Promise<Run> {
  const derivation: Derivation = {
    gazetteer: await loadGazetteer(db), mapping: await loadValueMapping(db), classifier: await loadClassifier(db), vsic,
  }
  const timings = { fetch: 0, derive: 0, stage: 0, ...run.timings }
  let { read, staged: kept } = run
  let mark = performance.now()
  const lap = (stage: keyof typeof timings) => {
    timings[stage] += Math.round(performance.now() - mark)
    mark = performance.now()
  }
  for await (const batch of source.batches(run.checkpoint)) {
    lap('fetch')
    signal?.throwIfAborted()
    const staged = prepare(batch, derivation, read)
    lap('derive')
    await stageBatch(pool, run.id, staged)
    lap('stage')
    read += staged.read
    kept += staged.rows.length
    onProgress?.(read, source.expected)
  }
  signal?.throwIfAborted()
  if (run.kind === 'full' && kept === 0) {
    await abandonRun(db, run.id, 'The file holds no enterprise.')
    throw new EmptyFile(`The file holds no enterprise: ${read} records were read and none could be used. The register is as it was.`)
  }
  await markCommitting(db, run.id)
  return await commitRun(db, run, dayOf(now()), timings)
}

/** What operators may read: no SQL and no values, which the message of a failed query would hold. */
function describe (err: unknown): string {
  const state = sqlState(err)
  if (state) return `The database refuses with ${state}.`
  if (isUnavailable(err)) return 'The database is away.'
  return err instanceof Error ? err.message : String(err)
}

/** Sorts a batch into rows to stage, rejects and skips; the line is a record's number within the run. */
function prepare ({ readings, checkpoint }: Batch, derivation: Derivation, before: number): StagedBatch {
  const batch: StagedBatch = { read: readings.length, rows: [], rejects: [], skipped: {}, checkpoint }
  readings.forEach((reading, i) => {
    const line = before + i + 1
    if (reading.kind === 'skip') batch.skipped[reading.reason] = (batch.skipped[reading.reason] ?? 0) + 1
    else if (reading.kind === 'reject') batch.rejects.push({ ...reading, line })
    else {
      const row = derive(reading.record, derivation)
      if (row) batch.rows.push({ line, row })
      else batch.rejects.push({ ...reading.asUnknownProvince(), line })
    }
  })
  return batch
}
