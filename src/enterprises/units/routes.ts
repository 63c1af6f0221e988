import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { decodeCursor, encodeCursor, linkNext } from '../../http/page.ts'
import { problems } from '../../http/problem.ts'
import { checkCode, checkShown } from '../asked-enterprise.ts'
import { atViewAsked } from '../asked-view.ts'
import { EnterpriseCode } from '../schemas.ts'
import { listUnits } from './queries.ts'
import type { Unit } from './schemas.ts'
import { ListUnitsQuery, UnitPage } from './schemas.ts'

const After = z.object({ code: z.string() })

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/:code/units', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'listUnits',
      tags: ['enterprises'],
      summary: 'List the dependent units of an enterprise',
      description: 'Branches, representative offices and business locations that the feed told of, in the order of their codes; an empty page where it told of none. They are no enterprises and are in no count. The code is answered as by `GET /enterprises/{code}`: 404 where there is no such enterprise, 410 where a full file no longer has it. / Danh sách chi nhánh, văn phòng đại diện và địa điểm kinh doanh của doanh nghiệp.',
      params: z.object({ code: EnterpriseCode }),
      querystring: ListUnitsQuery,
      response: { 200: UnitPage, ...problems(400, 404, 406, 410, 503) },
    },
  }, async (request, reply) => {
    const { code } = request.params
    const { cursor, limit, ...query } = request.query
    checkCode(code)
    const question = { ...query, code, knownat: undefined, known: JSON.stringify(query.knownat) }
    const after = decodeCursor(cursor, After, question)?.code
    const { rows, position } = await atViewAsked(app.db, request, query, async (tx, view) => {
      await checkShown(tx, code, view)
      return { rows: await listUnits(tx, code, view, { after, limit: limit + 1 }) }
    })
    const items = rows.slice(0, limit) as Unit[]
    const next = rows.length > limit ? encodeCursor({ code: items.at(-1)!.code }, question) : null
    linkNext(request, reply, next)
    return { items, next, position }
  })
}

export default routes
