import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'

/** The rows of a seed file, for tests of pure rules. */
export const seedRows = (file: string): Record<string, string>[] =>
  parse(readFileSync(new URL(`../../seeds/${file}`, import.meta.url)), { columns: true, bom: true })
