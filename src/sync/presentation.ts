import { basename } from 'node:path'
import type { z } from 'zod'
import { notFound } from '../http/problem.ts'
import type { Run as RunRow } from './commands.ts'
import { SKIP_REASONS } from './feed-record.ts'
import type { Chunk } from './push-schemas.ts'
import type { listChunks, listRejects } from './queries.ts'
import type { Reject, Run } from './schemas.ts'

export const noRun = (id: number) => notFound({ vi: `Không có lần đồng bộ số ${id}.`, en: `There is no run ${id}.` })

const sum = (counts: Record<string, number>, names = Object.keys(counts)) => names.reduce((total, name) => total + (counts[name] ?? 0), 0)

/** A run as the API shows it. */
export function presentRun (row: RunRow): z.output<typeof Run> {
  const { checkpoint: _checkpoint, staged: _staged, stagedUnits: _units, filled: _filled, referencePosition: _position, committedAt: _committed, releasedAt: _released, sequenceFrom, sequenceTo, ...run } = row
  const placed = sum(run.placed)
  return {
    ...run,
    // Where a file lies on the server is nobody's business.
    scope: { ...run.scope, ...run.scope['path'] !== undefined && { path: basename(run.scope['path']) } },
    kind: run.kind as 'full', mode: run.mode as 'file', state: run.state as 'reading',
    sequence: sequenceFrom === null || sequenceTo === null ? null : { from: sequenceFrom, to: sequenceTo },
    skipped: Object.fromEntries(SKIP_REASONS.map((reason) => [reason, run.skipped[reason] ?? 0])) as z.output<typeof Run>['skipped'],
    placedShare: placed === 0 ? null : Math.round(10_000 * sum(run.placed, ['code', 'name', 'succession']) / placed) / 10_000,
    watermark: run.watermark?.toISOString() ?? null,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    failure: run.failure?.slice(0, 1000) ?? null,
  }
}

export const presentChunk = ({ runId: _runId, receivedAt, ...chunk }: Awaited<ReturnType<typeof listChunks>>[number]): z.output<typeof Chunk> =>
  ({ ...chunk, receivedAt: receivedAt.toISOString() })

export function presentReject ({ runId: _runId, ...reject }: Awaited<ReturnType<typeof listRejects>>[number]): z.output<typeof Reject> {
  return { ...reject, reason: reject.reason as z.output<typeof Reject>['reason'] }
}
