import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { badRequest } from './problem.ts'
import { fromText } from './query.ts'

const MAX_LIMIT = 1000
const MAX_CURSOR = 600
const CHECKSUM_LENGTH = 12

const limit = { type: 'integer', format: 'int32', minimum: 1, maximum: MAX_LIMIT, description: 'How many items a page holds at most.' }

export const DEFAULT_LIMIT = 50
const readLimit = fromText(
  limit,
  `must be a whole number from 1 to ${MAX_LIMIT}`,
  (text) => /^[1-9]\d{0,3}$/.test(text) && Number(text) <= MAX_LIMIT ? Number(text) : undefined,
)

/** How many items a page holds at most, 50 where the caller does not say. */
export const Limit = readLimit.default(DEFAULT_LIMIT).meta({ ...limit, default: DEFAULT_LIMIT })
/** The same for lists that are files as well: those hold everything where the caller does not say. */
export const LimitOfFile = readLimit.optional().meta({ ...limit, description: `${limit.description} Where absent ${DEFAULT_LIMIT}, and in other forms than JSON the whole list.` })

/** The position of the register that a list was read at. */
export const Position = z.int().min(0).max(Number.MAX_SAFE_INTEGER).meta({ description: 'The position of the register that this was read at.' })

export const Cursor = z.string().max(MAX_CURSOR).regex(/^[\w-]+$/, 'is not a cursor of this API').meta({
  description: 'Where the page begins: `next` of the page before it, sent with the same filters.',
})

/** A page of a list. Its schema's example is made of the item's, where that has one. */
export function Page<Item extends z.ZodType> (item: Item, id: string) {
  const [example] = [item.meta()?.['examples']].flat()
  return z.object({
    items: z.array(item).max(MAX_LIMIT),
    next: z.string().max(MAX_CURSOR).nullable().meta({ description: 'The `cursor` of the next page; null on the last one.' }),
    total: z.int().min(0).optional().meta({ description: 'How many items all pages hold together; on request.' }),
    position: Position,
  }).meta({
    id,
    description: 'One page of a list.',
    ...example !== undefined && { examples: [{ items: [example], next: null, position: 21_004 }] },
  })
}

/** What does not belong to the question, and so may change from page to page. */
const PAGING = new Set(['cursor', 'limit', 'total', 'format'])

/** Opaque to callers. Its checksum covers the filters too, so that it works for its own question only. */
export function encodeCursor (value: object, query: object): string {
  const json = JSON.stringify(value)
  return checksumOf(json, query) + Buffer.from(json).toString('base64url')
}

/** The value that `encodeCursor` was given, for the same filters; anything else is a 400 that names `cursor`. */
export function decodeCursor<Value extends z.ZodType> (text: string | undefined, Value: Value, query: object): z.output<Value> | undefined {
  if (text === undefined) return undefined
  const json = Buffer.from(text.slice(CHECKSUM_LENGTH), 'base64url').toString('utf8')
  if (text.slice(0, CHECKSUM_LENGTH) !== checksumOf(json, query)) throw badRequest('cursor', 'is not a cursor of this question')
  const { data, error } = Value.safeParse(fromJson(json))
  if (error) throw badRequest('cursor', 'is a cursor of an older version of this API; begin with the first page')
  return data
}

// No secret is in the checksum: a caller can make one up for whatever is not JSON, or holds a NUL, which no text of the database can.
function fromJson (json: string): unknown {
  if (json.includes('\\u0000')) return undefined
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function checksumOf (json: string, query: object): string {
  const filters = Object.entries(query).filter(([name, value]) => !PAGING.has(name) && value !== undefined).sort(([a], [b]) => a < b ? -1 : 1)
  return createHash('sha256').update(JSON.stringify([filters, json])).digest('base64url').slice(0, CHECKSUM_LENGTH)
}

/** Says in a `Link` header (RFC 8288) what `next` says in the body. */
export function linkNext (request: FastifyRequest, reply: FastifyReply, next: string | null): void {
  if (next === null) return
  const [path, search] = request.url.split('?')
  const query = new URLSearchParams(search)
  query.set('cursor', next)
  reply.header('link', `<${path}?${query}>; rel="next"`)
}
