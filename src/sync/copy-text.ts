const SPECIAL = /[\\\n\r\t]/
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const escapeText = (text: string) => SPECIAL.test(text) ? text.replace(/[\\\n\r\t]/g, (char) => ESCAPES[char]!) : text

const arrayLiteral = (values: readonly string[]) => `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`

export type CopyValue = string | number | boolean | null | readonly string[]

/** One line of PostgreSQL's COPY text format. */
export function copyLine (values: readonly CopyValue[]): string {
  let line = ''
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (i > 0) line += '\t'
    if (value === null) line += '\\N'
    else if (typeof value === 'string') line += escapeText(value)
    else if (typeof value === 'boolean') line += value ? 't' : 'f'
    else if (typeof value === 'number') line += value
    else line += escapeText(arrayLiteral(value))
  }
  return `${line}\n`
}
