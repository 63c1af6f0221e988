import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { decodeCursor, encodeCursor, linkNext } from '../http/page.ts'
import { problems } from '../http/problem.ts'
import { findAuditEnd, listAudit } from '../journal/audit-queries.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { AuditPage, ListAuditQuery } from './audit-schemas.ts'

const Before = z.object({ before: z.int() })

/** The trail of who did what. */
const routes: FastifyPluginAsyncZod = async (app) => {
  app.addHook('onRequest', async (_request, reply) => { reply.header('cache-control', 'no-store') })

  app.get('/audit', {
    config: { access: 'admin' },
    schema: {
      operationId: 'listAudit',
      tags: ['access'],
      summary: 'List who did what',
      description: 'Every write, every event of a key and every refused attempt, the newest first. Nobody can change or remove an entry without the chain of their hashes showing it. / Nhật ký: ai đã làm gì, khi nào, từ đâu.',
      querystring: ListAuditQuery,
      response: { 200: AuditPage, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { cursor, limit, from, until, ...filter } = request.query
    // With the name of the list: a cursor of another one is none of this.
    const question = { list: 'audit', ...request.query }
    const before = decodeCursor(cursor, Before, question)?.before
    const page = await atOnePosition(app.db, async (tx, position) => ({
      rows: await listAudit(tx, { ...filter, from: from === undefined ? undefined : new Date(from), until: until === undefined ? undefined : new Date(until) }, { before, limit: limit + 1 }),
      end: await findAuditEnd(tx),
      position,
    }))
    const items = page.rows.slice(0, limit)
    const next = page.rows.length > limit ? encodeCursor({ before: items.at(-1)!.number }, question) : null
    linkNext(request, reply, next)
    return { items, next, position: page.position, end: page.end }
  })
}

export default routes
