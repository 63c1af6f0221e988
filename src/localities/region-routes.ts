import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { dayAsked, standsAt } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { badRequest, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { listProvinces, listRegions } from './queries.ts'
import { ListRegionsQuery, Region, RegionList } from './schemas.ts'

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listRegions',
      tags: ['localities'],
      summary: 'List the socio-economic regions',
      description: 'The six regions of the 34 provinces, each with its provinces and the act that it rests on. Those of before October 2025, of the 63 provinces, are not kept. / Danh sách sáu vùng kinh tế - xã hội.',
      querystring: ListRegionsQuery,
      response: { 200: RegionList, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { on = dayAsked(request) } = request.query
    const language = languageOf(request)
    return await atOnePosition(app.db, async (tx, position) => {
      standsAt(request, position)
      const regions = await listRegions(tx, on)
      const unborn = regions.find(({ validFrom }) => validFrom > on)
      if (unborn) throw badRequest('on', `is before ${unborn.validFrom}, from which on regions are known`)
      const names = new Map((await listProvinces(tx, '2025', on)).map(({ code, name, nameEn }) => [code, language === 'vi' ? name : nameEn]))
      const items = regions.map(({ code, name, nameEn, provinces, validFrom, validTo, act }) => ({
        code, name: language === 'vi' ? name : nameEn, provinces: provinces.map((own) => ({ code: own, name: names.get(own) ?? own })), validFrom, validTo, act,
      }))
      return answerList(request, reply, 'regions', Region, { items, position })
    })
  })
}

export default routes
