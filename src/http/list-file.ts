import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { csvHead, csvLine, sendFile } from './download.ts'
import { formatAsked } from './asked.ts'
import type { Format } from './negotiation.ts'
import type { CellValue, Row } from './workbook.ts'
import { workbook } from './workbook.ts'

/** The forms of every list. */
export const LIST_FORMATS = ['json', 'ndjson', 'csv', 'xlsx'] as const satisfies readonly Format[]
export const ListFormat = z.enum(LIST_FORMATS).optional().meta({ description: 'The form of the answer; goes before Accept.' })

type Item = z.ZodObject

const CHUNK = 65_536

/** The columns that the members of an item make: those of an inner object by its name and theirs. */
function columnsOf (item: Item, prefix = ''): string[] {
  return Object.entries(item.shape).flatMap(([name, member]) => member instanceof z.ZodObject ? columnsOf(member, `${prefix}${name}.`) : [prefix + name])
}

function cellOf (item: unknown, path: string): CellValue {
  const value = path.split('.').reduce<unknown>((inner, name) => (inner as Record<string, unknown> | null)?.[name], item)
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) return value.every((one) => typeof one !== 'object') ? value.join(' ') : JSON.stringify(value)
  return typeof value === 'object' ? JSON.stringify(value) : value as CellValue
}

/** A list in the form that was asked for: `whole` as JSON, or its items, one a line. */
export function answerList<Whole extends { items: readonly object[] }> (request: FastifyRequest, reply: FastifyReply, title: string, item: Item, whole: Whole): Whole {
  const format = formatAsked(request)
  if (format === 'json') return whole
  return sendFile(request, reply, format, title, listFile(format, title, item, whole.items)) as never
}

function listFile (format: Format, title: string, item: Item, items: readonly object[]): Readable {
  if (format === 'ndjson') return Readable.from([Buffer.from(items.map((one) => `${JSON.stringify(one)}\n`).join(''))])
  const columns = columnsOf(item)
  const rows: Row[] = items.map((one) => columns.map((column) => cellOf(one, column)))
  if (format === 'xlsx') return workbook(title, columns, Readable.from(rows))
  return Readable.from([Buffer.from(csvHead(columns) + rows.map(csvLine).join(''))])
}

/** The same of a list that comes as lines, an item as JSON each: in constant memory, however long it is. */
export function answerLines (request: FastifyRequest, reply: FastifyReply, title: string, item: Item, lines: Readable): never {
  const format = formatAsked(request)
  if (format === 'ndjson') return sendFile(request, reply, format, title, lines) as never
  const columns = columnsOf(item)
  const rows = rowsOf(lines, columns)
  return sendFile(request, reply, format, title, format === 'xlsx' ? workbook(title, columns, rows) : Readable.from(csvOf(columns, rows))) as never
}

async function * rowsOf (lines: Readable, columns: string[]): AsyncGenerator<Row> {
  for await (const line of createInterface({ input: lines, crlfDelay: Number.POSITIVE_INFINITY })) {
    const one: unknown = JSON.parse(line)
    yield columns.map((column) => cellOf(one, column))
  }
}

async function * csvOf (columns: string[], rows: AsyncIterable<Row>): AsyncGenerator<Buffer> {
  let chunk = csvHead(columns)
  for await (const row of rows) {
    chunk += csvLine(row)
    if (chunk.length < CHUNK) continue
    yield Buffer.from(chunk)
    chunk = ''
  }
  yield Buffer.from(chunk)
}
