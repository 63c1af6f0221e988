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

const key = (list: string, raw: string) => `${list}|${mappingKey(raw)}`

export function createValueMapping (rows: MappingRow[]): ValueMapping {
  const codes = new Map(rows.map((row) => [key(row.list, row.rawValue), row.code]))
  return (list, { value, name }) => (value !== null ? codes.get(key(list, value)) : undefined) ?? (name !== null ? codes.get(key(list, name)) : undefined) ?? 'unknown'
}
