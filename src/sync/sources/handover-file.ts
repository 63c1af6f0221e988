import type { Day } from '../../calendar.ts'
import type { Reading } from '../feed-record.ts'
import type { Batch, Source } from '../source.ts'
import { linesOf } from './lines.ts'

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
  let number = 0
  let readings: Reading[] = []
  for await (const lines of linesOf(path)) {
    for (const line of lines) {
      if (++number <= done || line === '') continue
      readings.push(readLine(line, read, today))
      if (readings.length < BATCH_LINES) continue
      yield { readings, checkpoint: { lines: number } }
      readings = []
    }
  }
  if (readings.length > 0) yield { readings, checkpoint: { lines: number } }
}

/** A line that is no JSON may hold anything, personal data included, so only its length is kept. */
function readLine (line: string | null, read: HandoverFile['read'], today: Day): Reading {
  const unreadable = (record: object): Reading => ({ kind: 'reject', reason: 'unreadable', field: null, code: null, record })
  if (line === null) return unreadable({ characters: 'too many' })
  let raw: unknown
  try {
    raw = JSON.parse(line)
  } catch {
    return unreadable({ characters: line.length })
  }
  return read(raw, today)
}
