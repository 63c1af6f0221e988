import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'

const read = new Map<string, Record<string, string>[]>()

/** The rows of a seed file, for tests of pure rules; read once. */
export function seedRows (file: string): Record<string, string>[] {
  const known = read.get(file)
  if (known) return known
  const rows: Record<string, string>[] = parse(readFileSync(new URL(`../../seeds/${file}`, import.meta.url)), { columns: true, bom: true })
  read.set(file, rows)
  return rows
}
