import { sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import { dayOf } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { compareStaged, dropStaging, hasForgotten, recordStaged, revertVersions } from '../enterprises/commands.ts'
import type { Diff } from '../enterprises/queries.ts'
import { countKnown } from '../enterprises/queries.ts'
import type { Author } from '../journal/audit.ts'
import { lockHead } from '../journal/commands.ts'
import { findReferencePosition } from '../journal/queries.ts'
import type { Run } from './commands.ts'
import { isStagingIntact, markReplayed, moveRun } from './commands.ts'
import type { Thresholds } from './gates.ts'
import { judge } from './gates.ts'
import { findFilledBefore, findRun, wasRevertedSince } from './queries.ts'
import { findGap } from './sequence.ts'
import type { Gate } from './tables.ts'
import { rejects } from './tables.ts'

export interface CommitOptions {
  now: () => Date
  thresholds: Thresholds
  by: Author
}

const requestOf = (run: Run, observedOn: Day) => ({
  runId: run.id,
  observedOn,
  cutoff: run.kind === 'full' ? run.cutoff : null,
  alsoNamed: sql`select code from ${rejects} where run_id = ${run.id} and code is not null`,
})

async function gatesOf (tx: Database, run: Run, diff: Diff, thresholds: Thresholds): Promise<Gate[]> {
  const filledBefore = await findFilledBefore(tx, run)
  return judge({ ...run, filledBefore, diff, live: (await countKnown(tx)).known }, thresholds)
}

/** What the run would do, and the gates it would not pass; nothing is applied. */
export const compareRun = (db: Database, run: Run, { now, thresholds }: Omit<CommitOptions, 'by'>): Promise<{ diff: Diff, gates: Gate[] }> =>
  db.transaction(async (tx) => {
    const diff = await compareStaged(tx, requestOf(run, dayOf(now())))
    return { diff, gates: await gatesOf(tx, run, diff, thresholds) }
  })

/** Why a run cannot be recorded any more, although all of it has arrived. */
async function findObstacle (tx: Database, run: Run): Promise<string | null> {
  if (!await isStagingIntact(tx, run)) return 'What was staged is lost by a crash of the database. Send the records again in a new run.'
  if (run.referencePosition !== await findReferencePosition(tx)) return 'Reference data or mappings changed while the run was open. Send the records again in a new run.'
  if (await wasRevertedSince(tx, run.startedAt)) return 'A run was reverted while this one was open. Send the records again in a new run.'
  if (await hasForgotten(tx, run.id)) return 'Records that were known when they came are not any more. Send the records again in a new run.'
  const gap = run.mode === 'push' ? await findGap(tx, run) : null
  return gap && `The sequence goes on with ${gap.expected}, and this run begins with ${gap.received}.`
}

/** The whole of a run becomes part of the register, or it is held at a gate, or it fails: in one transaction. */
export async function commitRun (db: Database, runId: number, { now, thresholds, by }: CommitOptions): Promise<Run> {
  return await db.transaction(async (tx) => {
    // Before the look at what is in its way: an edit or a seed that is being recorded would pass unseen.
    await lockHead(tx)
    const run = (await findRun(tx, runId))!
    const obstacle = await findObstacle(tx, run)
    if (obstacle) {
      await dropStaging(tx, runId)
      return await moveRun(tx, runId, { to: 'failed', by, reason: obstacle, set: { failure: obstacle, finishedAt: new Date() } })
    }
    const timings: Record<string, number> = { ...run.timings }
    let mark = performance.now()
    const onStage = (stage: string) => {
      timings[stage] = Math.round(performance.now() - mark)
      mark = performance.now()
    }
    let gates: Gate[] = []
    const { diff, recorded } = await recordStaged(tx, { ...requestOf(run, dayOf(now())), sourceReadAt: run.watermark }, async (found) => {
      gates = run.releasedAt ? [] : await gatesOf(tx, run, found, thresholds)
      return gates.length === 0
    }, onStage)
    if (!recorded) return await moveRun(tx, runId, { to: 'held', by, set: { diff, gates, timings } })
    if (run.mode === 'replay') await markReplayed(tx, run)
    await dropStaging(tx, runId)
    return await moveRun(tx, runId, {
      to: 'succeeded',
      by,
      set: {
        diff, timings, new: diff.new, changed: diff.changed, unchanged: diff.unchanged, gone: diff.gone, units: diff.units,
        skipped: diff.duplicate > 0 ? { ...run.skipped, duplicate: (run.skipped['duplicate'] ?? 0) + diff.duplicate } : run.skipped,
        firstPosition: recorded.first, lastPosition: recorded.last, finishedAt: new Date(),
      },
    })
  })
}

/** Takes back what a run recorded; its sequence or its days are expected again. */
export const revertRun = (db: Database, runId: number, by: Author, reason: string): Promise<Run> =>
  db.transaction(async (tx) => {
    const run = await moveRun(tx, runId, { to: 'reverted', by, reason })
    await revertVersions(tx, runId, { by: by.label, reason })
    return run
  })
