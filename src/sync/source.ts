import type { Reading } from './feed-record.ts'

/** A part of a feed, read and understood, and where to go on after it. */
export interface Batch {
  readings: Reading[]
  checkpoint: unknown
}

/** A feed of one run. `batches` goes on behind a checkpoint of its own making. */
export interface Source {
  name: string
  batches: (checkpoint: unknown) => AsyncIterable<Batch>
  /** How many records there will be, where that can be told; for the progress bar. */
  expected?: number | undefined
}
