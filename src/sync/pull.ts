import type { Run } from './commands.ts'
import { findWatermark } from './queries.ts'
import type { RunOptions } from './run.ts'
import { sync } from './run.ts'
import { nbrsService } from './sources/nbrs-service.ts'
import type { ServiceAccess } from './sources/service-client.ts'
import { createServiceClient } from './sources/service-client.ts'

/** A dossier can show up a little after its time; what was read already is unchanged and costs a comparison. */
const OVERLAP_MS = 15 * 60_000

/** Reads what the service processed since the watermark. Undefined where no first load has set one. */
export async function pull (source: string, access: ServiceAccess, options: RunOptions): Promise<Run | undefined> {
  const watermark = await findWatermark(options.db, source)
  if (!watermark) return undefined
  const to = options.now()
  const from = new Date(Math.min(watermark.getTime() - OVERLAP_MS, to.getTime()))
  const client = createServiceClient(access, undefined, options.signal)
  return await sync(
    { source, kind: 'delta', mode: 'pull', cutoff: null, scope: { from: from.toISOString(), to: to.toISOString() }, watermark: to },
    (run) => nbrsService(client, { from: new Date(run.scope['from']!), to: new Date(run.scope['to']!) }),
    options,
  )
}
