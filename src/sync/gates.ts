import type { Thresholds } from '../config.ts'
import type { Diff } from '../enterprises/queries.ts'
import type { Gate } from './tables.ts'

export type { Thresholds }

/** Where nobody sets others; those of the settings are the same. */
export const DEFAULT_THRESHOLDS: Thresholds = { dropPercent: 2, provinceDropPercent: 10, rejectPercent: 1 }

/** Smaller runs and provinces say too little. */
export const MIN_RECORDS = 1000
const MIN_PROVINCE = 50
/** A field is lost where nearly all records had it and nearly none has it now. */
const HAD_PERCENT = 95
const HAS_PERCENT = 5

export interface Judged {
  kind: string
  read: number
  rejected: number
  /** Records of this run by field that they have, `record` being all of them. */
  filled: Record<string, number>
  /** The same of the runs before. */
  filledBefore: Record<string, number>
  diff: Diff
  /** Enterprises of the live register before the run. */
  live: number
}

const percent = (part: number, whole: number) => whole === 0 ? 0 : Math.round(10_000 * part / whole) / 100

/** The gates that a run does not pass; none where it may be applied. */
export function judge (run: Judged, thresholds: Thresholds): Gate[] {
  return [...run.kind === 'full' ? dropGates(run, thresholds) : [], ...rejectGate(run, thresholds), ...lostFields(run)]
}

function dropGates ({ diff, live }: Judged, { dropPercent, provinceDropPercent }: Thresholds): Gate[] {
  const dropped = percent(diff.gone, live)
  const provinces = diff.provinces.map(({ province, before, gone, movedOut }) => ({ province, before, found: percent(gone + movedOut, before) }))
  return [
    ...dropped > dropPercent ? [{ gate: 'drop' as const, subject: null, found: dropped, allowed: dropPercent }] : [],
    ...provinces.filter(({ before, found }) => before > MIN_PROVINCE && found > provinceDropPercent)
      .map(({ province, found }) => ({ gate: 'province-drop' as const, subject: province, found, allowed: provinceDropPercent })),
  ]
}

function rejectGate ({ read, rejected }: Judged, { rejectPercent }: Thresholds): Gate[] {
  const found = percent(rejected, read)
  return read >= MIN_RECORDS && found > rejectPercent ? [{ gate: 'rejects', subject: null, found, allowed: rejectPercent }] : []
}

function lostFields ({ filled, filledBefore }: Judged): Gate[] {
  const now = filled['record'] ?? 0
  const before = filledBefore['record'] ?? 0
  if (now < MIN_RECORDS || before < MIN_RECORDS) return []
  return Object.keys(filledBefore).sort()
    .map((field) => ({ field, had: percent(filledBefore[field]!, before), has: percent(filled[field] ?? 0, now) }))
    .filter(({ had, has }) => had >= HAD_PERCENT && has < HAS_PERCENT)
    .map(({ field, has }) => ({ gate: 'lost-field', subject: field, found: has, allowed: HAS_PERCENT }))
}
