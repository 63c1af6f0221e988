const began = performance.now()

/** Tells on stderr how far things are; stdout is for the table. */
export const note = (line: string) => process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${line}\n`)

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
export const number = (value: number): string => whole.format(value)
export const seconds = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} s`
export const megabytes = (bytes: number | undefined): string => bytes === undefined ? '?' : `${(bytes / 1e6).toFixed(0)} MB`

/** A Markdown table, padded so that it can be read as it is. */
export function table (head: string[], rows: string[][]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)))
  const line = (cells: string[]) => `| ${cells.map((cell, column) => column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)).join(' | ')} |\n`
  const rule = `|${widths.map((width, column) => `${'-'.repeat(width + 1)}${column === 0 ? '-' : ':'}`).join('|')}|\n`
  return line(head) + rule + rows.map(line).join('')
}
