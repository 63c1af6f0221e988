import type { Fields } from './wire-value.ts'
import { MAX_CHARACTERS, text } from './wire-value.ts'

/** What jsonb refuses (NUL, halves of characters) and what nobody can read. */
const UNFIT = /[\p{Cc}\p{Cs}]/u

/** A text that is too long is cut and ends in `…`, by which it stays too long when it is read again. */
function fit (value: string): string {
  if (value.length <= MAX_CHARACTERS && !UNFIT.test(value)) return value
  const clean = text(value) ?? ''
  return clean.length <= MAX_CHARACTERS ? clean : `${clean.slice(0, MAX_CHARACTERS).toWellFormed()}…`
}

/** A single value as jsonb can hold it. What is nested where a single value belongs is read as nothing and may hide a person: null. */
export function single (value: unknown): string | number | boolean | null {
  if (typeof value === 'string') return fit(value)
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) ? value : null
}

/** Those of the named fields that are there; they are read again as they were read before. */
export const pick = (from: Fields | null, names: readonly string[]): Fields =>
  Object.fromEntries(names.filter((name) => from !== null && name in from).map((name) => [name, single(from![name])]))
