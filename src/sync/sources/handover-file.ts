import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import type { Day } from '../../calendar.ts'
import type { Reading } from '../feed-record.ts'
import type { Batch, Source } from '../source.ts'

const BATCH_LINES = 5_000

export interface HandoverFile {
  name: string
  path: string
  /** How many records it holds, if known. */
  records?: number | undefined
  read: (raw: unknown, today: Day) => Reading
  today: Day
}

/** A hand-over file: NDJSON, gzip or plain, one detail record a line. Goes on behind the lines already staged. */
export const handoverFile = (file: HandoverFile): Source => ({
  name: file.name,
  expected: file.records,
  batches: (checkpoint) => batches(file, (checkpoint as { lines: number } | null)?.lines ?? 0),
})

async function * batches ({ path, read, today }: HandoverFile, done: number): AsyncGenerator<Batch> {
  const bytes = createReadStream(path)
  const plain = /\.gz$/.test(path) ? createGunzip() : undefined
  // Errors of the file have to reach the reader of the lines: a pipe alone would swallow them.
  if (plain) bytes.on('error', (err: Error) => plain.destroy(err)).pipe(plain)
  const stream = plain ?? bytes
  let failure: Error | undefined
  stream.on('error', (err: Error) => { failure = err })
  let number = 0
  let readings: Reading[] = []
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (++number <= done || line === '') continue
    readings.push(readLine(line, read, today))
    if (readings.length === BATCH_LINES) {
      yield { readings, checkpoint: { lines: number } }
      readings = []
    }
  }
  if (failure) throw failure
  if (readings.length > 0) yield { readings, checkpoint: { lines: number } }
}

/** A line that is no JSON may hold anything, personal data included, so only its length is kept. */
function readLine (line: string, read: HandoverFile['read'], today: Day): Reading {
  let raw: unknown
  try {
    raw = JSON.parse(line)
  } catch {
    return { kind: 'reject', reason: 'unreadable', field: null, code: null, record: { characters: line.length } }
  }
  return read(raw, today)
}
