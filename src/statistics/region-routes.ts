import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { formatAsked } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import type { MomentAsked } from '../http/moment.ts'
import { problems } from '../http/problem.ts'
import { describeBase, notKnownYet, provenanceOf } from './provenance.ts'
import type { Cube } from './queries.ts'
import { countByRegion } from './queries.ts'
import { CountRegionsQuery, RegionCount, RegionCounts } from './region-schemas.ts'

const routes: FastifyPluginAsyncZod<{ cubeAsked: (request: FastifyRequest, moment: MomentAsked) => Promise<Cube> }> = async (app, { cubeAsked }) => {
  app.get('/regions', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'countByRegion',
      tags: ['statistics'],
      summary: 'Count enterprises per socio-economic region and category',
      description: 'A region is the sum of its provinces of 2025, as `GET /statistics/localities` counts them, and the nation the sum of the regions; what stands in a province of no region is in `unplaced`. Regions are those of the day; before 5 October 2025, when the present ones begin, days are told in these. / Số doanh nghiệp công nghệ số theo vùng kinh tế - xã hội và nhóm.',
      querystring: CountRegionsQuery,
      response: { 200: RegionCounts, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { base, format: _format, asof, knownat, ...filter } = request.query
    const language = languageOf(request)
    const cube = await cubeAsked(request, { asof, knownat })
    if (cube.regions.length === 0) throw notKnownYet('region', knownat)
    const { regions, nation, unplaced } = countByRegion(cube, { base, filter })
    const items = regions.map(({ nameEn, ...region }) => ({ ...region, name: language === 'vi' ? region.name : nameEn }))
    if (formatAsked(request) !== 'json') return answerList(request, reply, `regions-${cube.position}`, RegionCount, { items }) as never
    const populationBase = cube.bases.find(({ code }) => code === base)
    return {
      regions: items,
      nation,
      unplaced,
      provenance: {
        ...provenanceOf(cube, filter, { knownat }),
        division: '2025' as const,
        populationBase: populationBase ? describeBase(populationBase, language) : null,
        regionsOn: cube.regions.reduce((day, { validFrom }) => validFrom > day ? validFrom : day, cube.day),
      },
    }
  })
}

export default routes
