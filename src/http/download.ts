import { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { pipeline, Transform } from 'node:stream'
import { createBrotliCompress, createGzip, constants } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { codingAsked } from './asked.ts'
import type { Format } from './negotiation.ts'
import { MEDIA_TYPES } from './negotiation.ts'
import type { CellValue, Row } from './workbook.ts'

/** Excel takes a CSV file for UTF-8 only if it begins with this. */
const BOM = '\ufeff'
/** A reader that takes nothing for so long holds a connection of the database for nothing. */
const STALLED_MS = 60_000
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } }

/** Sends a file as a stream, coded as the caller likes, under a proper name. What it is made from ends when the caller leaves. */
export function sendFile (request: FastifyRequest, reply: FastifyReply, format: Format, name: string, file: Readable): FastifyReply {
  const coding = format === 'xlsx' ? 'identity' : codingAsked(request)
  reply.type(MEDIA_TYPES[format]).header('content-disposition', `attachment; filename="${name}.${format}"`)
  const { socket } = request.raw
  // A request that a test injects has none.
  if (socket instanceof Socket) socket.setTimeout(STALLED_MS, () => socket.destroy())
  if (coding === 'identity') return reply.send(file)
  reply.header('content-encoding', coding)
  const coder = coding === 'br' ? createBrotliCompress(BROTLI) : createGzip()
  return reply.send(joined(file, coder))
}

const quote = (text: string) => /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

/** Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection). */
const defuse = (text: string) => /^[=+\-@\t\r]/.test(text) ? `'${text}` : text

const csvCell = (value: CellValue) => value === null ? '' : typeof value === 'string' ? quote(defuse(value)) : String(value)
export const csvLine = (cells: Row): string => `${cells.map(csvCell).join(',')}\r\n`
export const csvHead = (columns: string[]): string => BOM + csvLine(columns)

/** What COPY writes as a CSV file: with column names, and lines that end as RFC 4180 wants it, not as the server's system does. */
export const asCsv = (rows: Readable, columns: string[]): Readable => joined(rows, new Transform({
  construct (done) {
    this.push(csvHead(columns))
    done()
  },
  transform: (chunk: Buffer, _encoding, done) => done(null, Buffer.from(chunk.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')),
}))

/** Either ends with the other; whoever reads the last one hears of an error. */
const joined = (from: Readable, into: Transform): Transform => pipeline(from, into, () => {}) as Transform
