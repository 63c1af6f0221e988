import type { Reading } from './feed-record.ts'
import type { LineBlock } from './reading/line-block.ts'

/** A part of a feed as it came, and where to go on after it. */
export interface Batch {
  block: LineBlock
  /** What is decided without a record, such as a code that the source does not know. */
  decided: Exclude<Reading, { kind: 'record' }>[]
  checkpoint: unknown
}

/** A feed of one run. `batches` goes on behind a checkpoint of its own making. */
export interface Source {
  name: string
  batches: (checkpoint: unknown) => AsyncIterable<Batch>
  /** How many records there will be, where that can be told; for the progress bar. */
  expected?: number | undefined
  /** So many that threads are worth their start. */
  isLarge: boolean
}
