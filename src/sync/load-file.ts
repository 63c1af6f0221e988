import { stat } from 'node:fs/promises'
import type { Day } from '../calendar.ts'
import { addDays, startOf } from '../calendar.ts'
import type { Run } from './commands.ts'
import type { RunOptions } from './run.ts'
import { sync } from './run.ts'
import { handoverFile } from './sources/handover-file.ts'

export interface HandoverRequest {
  source: string
  path: string
  /** The last day that the file tells of. */
  cutoff: Day
  records?: number
}

/** Loads a hand-over file; after it the pull begins with the day behind its cut-off. A file of another size is another file. */
export async function loadFile ({ source, path, cutoff, records }: HandoverRequest, options: RunOptions): Promise<Run> {
  const { size } = await stat(path)
  return await sync(
    { source, kind: 'full', mode: 'file', cutoff, scope: { path, cutoff, bytes: String(size) }, watermark: startOf(addDays(cutoff, 1)) },
    () => handoverFile({ name: source, path, records }),
    options,
  )
}
