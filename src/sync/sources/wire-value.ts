import type { Day } from '../../calendar.ts'
import { isDay } from '../../calendar.ts'

/** Readers of single values as feeds write them: text for numbers, numbers for text, blanks for nothing. */

const CONTROL = /\p{Cc}+/gu
/** Codes, dates and numbers, which are most values of a record, are clean as they stand. */
const CLEAN = /^[!-~]+(?: [!-~]+)*$/
const UNTIDY = /\s\s|[^\S ]|^ | $/

/** NFC, one blank between words, no control characters; null for nothing. */
export function text (value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value !== 'string' || value === '') return null
  if (CLEAN.test(value)) return value
  let clean = value.normalize('NFC').replace(CONTROL, ' ')
  if (UNTIDY.test(clean)) clean = clean.replace(/\s+/g, ' ').trim()
  return clean === '' ? null : clean.toWellFormed()
}

/** A list of one comes as an object, an empty one as nothing. */
export function list (value: unknown): Record<string, unknown>[] {
  const items = Array.isArray(value) ? value : [value]
  return items.filter((item): item is Record<string, unknown> => typeof item === 'object' && item !== null && !Array.isArray(item))
}

export const object = (value: unknown): Record<string, unknown> | null => list(value)[0] ?? null

/** `dd/MM/yyyy`, `ddMMyyyy` or `yyyy-MM-dd`; undefined for nothing, null for a day that does not exist. */
export function day (value: unknown): Day | null | undefined {
  const written = text(value)
  if (written === null) return undefined
  const padded = /^\d{7}$/.test(written) ? `0${written}` : written
  const parts = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(padded) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(padded)
  const iso = parts ? `${parts[3]}-${parts[2]!.padStart(2, '0')}-${parts[1]!.padStart(2, '0')}` : padded.slice(0, 10)
  return isDay(iso) ? iso : null
}

/** Decimal text of a number that is not negative; undefined for nothing, null for what is no such number. */
export function amount (value: unknown): string | null | undefined {
  const written = text(value)
  if (written === null) return undefined
  const number = /^\+?(\d{1,24})(?:\.(\d{1,10})0*)?$/.exec(written)
  if (!number) return null
  const fraction = number[2]?.replace(/0+$/, '')
  const whole = number[1]!.replace(/^0+(?=\d)/, '')
  return fraction ? `${whole}.${fraction}` : whole
}
