export interface RawValue {
  value: string | null
  name: string | null
}

/** What a raw value of a feed's code list means: by its code, else by its name; `unknown` is never guessed away. */
export type ValueMapping = (list: 'status' | 'legal-type', raw: RawValue) => string

export interface MappingRow {
  list: string
  rawValue: string
  code: string
}

/** Case, blanks at the ends and Unicode form do not matter. */
export const mappingKey = (raw: string): string => raw.normalize('NFC').toLowerCase().trim()

const MAX_KNOWN = 1000

const key = (list: string, raw: string) => `${list}|${mappingKey(raw)}`

export function createValueMapping (rows: MappingRow[]): ValueMapping {
  const codes = new Map(rows.map((row) => [key(row.list, row.rawValue), row.code]))
  // Few raw values stand for millions of records; a feed of nonsense must not fill the memory.
  const known = new Map<string, string>()
  const find = (list: string, { value, name }: RawValue) =>
    (value !== null ? codes.get(key(list, value)) : undefined) ?? (name !== null ? codes.get(key(list, name)) : undefined) ?? 'unknown'
  return (list, raw) => {
    const asked = `${list}|${raw.value}|${raw.name}`
    const answer = known.get(asked) ?? find(list, raw)
    if (known.size < MAX_KNOWN) known.set(asked, answer)
    return answer
  }
}
