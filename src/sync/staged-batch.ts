import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { StagedRow } from './derive.ts'
import type { Reject, SkipReason } from './feed-record.ts'

export const stagingTable = (runId: number): SQL => sql.raw(`staging.run_${runId}`)

export interface StagedBatch {
  /** How many raw records of the feed it covers. */
  read: number
  rows: { line: number, row: StagedRow }[]
  rejects: (Reject & { line: number })[]
  skipped: Partial<Record<SkipReason, number>>
  /** Where reading goes on after this batch. */
  checkpoint: unknown
}
