import type { Day } from '../../calendar.ts'
import { isDay } from '../../calendar.ts'

/** Readers of single values as feeds write them: text for numbers, numbers for text, blanks for nothing. */

export type Fields = Record<string, unknown>

/** The longest text that a record keeps; the contract grants its names and addresses as much. */
export const MAX_CHARACTERS = 1_000

const CONTROL = /\p{Cc}+/gu
const UNTIDY = /\s\s|[^\S ]|^ | $/
const BLANK = 0x20
/** Code units that are clean wherever they stand: NFC leaves them alone, and they are neither control nor white space. Vietnamese needs no others. */
const CLEAN = new Uint8Array(0x1f00).fill(1, 0x21, 0x7f).fill(1, 0xa1, 0x300).fill(1, 0x1e00)

/** Nearly all values of a record are, so this loop saves the normalisation, which costs ten times as much. */
function isClean (value: string): boolean {
  let before = BLANK
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i)
    if (CLEAN[unit] !== 1 && (unit !== BLANK || before === BLANK)) return false
    before = unit
  }
  return before !== BLANK
}

/** NFC, one blank between words, no control characters, no halves of characters; null for nothing. A second reading changes nothing. */
export function text (value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value !== 'string' || value === '') return null
  if (isClean(value)) return value
  let clean = value.normalize('NFC').replace(CONTROL, ' ')
  if (UNTIDY.test(clean)) clean = clean.replace(/\s+/g, ' ').trim()
  return clean === '' ? null : clean.toWellFormed()
}

const CODE_DIGITS = 10

/** As a number, a code that begins with 0 has lost it; its check digit tells whether that is what happened. */
export function enterpriseCodeText (value: unknown): string | null {
  const code = text(value)
  return typeof value === 'number' && code?.length === CODE_DIGITS - 1 ? `0${code}` : code
}

const VIETNAM = /^(vn|vnm|vi[eệ]t ?nam)$/i

export const isVietnam = (country: string): boolean => VIETNAM.test(country)

export const isTooLong = (value: unknown): boolean =>
  typeof value === 'string' && value.length > MAX_CHARACTERS && (text(value)?.length ?? 0) > MAX_CHARACTERS

export const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A list of one comes as an object, an empty one as nothing. */
export function list (value: unknown): Fields[] {
  if (Array.isArray(value)) return value.every(isObject) ? value : value.filter(isObject)
  return isObject(value) ? [value] : []
}

export const object = (value: unknown): Fields | null => isObject(value) ? value : list(value)[0] ?? null

/** An object, or the only item of a list; null where two could be meant. */
export function only (value: unknown): Fields | null {
  if (isObject(value)) return value
  return Array.isArray(value) && value.length === 1 && isObject(value[0]) ? value[0] : null
}

/** Keeps the answers for texts that repeat. Long texts do not, and are not kept. */
export function remember<V> (of: (written: string) => V, longest: number, limit: number): (written: string) => V {
  const known = new Map<string, V>()
  return (written) => {
    if (written.length > longest) return of(written)
    const kept = known.get(written)
    if (kept !== undefined) return kept
    const answer = of(written)
    if (known.size >= limit) known.clear()
    known.set(written, answer)
    return answer
  }
}

function dayIn (written: string): Day | null {
  const padded = /^\d{7}$/.test(written) ? `0${written}` : written
  const parts = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(padded) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(padded)
  const iso = parts ? `${parts[3]}-${parts[2]!.padStart(2, '0')}-${parts[1]!.padStart(2, '0')}` : padded.slice(0, 10)
  return isDay(iso) ? iso : null
}

/** All enterprises together have some ten thousand days, each in two forms. */
const knownDay = remember(dayIn, 10, 50_000)

/** `dd/MM/yyyy`, `ddMMyyyy` or `yyyy-MM-dd`; undefined for nothing, null for a day that does not exist. */
export function day (value: unknown): Day | null | undefined {
  const written = text(value)
  return written === null ? undefined : knownDay(written)
}

const AMOUNT = /^\+?(\d{1,24})(?:\.(\d{1,10})0{0,99})?$/

/** Decimal text of a number that is not negative; undefined for nothing, null for what is no such number. */
export function amount (value: unknown): string | null | undefined {
  if (Number.isSafeInteger(value) && value as number >= 0) return String(value)
  const written = text(value)
  if (written === null) return undefined
  const number = AMOUNT.exec(written)
  if (!number) return null
  const fraction = number[2]?.replace(/0+$/, '')
  const whole = number[1]!.replace(/^0+(?=\d)/, '')
  return fraction ? `${whole}.${fraction}` : whole
}
