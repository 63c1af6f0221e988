import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { decodeCursor, encodeCursor, linkNext } from '../../http/page.ts'
import { problems } from '../../http/problem.ts'
import { checkCode, checkShown } from '../asked-enterprise.ts'
import { atViewAsked } from '../asked-view.ts'
import { listNames } from '../queries.ts'
import { EnterpriseCode } from '../schemas.ts'
import { listRelations, relationKey } from './queries.ts'
import { ListRelationsQuery, RelationPage } from './schemas.ts'

const After = z.object({ key: z.string() })

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/:code/relations', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'listRelations',
      tags: ['enterprises'],
      summary: 'List conversions, predecessors and successors of an enterprise',
      description: 'As far as the feed tells: changes of legal type from the enterprise\'s own versions; divisions, separations, consolidations and mergers where records of the canonical form name them, shown at both ends. The earliest first; an empty page where nothing is told. The code is answered as by `GET /enterprises/{code}`. / Chuyển đổi loại hình, chia, tách, hợp nhất, sáp nhập của doanh nghiệp.',
      params: z.object({ code: EnterpriseCode }),
      querystring: ListRelationsQuery,
      response: { 200: RelationPage, ...problems(400, 404, 406, 410, 503) },
    },
  }, async (request, reply) => {
    const { code } = request.params
    const { cursor, limit, ...query } = request.query
    checkCode(code)
    const question = { ...query, code, knownat: undefined, known: JSON.stringify(query.knownat) }
    const after = decodeCursor(cursor, After, question)?.key
    const { rows, types, position } = await atViewAsked(app.db, request, { ...query, division: '2025' }, async (tx, view) => {
      await checkShown(tx, code, view)
      return { rows: await listRelations(tx, { ...view, code }), types: await listNames(tx, 'legal_types', view) }
    })
    const rest = after === undefined ? rows : rows.filter((row) => relationKey(row) > after)
    const items = rest.slice(0, limit)
    const next = rest.length > limit ? encodeCursor({ key: relationKey(items.at(-1)!) }, question) : null
    const nameOf = (type: string | null) => type === null ? null : types.get(type) ?? type
    linkNext(request, reply, next)
    return { items: items.map((row) => ({ ...row, fromName: nameOf(row.from), toName: nameOf(row.to) })), next, position }
  })
}

export default routes
