import { setTimeout as sleep } from 'node:timers/promises'
import { systemAuthor } from '../journal/audit.ts'
import { commitRun } from './commit.ts'
import { DEFAULT_THRESHOLDS } from './gates.ts'
import { noteFailure } from './commands.ts'
import { withRunLock } from './lock.ts'
import { findNextCommit } from './queries.ts'
import type { RunOptions } from './run.ts'
import { describe } from './run.ts'

const LOOK_AGAIN_MS = 250

/** Records the pushed runs that wait for their turn, one after the other, in the order in which their commits were asked for. */
export async function recordWaiting (options: Pick<RunOptions, 'db' | 'pool' | 'now' | 'thresholds' | 'signal'>): Promise<void> {
  const { db, pool, signal } = options
  while (!signal?.aborted && await findNextCommit(db)) {
    const isMine = await withRunLock(pool, () => recordNext(options))
    // Another run is at it; it will be done some time.
    if (!isMine) await sleep(LOOK_AGAIN_MS, undefined, signal && { signal }).catch(() => undefined)
  }
}

async function recordNext ({ db, now, thresholds = DEFAULT_THRESHOLDS }: Pick<RunOptions, 'db' | 'now' | 'thresholds'>): Promise<true> {
  const run = await findNextCommit(db)
  if (!run) return true
  try {
    await commitRun(db, run.id, { now, thresholds, by: systemAuthor() })
  } catch (err) {
    await noteFailure(db, run.id, describe(err)).catch(() => undefined)
    throw err
  }
  return true
}
