import type { Fields } from './wire-value.ts'

/** As many names as are kept of a record. */
export const MAX_FIELDS = 20
const MAX_CHARACTERS = 100
const CONTROL = /\p{Cc}+/gu

const shown = (path: string) => path.slice(0, MAX_CHARACTERS).replace(CONTROL, ' ').toWellFormed()

/** Adds the names in `given` that a form does not know to those `found` before. No list is made as long as all are known. */
export function unknownFields (given: Fields, known: ReadonlySet<string>, path = '', found?: string[]): string[] | undefined {
  let names = found
  for (const name in given) {
    if (known.has(name)) continue
    names ??= []
    if (names.length >= MAX_FIELDS) break
    const field = shown(path + name)
    if (!names.includes(field)) names.push(field)
  }
  return names
}
