import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Database } from '../db/client.ts'
import { formatAsked, standsAt } from '../http/asked.ts'
import { answerLines } from '../http/list-file.ts'
import { decodeCursor, DEFAULT_LIMIT, encodeCursor, linkNext } from '../http/page.ts'
import type { Listing } from './queries.ts'
import { countEntries, readEntries, selectEntries } from './queries.ts'
import { atKeptShelf, copyKept } from './shelf.ts'

const After = z.object({ id: z.int().min(1) })

interface Paging { cursor?: string | undefined, limit?: number | undefined, total: boolean }

/** A page of entries, the newest first. */
export async function readListing<T extends { id: number }> (db: Database, request: FastifyRequest, reply: FastifyReply, listing: Listing, { cursor, limit = DEFAULT_LIMIT, total }: Paging) {
  const after = decodeCursor(cursor, After, request.query as object)?.id
  const page = await atKeptShelf(db, async (tx, position) => ({
    rows: await readEntries<T>(tx, listing, { after, limit: limit + 1 }), position, ...total && { total: await countEntries(tx, listing) },
  }))
  const { rows, ...rest } = page
  const items = rows.slice(0, limit)
  const next = rows.length > limit ? encodeCursor({ id: items.at(-1)!.id }, request.query as object) : null
  linkNext(request, reply, next)
  return { items, next, ...rest }
}

/** The same for the public: also as a file, of the whole list where no limit is given. */
export async function answerListing<T extends { id: number }> (db: Database, request: FastifyRequest, reply: FastifyReply, { title, item, listing }: { title: string, item: z.ZodObject, listing: Listing }, paging: Paging) {
  if (formatAsked(request) === 'json') {
    const page = await readListing<T>(db, request, reply, listing, paging)
    standsAt(request, page.position)
    return page
  }
  const after = decodeCursor(paging.cursor, After, request.query as object)?.id
  const { position, rows } = await copyKept(db, selectEntries(listing, { after, limit: paging.limit }))
  standsAt(request, position)
  return answerLines(request, reply, `${title}-${position}`, item, rows)
}
