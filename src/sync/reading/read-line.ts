import { isUtf8, transcode } from 'node:buffer'
import type { Day } from '../../calendar.ts'
import { stagedColumns, unitColumns } from '../../enterprises/commands.ts'
import { copyLine } from '../copy-text.ts'
import type { Derivation } from '../derive.ts'
import type { RawRecord } from '../derive.ts'
import { derive } from '../derive.ts'
import { deriveUnit } from '../derive-unit.ts'
import type { FeedRecord, FeedUnit, Reject, Reading, SkipReason } from '../feed-record.ts'
import type { LineBuffer } from './line-buffer.ts'
import { createLineBuffer } from './line-buffer.ts'

/** What reading some records came to. */
export interface ReadRecords {
  /** The good ones in COPY's text format. */
  copy: LineBuffer
  staged: number
  /** Those of dependent units, likewise; each is among the skipped too. */
  unitCopy: LineBuffer
  units: number
  rejects: (Reject & { line: number })[]
  skipped: Partial<Record<SkipReason, number>>
  unknownFields: Record<string, number>
  filled: Record<string, number>
  placed: Record<string, number>
  /** Milliseconds. */
  timings: { parse: number, validate: number, classify: number }
}

export const emptyRead = (): ReadRecords =>
  ({ copy: createLineBuffer(), staged: 0, unitCopy: createLineBuffer(), units: 0, rejects: [], skipped: {}, unknownFields: {}, filled: {}, placed: {}, timings: { parse: 0, validate: 0, classify: 0 } })

/** Names of unknown fields that are kept of a run; their number is the sender's to choose. */
const MAX_UNKNOWN_FIELDS = 100

export const add = (counts: Record<string, number>, key: string, n = 1) => { counts[key] = (counts[key] ?? 0) + n }

/** Which facts a record has at all: a feed that suddenly lacks one is held. */
function countFilled (filled: Record<string, number>, record: FeedRecord) {
  add(filled, 'record')
  if (record.amendedOn !== null) add(filled, 'amendedOn')
  if (record.foreignName !== null) add(filled, 'foreignName')
  if (record.shortName !== null) add(filled, 'shortName')
  if (record.status.value !== null || record.status.name !== null) add(filled, 'status')
  if (record.legalType.value !== null || record.legalType.name !== null) add(filled, 'legalType')
  if (record.charterCapitalVnd !== null) add(filled, 'charterCapital')
  if (record.ownership !== 'unknown') add(filled, 'members')
  if (record.address.ward !== '' || record.address.communeCode !== undefined) add(filled, 'commune')
  if (record.industries.length > 0) add(filled, 'industries')
  if (record.hasMainIndustry) add(filled, 'mainIndustry')
}

/** Sorts one reading into what is staged, skipped and rejected. */
function sort (into: ReadRecords, reading: Reading, raw: RawRecord, derivation: Derivation) {
  if (reading.kind === 'skip') {
    add(into.skipped as Record<string, number>, reading.reason)
    return
  }
  if (reading.kind === 'reject') {
    into.rejects.push({ ...reading, line: raw.line })
    return
  }
  const { record, unknownFields } = reading
  for (const field of unknownFields ?? []) if (field in into.unknownFields || Object.keys(into.unknownFields).length < MAX_UNKNOWN_FIELDS) add(into.unknownFields, field)
  countFilled(into.filled, record)
  const derived = derive(record, raw, derivation)
  if (!derived) {
    into.rejects.push({ ...reading.asUnknownProvince(), line: raw.line })
    return
  }
  add(into.placed, derived.placed_by as string)
  into.copy.add(copyLine(derived, stagedColumns))
  into.staged++
}

export interface ReadingRules {
  derivation: Derivation
  today: Day
  readRecord: (raw: unknown, today: Day) => Reading
  /** Of what `readRecord` skips. */
  readUnit: (raw: unknown, today: Day) => FeedUnit | null
  codeIn: (line: string) => string | null
}

/** A line that is no JSON may hold anything, personal data included, so only its length is kept, and the code if it has one. */
const unreadable = (code: string | null, record: object): Reject => ({ kind: 'reject', reason: 'unreadable', field: null, code, record })

/** The value that a line holds, or why it holds none. */
function parse (bytes: Buffer | null, codeIn: ReadingRules['codeIn']): { value: unknown } | { fault: Reject } {
  if (bytes === null) return { fault: unreadable(null, { bytes: 'too many' }) }
  if (!isUtf8(bytes)) return { fault: unreadable(codeIn(bytes.toString('utf8')), { bytes: bytes.length, encoding: 'not UTF-8' }) }
  // The detour over UTF-16 takes half as long as `toString('utf8')`, which goes letter by letter through what is not ASCII.
  const text = transcode(bytes, 'utf8', 'utf16le').toString('utf16le')
  try {
    return { value: JSON.parse(text) }
  } catch {
    return { fault: unreadable(codeIn(text), { bytes: bytes.length }) }
  }
}

/** Reads one line: parse → validate → classify. `null` stands for one that was too long to be kept. */
export function readLine (into: ReadRecords, bytes: Buffer | null, raw: RawRecord, { derivation, today, readRecord, readUnit, codeIn }: ReadingRules): void {
  const began = performance.now()
  const parsed = parse(bytes, codeIn)
  const parsedAt = performance.now()
  const reading = 'fault' in parsed ? parsed.fault : readRecord(parsed.value, today)
  const validatedAt = performance.now()
  sort(into, reading, raw, derivation)
  const unit = reading.kind === 'skip' && 'value' in parsed ? readUnit(parsed.value, today) : null
  if (unit) {
    into.unitCopy.add(copyLine(deriveUnit(unit, raw, derivation.gazetteer, today), unitColumns))
    into.units++
  }
  into.timings.parse += parsedAt - began
  into.timings.validate += validatedAt - parsedAt
  into.timings.classify += performance.now() - validatedAt
}
