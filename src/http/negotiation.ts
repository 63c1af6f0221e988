import type { FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { HttpProblem } from './problem.ts'

/** The forms in which something can be answered; `format=` names them. */
export const MEDIA_TYPES = {
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  jsonstat: 'application/vnd.json-stat+json; charset=utf-8',
  jsonld: 'application/ld+json; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  sse: 'text/event-stream; charset=utf-8',
  gzip: 'application/gzip',
} as const
export type Format = keyof typeof MEDIA_TYPES

export const CODINGS = ['br', 'gzip', 'identity'] as const
export type Coding = typeof CODINGS[number]

const bare = (format: Format): string => MEDIA_TYPES[format].split(';')[0]!

/** What the same few clients send again and again is read once. */
function remembered<T> (read: (text: string) => T, most = 500): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined || known.has(text)) return found as T
    if (known.size >= most) known.clear()
    const value = read(text)
    known.set(text, value)
    return value
  }
}

// Its types know nothing of the preference among codings that the caller likes equally.
const encodings = Negotiator.prototype.encodings as (this: Negotiator, available: readonly Coding[], options: { preferred: readonly Coding[] }) => Coding[]
const codingOf = remembered((header) =>
  encodings.call(new Negotiator({ headers: { 'accept-encoding': header } }), CODINGS, { preferred: CODINGS })[0] ?? 'identity')

/** The coding that saves most of those that the caller takes (RFC 9110 §12.5.3). */
export const acceptedCoding = (request: FastifyRequest): Coding => {
  const header = request.headers['accept-encoding']
  return header === undefined ? 'identity' : codingOf(header.slice(0, 500))
}

/** The form asked for: by `format`, which wins, else by Accept (RFC 9110 §12.5.1). A 406 where none of those offered will do. */
export function formatNegotiator (offered: readonly Format[]): (request: FastifyRequest) => Format {
  const formatIn = remembered((accept): Format | undefined => {
    const [type] = new Negotiator({ headers: { accept } }).mediaTypes(offered.map(bare))
    return offered.find((format) => bare(format) === type)
  })
  return (request) => {
    const { format } = request.query as { format?: unknown }
    const named = format === undefined ? undefined : offered.find((one) => one === format)
    if (named) return named
    const { accept } = request.headers
    if (accept === undefined || accept === '*/*' || accept === '') return offered[0]!
    const found = formatIn(accept.slice(0, 1000))
    if (found) return found
    throw new HttpProblem('not-acceptable', {
      vi: `Chỉ trả lời bằng: ${offered.map(bare).join(', ')}.`,
      en: `This address answers with ${offered.map(bare).join(', ')}.`,
    })
  }
}
