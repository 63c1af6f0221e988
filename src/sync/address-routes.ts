import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dayOf } from '../calendar.ts'
import { decodeCursor, encodeCursor, linkNext } from '../http/page.ts'
import { badRequest, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { findProvince } from '../localities/queries.ts'
import { listOpenAddresses, nameCommunes } from './address-queries.ts'
import type { OpenAddress } from './address-schemas.ts'
import { ListAddressesQuery, OpenAddressPage } from './address-schemas.ts'

const After = z.object({ province: z.string(), code: z.string() })

const routes: FastifyPluginAsyncZod<{ now: () => Date }> = async (app, { now }) => {
  app.addHook('onRequest', async (_request, reply) => { reply.header('cache-control', 'no-store') })

  app.get('/sync/addresses', {
    config: { access: 'feed:write' },
    schema: {
      operationId: 'listOpenAddresses',
      tags: ['sync'],
      summary: 'List the addresses that leave the commune open',
      description: 'Enterprises of the feed, of all trades, that count in their province without a commune, by province and code, each with the communes that it can be. / Các địa chỉ chưa xác định được xã, phường, đặc khu.',
      querystring: ListAddressesQuery,
      response: { 200: OpenAddressPage, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { cursor, limit, ...filter } = request.query
    const after = decodeCursor(cursor, After, request.query)
    const today = dayOf(now())
    const page = await atOnePosition(app.db, async (tx, position) => {
      if (filter.province !== undefined && !await findProvince(tx, '2025', filter.province, today)) throw badRequest('province', 'is not a code of the division of 2025')
      const rows = await listOpenAddresses(tx, filter, { after, limit: limit + 1 })
      const communes = await nameCommunes(tx, [...new Set(rows.flatMap(({ candidates }) => candidates))], today)
      return { rows, communes, position }
    })
    const items = page.rows.slice(0, limit).map(({ candidates, ...row }) =>
      ({ ...row, candidates: candidates.flatMap((code) => page.communes.get(code) ?? []) }) as z.output<typeof OpenAddress>)
    const last = items.at(-1)
    const next = last && page.rows.length > limit ? encodeCursor({ province: last.province, code: last.code }, request.query) : null
    linkNext(request, reply, next)
    return { items, next, position: page.position }
  })
}

export default routes
