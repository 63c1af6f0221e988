import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { daysBetween } from '../calendar.ts'
import { formatAsked } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import type { MomentAsked } from '../http/moment.ts'
import { problems } from '../http/problem.ts'
import { densities } from './density.ts'
import { Densities, LocalityDensity } from './density-schemas.ts'
import { DENSITY_GOAL } from './goals.ts'
import { describeBase, provenanceOf } from './provenance.ts'
import type { Cube } from './queries.ts'
import { countByLocality } from './queries.ts'
import { CountLocalitiesQuery } from './schemas.ts'

const routes: FastifyPluginAsyncZod<{ cubeAsked: (request: FastifyRequest, moment: MomentAsked) => Promise<Cube> }> = async (app, { cubeAsked }) => {
  app.get('/density', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'getDensity',
      tags: ['statistics'],
      summary: 'Enterprises per 1,000 people, against the goal of 2030',
      description: 'For every unit of the division, on a stated base of population. Where the base has no population of a unit there is no density and `noDensity` says why; no population is interpolated. / Mật độ doanh nghiệp trên 1.000 dân so với mục tiêu năm 2030.',
      querystring: CountLocalitiesQuery,
      response: { 200: Densities, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { division, base, format: _format, asof, knownat, ...filter } = request.query
    const language = languageOf(request)
    const cube = await cubeAsked(request, { asof, knownat })
    const goal = cube.targets.find(({ code }) => code === DENSITY_GOAL)
    const counted = countByLocality(cube, { division, base, filter })
    const { localities, nation } = densities(counted.localities, counted.nation, goal?.minimum)
    const items = localities.map(({ nameEn, ...locality }) => ({ ...locality, name: language === 'vi' ? locality.name : nameEn, type: locality.type as 'tỉnh' }))
    if (formatAsked(request) !== 'json') return answerList(request, reply, `density-${cube.position}`, LocalityDensity, { items }) as never
    const bases = cube.bases.map((row) => ({ ...describeBase(row, language), units: cube.populations[division].get(row.code)?.size ?? 0 }))
    const asked = cube.bases.find(({ code }) => code === base)
    return {
      localities: items,
      nation,
      goal: goal ? { per1000: goal.minimum, dueOn: goal.dueOn, source: goal.source } : null,
      bases,
      isInterpolated: false as const,
      daysFromBase: asked ? daysBetween(asked.asOf, cube.day) : null,
      provenance: { ...provenanceOf(cube, filter, { knownat }), division, populationBase: asked ? describeBase(asked, language) : null },
    }
  })
}

export default routes
