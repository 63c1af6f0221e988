import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '../db/client.ts'
import { dayAsked, standsAt } from '../http/asked.ts'
import type { Language } from '../http/language.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { badRequest, notFound, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { placeTitle } from './place-title.ts'
import type { Division } from './queries.ts'
import { countCommunes, findProvince, listCommunes, listProvinces, listSuccessions } from './queries.ts'
import { Commune, CommuneList, GetLocalityQuery, ListLocalitiesQuery, Locality, LocalityList, ProvinceCode } from './schemas.ts'

const NEW_DIVISION_FROM = '2025-07-01'

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listLocalities',
      tags: ['localities'],
      summary: 'List the provinces and centrally-run cities of a division',
      description: 'The 34 units in force, or the 63 before July 2025, with what they came from or went to. / Danh sách tỉnh, thành phố trực thuộc trung ương.',
      querystring: ListLocalitiesQuery,
      response: { 200: LocalityList, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { division, on = dayAsked(request) } = request.query
    checkDay(division, on)
    const language = languageOf(request)
    return await atOnePosition(app.db, async (tx, position) => {
      standsAt(request, position)
      const describe = await describer(tx, division, on, language)
      return answerList(request, reply, 'localities', Locality, { division, items: (await listProvinces(tx, division, on)).map(describe), position })
    })
  })

  app.get('/:code', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getLocality',
      tags: ['localities'],
      summary: 'Get a province or centrally-run city',
      description: 'A code means nothing without its division: seven of them name another province in each. / Thông tin một tỉnh, thành phố.',
      params: z.object({ code: ProvinceCode }),
      querystring: GetLocalityQuery,
      response: { 200: Locality, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    const { division, on = dayAsked(request) } = request.query
    checkDay(division, on)
    const language = languageOf(request)
    return await atOnePosition(app.db, async (tx, position) => {
      standsAt(request, position)
      const province = await findProvince(tx, division, request.params.code, on)
      if (!province) throw noLocality(request.params.code, division)
      return (await describer(tx, division, on, language))(province)
    })
  })

  app.get('/:code/communes', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listCommunes',
      tags: ['localities'],
      summary: 'List the communes of a province or centrally-run city',
      description: 'Communes, wards and special zones of the division of 2025; districts were abolished with it. / Danh sách xã, phường, đặc khu.',
      params: z.object({ code: ProvinceCode }),
      querystring: ListLocalitiesQuery.omit({ division: true }),
      response: { 200: CommuneList, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { on = dayAsked(request) } = request.query
    checkDay('2025', on)
    const language = languageOf(request)
    const { code } = request.params
    return await atOnePosition(app.db, async (tx, position) => {
      standsAt(request, position)
      if (!await findProvince(tx, '2025', code, on)) throw noLocality(code, '2025')
      const items = (await listCommunes(tx, code, on)).map((commune) => ({
        code: commune.code, name: language === 'vi' ? commune.name : commune.nameEn, type: commune.type as 'xã',
        fullName: placeTitle(commune, language), validFrom: commune.validFrom, validTo: commune.validTo,
      }))
      return answerList(request, reply, `communes-${code}`, Commune, { province: code, items, position })
    })
  })
}

export default routes

const noLocality = (code: string, division: Division) =>
  notFound({ vi: `Không có đơn vị mã ${code} trong danh mục ${division}.`, en: `The division of ${division} has no unit ${code}.` })

function checkDay (division: Division, on: string) {
  if (division === '2025' && on < NEW_DIVISION_FROM) throw badRequest('on', 'is before 1 July 2025; ask for division=2004')
}

async function describer (db: Database, division: Division, on: string, language: Language) {
  const successions = await listSuccessions(db)
  const communes = division === '2025' ? await countCommunes(db, on) : undefined
  return (province: Awaited<ReturnType<typeof listProvinces>>[number]) => ({
    code: province.code,
    name: language === 'vi' ? province.name : province.nameEn,
    type: province.type as 'tỉnh',
    fullName: placeTitle(province, language),
    division,
    validFrom: province.validFrom,
    validTo: province.validTo,
    act: province.act,
    predecessors: division === '2025' ? successions.filter((s) => s.newCode === province.code).map((s) => s.oldCode) : [],
    successor: division === '2004' ? successions.find((s) => s.oldCode === province.code)?.newCode ?? null : null,
    communes: communes?.get(province.code) ?? null,
  })
}
