import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'

/** One file of reference data: `NN-some-table.csv` holds all rows of `some_table`. */
export interface SeedFile {
  file: string
  table: string
  sha256: string
  columns: string[]
  /** Cells by column; an empty cell is null. */
  rows: Record<string, string | null>[]
}

const NAME = /^\d{2}-([a-z0-9]+(?:-[a-z0-9]+)*)\.csv$/

/** What else lies in the folder (corrections, the generator, the read-me) is not loaded. */
export const isSeedFile = (file: string): boolean => NAME.test(file)

export const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

const repeated = (values: string[]): number => values.findIndex((value, i) => values.indexOf(value) !== i)

function refuseRepeatedRows (file: string, records: string[][]) {
  const lines = new Map<string, number>()
  for (const [i, record] of records.entries()) {
    const key = JSON.stringify(record)
    const earlier = lines.get(key)
    if (earlier !== undefined) throw new Error(`${file}: row ${i + 1} repeats row ${earlier}: ${record.join(',')}`)
    lines.set(key, i + 1)
  }
}

function readRecords (file: string, content: Buffer): string[][] {
  try {
    return parse(content, { bom: true })
  } catch (error) {
    throw new Error(`${file}: not readable as CSV: ${(error as Error).message}`, { cause: error })
  }
}

/** Throws with the file and the column or row named where it cannot be loaded. */
export function parseSeedFile (file: string, content: Buffer): SeedFile {
  const table = NAME.exec(file)![1]!.replaceAll('-', '_')
  const [columns, ...records] = readRecords(file, content)
  if (!columns) throw new Error(`${file}: the header row is missing`)
  const twice = repeated(columns)
  if (twice !== -1) throw new Error(`${file}: column "${columns[twice]}" is named twice`)
  refuseRepeatedRows(file, records)
  const rows = records.map((record) => Object.fromEntries(columns.map((column, i) => [column, record[i] || null])))
  return { file, table, sha256: hashOf(content), columns, rows }
}
