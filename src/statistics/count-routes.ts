import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import type { Day } from '../calendar.ts'
import type { Dimension, EnterpriseFilter } from '../enterprises/queries.ts'
import { AGE_BANDS, countBy, countCellsAt, isOfCells, sumCells } from '../enterprises/queries.ts'
import { CATEGORIES, LEGAL_TYPES, OWNERSHIPS } from '../enterprises/schemas.ts'
import { dayAsked, formatAsked, standsAt } from '../http/asked.ts'
import { sendJson } from '../http/body.ts'
import { languageOf } from '../http/language.ts'
import { answerList } from '../http/list-file.ts'
import type { MomentAsked } from '../http/moment.ts'
import { atMomentAsked, isAboutThePast } from '../http/moment.ts'
import { badRequest, problems } from '../http/problem.ts'
import { findCommune, findProvince, listProvinces } from '../localities/queries.ts'
import { countDataset } from './count-dataset.ts'
import { observe, withZeros } from './observations.ts'
import { provenanceOf } from './provenance.ts'
import type { Cube } from './queries.ts'
import { findGrounds } from './queries.ts'
import { COUNT_FORMATS, Counts, CountsQuery, observationOf } from './schemas.ts'

const isNo = (division: string) => `is not a code of the division of ${division}`

const routes: FastifyPluginAsyncZod<{ latest: (day: Day) => Promise<Cube> }> = async (app, { latest }) => {
  /** What the answer is made of: from the cube where it tells enough, else from the database. */
  async function countAsked (request: FastifyRequest, asked: MomentAsked, filter: EnterpriseFilter, by: readonly Dimension[]) {
    const { division, province, commune } = filter
    const hasCells = isOfCells(filter, by)
    if (hasCells && !isAboutThePast(asked)) {
      const cube = await latest(dayAsked(request))
      standsAt(request, cube.position)
      const { position, day, ruleSet, recorded } = cube
      if (province !== undefined && !cube.provinces[division].some(({ code }) => code === province)) throw badRequest('province', isNo(division))
      return { counted: sumCells(cube.cells, filter, by), provinces: cube.provinces[division], grounds: { ruleSet, recorded }, position, day }
    }
    return await atMomentAsked(app.db, request, asked, async (tx, moment) => {
      if (province !== undefined && !await findProvince(tx, division, province, moment.day)) throw badRequest('province', isNo(division))
      if (commune !== undefined && !await findCommune(tx, commune)) throw badRequest('commune', isNo('2025'))
      return {
        counted: hasCells ? sumCells(await countCellsAt(tx, moment), filter, by) : await countBy(tx, moment, filter, by),
        provinces: await listProvinces(tx, division, moment.day, moment.knownAt),
        grounds: await findGrounds(tx, moment, moment.knownAt),
        day: moment.day,
      }
    })
  }

  app.get('/counts', {
    config: { access: 'public', isOfRegister: true, formats: COUNT_FORMATS },
    schema: {
      operationId: 'countEnterprises',
      tags: ['statistics'],
      summary: 'Count enterprises by up to three dimensions',
      description: 'The same enterprises that `GET /enterprises` lists with these filters, on any day and as known at any position. What no unit of the division can claim stands in `unplaced`: the sum of both is the same in either division. As JSON-stat 2.0 with `format=jsonstat`. / Đếm doanh nghiệp theo tối đa ba chiều, tại bất kỳ ngày nào.',
      querystring: CountsQuery,
      response: { 200: Counts, ...problems(400, 406, 503) },
    },
  }, async (request, reply) => {
    const { by = [], zeros, format: _format, asof, knownat, ...filter } = request.query
    const [format, language] = [formatAsked(request), languageOf(request)]
    const { division, province, commune } = filter
    if (division === '2004' && (commune !== undefined || by.includes('commune'))) throw badRequest(commune === undefined ? 'by' : 'commune', 'communes are those of the division of 2025; leave out division=2004')
    const { counted, provinces, grounds, position, day } = await countAsked(request, { asof, knownat }, filter, by)
    const { observations, unplaced } = observe(by, counted)
    const provenance = { ...provenanceOf({ ...grounds, position, day }, filter, { knownat }), division }
    const known = {
      province: province === undefined ? provinces.map(({ code }) => code) : [province], category: filter.category ?? CATEGORIES, status: filter.status, basis: filter.basis,
      ownership: filter.ownership ?? OWNERSHIPS, legaltype: filter.legaltype ?? LEGAL_TYPES, ageband: AGE_BANDS,
    }
    const all = zeros || format === 'jsonstat' ? withZeros(by, observations, known) : observations
    if (format === 'jsonstat') {
      if (by.length === 0) throw badRequest('by', 'names no dimension, and JSON-stat has none without one')
      const names = new Map(provinces.map(({ code, name, nameEn }) => [code, language === 'vi' ? name : nameEn]))
      return sendJson(reply, JSON.stringify(countDataset(by, all, { names, language, provenance, unplaced })), 'jsonstat')
    }
    if (format !== 'json') return answerList(request, reply, `counts-${position}`, observationOf(by), { items: all }) as never
    return { observations: all as z.output<typeof Counts>['observations'], unplaced, provenance }
  })
}

export default routes
