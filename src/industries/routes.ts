import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { standsAt } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { listConversions, listIndustries } from './queries.ts'
import { Industry, IndustryList, ListIndustriesQuery } from './schemas.ts'

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listIndustries',
      tags: ['industries'],
      summary: 'List the industry codes of the ICT sector',
      description: 'VSIC codes of both versions with whether they are in the scope, and their conversion. / Danh mục ngành ICT trong VSIC 2018 và 2025.',
      querystring: ListIndustriesQuery,
      response: { 200: IndustryList, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const language = languageOf(request)
    return await atOnePosition(app.db, async (tx, position) => {
      standsAt(request, position)
      const [rows, conversions] = [await listIndustries(tx, request.query), await listConversions(tx)]
      const items = rows.map(({ vsic, code, level, name, nameEn, scope, act }): z.output<typeof Industry> => ({
        vsic: vsic as '2018' | '2025', code, level, name: language === 'vi' ? name : nameEn, scope: scope as 'yes' | 'no', act,
        convertsTo: vsic === '2018' ? conversions.filter((c) => c.oldCode === code).map((c) => c.newCode) : [],
        convertsFrom: vsic === '2025' ? conversions.filter((c) => c.newCode === code).map((c) => c.oldCode) : [],
      }))
      return answerList(request, reply, 'industries', Industry, { items, position })
    })
  })
}

export default routes
