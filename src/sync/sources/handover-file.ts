import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { PassThrough, pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { lineBlocks } from '../reading/line-block.ts'
import type { Batch, Source } from '../source.ts'

const CHUNK_BYTES = 1 << 18
/** Unpacking goes on in the background while the lines before are looked up: that much ahead. */
const UNPACKED_BYTES = 1 << 19
const AHEAD_BYTES = 1 << 20

export interface HandoverFile {
  name: string
  path: string
  /** How many records it holds, if known. */
  records?: number | undefined
}

/** A hand-over file: NDJSON, gzip or plain, one detail record a line. Goes on behind the lines already staged. */
export const handoverFile = (file: HandoverFile): Source => ({
  name: file.name,
  expected: file.records,
  isLarge: true,
  batches: (checkpoint) => batches(file.path, (checkpoint as { lines: number } | null)?.lines ?? 0),
})

/** The bytes of a file, unpacked where its name ends in `.gz`. An error of either stream ends the reading. */
function open (path: string): Readable {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES })
  if (!path.endsWith('.gz')) return file
  // The callback keeps the error from being unhandled; the reader of the unpacked stream gets it as well.
  return pipeline(file, createGunzip({ chunkSize: UNPACKED_BYTES }), new PassThrough({ highWaterMark: AHEAD_BYTES }), () => {})
}

async function * batches (path: string, done: number): AsyncGenerator<Batch> {
  for await (const block of lineBlocks(open(path))) {
    const last = block.first + block.starts.length - 1
    if (last <= done) continue
    const skipped = Math.max(0, done + 1 - block.first)
    const rest = skipped === 0 ? block : { ...block, starts: block.starts.slice(skipped), ends: block.ends.slice(skipped), first: done + 1 }
    yield { block: rest, decided: [], checkpoint: { lines: last } }
  }
}
