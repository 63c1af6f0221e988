import { parse } from 'csv-parse/sync'
import { isDay } from '../calendar.ts'
import type { ReadCell } from '../http/workbook-reading.ts'
import { readWorkbook, TooManyRows, UnreadableWorkbook } from '../http/workbook-reading.ts'
import { DecisionRequest } from './decision-schemas.ts'
import type { z } from 'zod'

/** More than an officer reads in a month; a larger file is two. */
export const MAX_ROWS = 10_000
export const COLUMNS = ['code', 'name', 'version', 'outcome', 'effectiveFrom', 'evidenceKind', 'evidenceReference', 'evidenceDate', 'note'] as const
type Column = typeof COLUMNS[number]
const NEEDED: Column[] = ['code', 'version', 'outcome', 'evidenceKind', 'evidenceReference']

/** Thrown for a file of which no row can be read. */
export class UnreadableFile extends Error {
  override name = 'UnreadableFile'
}

/** A row as it stands in the file; its number counts the header as the first. */
export interface FileRow {
  row: number
  code: string
  /** What is to be decided; null where the row says nothing. */
  request: z.output<typeof DecisionRequest> | null
  /** The version that the officer saw; `*` for whichever it is. */
  version: string
  /** What cannot be used of it. */
  error?: { path: string, message: string }
}

/** Excel counts days from the end of 1899. */
const FIRST_SERIAL = Date.UTC(1899, 11, 30)
const asDay = (text: string) => /^\d{5}(\.0+)?$/.test(text) ? new Date(FIRST_SERIAL + Number(text) * 86_400_000).toISOString().slice(0, 10) : text

const toCells = (record: string[]): ReadCell[] => record.map((text) => ({ text, isFormula: /^[=+\-@\t\r]/.test(text) }))

function readCsv (bytes: Buffer): ReadCell[][] {
  let content: string
  try {
    content = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new UnreadableFile('is not UTF-8: save it as "CSV UTF-8"')
  }
  const head = content.slice(0, 2000).split(/\r?\n/, 1)[0]!
  try {
    const records = parse(content, { bom: true, delimiter: head.includes(',') ? ',' : ';', relax_column_count: true, skip_empty_lines: true, skip_records_with_empty_values: true, to: MAX_ROWS + 2 })
    if (records.length > MAX_ROWS + 1) throw new TooManyRows()
    return records.map(toCells)
  } catch (err) {
    if (err instanceof TooManyRows) throw err
    throw new UnreadableFile(`cannot be read as CSV: ${(err as Error).message.slice(0, 200)}`)
  }
}

async function readCells (bytes: Buffer, isWorkbook: boolean): Promise<ReadCell[][]> {
  if (!isWorkbook) return readCsv(bytes)
  try {
    return await readWorkbook(bytes, MAX_ROWS)
  } catch (err) {
    throw err instanceof UnreadableWorkbook ? new UnreadableFile(err.message) : err
  }
}

/** The rows of a file of decisions. Throws where it is no such file at all; what is wrong with a row stands in the row. */
export async function readBatch (bytes: Buffer, isWorkbook: boolean): Promise<FileRow[]> {
  const [head, ...records] = await readCells(bytes, isWorkbook)
  const names = (head ?? []).map(({ text }) => text.trim())
  const unknown = names.filter((name) => name !== '' && !COLUMNS.some((column) => column === name))
  const missing = NEEDED.filter((column) => !names.includes(column))
  if (unknown.length > 0) throw new UnreadableFile(`has the column ${JSON.stringify(unknown[0]!.slice(0, 50))}, which is not known here`)
  if (missing.length > 0) throw new UnreadableFile(`lacks the column ${missing[0]}; the template has them all`)
  if (new Set(names).size < names.length) throw new UnreadableFile('names a column twice')
  const seen = new Set<string>()
  return records.map((record, i) => {
    const row = readRow(record, names, i + 2)
    if (row.error || row.request === null) return row
    if (seen.has(row.code)) return { ...row, error: { path: 'code', message: 'stands in the file already' } }
    seen.add(row.code)
    return row
  })
}

function readRow (record: ReadCell[], names: string[], row: number): FileRow {
  const cell = (column: Column) => record[names.indexOf(column)]?.text.trim() ?? ''
  const read: FileRow = { row, code: cell('code').slice(0, 20), version: cell('version'), request: null }
  // The name is there for whoever fills the file in.
  const formula = record.findIndex(({ isFormula }, i) => isFormula && names[i] !== 'name')
  if (formula >= 0) return { ...read, error: { path: names[formula] ?? 'row', message: 'must not be a formula' } }
  if (record.some(({ text }, i) => text !== '' && (names[i] ?? '') === '')) return { ...read, error: { path: 'row', message: 'has more cells than the header' } }
  if (cell('outcome') === '') return read
  if (!/^([1-9]\d{0,8}|\*)$/.test(read.version)) return { ...read, error: { path: 'version', message: 'must be the version that was decided on, or * for whichever it is' } }
  const [effectiveFrom, evidenceDate] = [asDay(cell('effectiveFrom')), asDay(cell('evidenceDate'))]
  for (const [path, day] of [['effectiveFrom', effectiveFrom], ['evidenceDate', evidenceDate]] as const) {
    if (day !== '' && !isDay(day)) return { ...read, error: { path, message: 'must be a day that exists, YYYY-MM-DD' } }
  }
  const { data, error } = DecisionRequest.safeParse({
    outcome: cell('outcome'), evidence: { kind: cell('evidenceKind'), reference: cell('evidenceReference'), ...evidenceDate !== '' && { date: evidenceDate } },
    ...effectiveFrom !== '' && { effectiveFrom }, ...cell('note') !== '' && { note: cell('note') },
  })
  if (data) return { ...read, request: data }
  const [issue] = error.issues
  return { ...read, error: { path: columnOf(issue!.path), message: issue!.message } }
}

const columnOf = ([member, inner]: PropertyKey[]): string => member === 'evidence' ? `evidence${String(inner ?? 'kind').replace(/^./, (letter) => letter.toUpperCase())}` : String(member)
