const SPECIAL = /[\\\n\r\t]/
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const IN_ARRAY = /["\\]/

const escapeText = (text: string) => SPECIAL.test(text) ? text.replace(/[\\\n\r\t]/g, (char) => ESCAPES[char]!) : text

function arrayLiteral (values: readonly string[]): string {
  if (values.length === 0) return '{}'
  const quoted = values.some((value) => IN_ARRAY.test(value)) ? values.map((value) => value.replace(/["\\]/g, '\\$&')) : values
  return `{"${quoted.join('","')}"}`
}

export type CopyValue = string | number | boolean | null | readonly string[]

function copyText (value: CopyValue): string {
  if (typeof value === 'string') return escapeText(value)
  if (value === null) return '\\N'
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (typeof value === 'number') return String(value)
  return escapeText(arrayLiteral(value))
}

/** One line of PostgreSQL's COPY text format. */
export function copyLine (row: Readonly<Record<string, CopyValue>>, columns: readonly string[]): string {
  return `${columns.map((column) => copyText(row[column]!)).join('\t')}\n`
}
