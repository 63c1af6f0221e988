import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { dayAsked, formatAsked, standsAt } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import type { MomentAsked } from '../http/moment.ts'
import { atMomentAsked, isAboutThePast } from '../http/moment.ts'
import { problems } from '../http/problem.ts'
import type { HeadWatch } from '../journal/head-watch.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import allocation from './allocation-routes.ts'
import counts from './count-routes.ts'
import density from './density-routes.ts'
import { TARGET } from './goals.ts'
import { latestCube } from './latest-cube.ts'
import { progressTo } from './pace.ts'
import { describeBase, notKnownYet, provenanceOf } from './provenance.ts'
import published from './published-routes.ts'
import type { Cube } from './queries.ts'
import { MONTHS_OBSERVED, paceOver, project } from './projection.ts'
import { countByLocality, countNation, listGrowth, loadCube } from './queries.ts'
import regions from './region-routes.ts'
import series from './series-routes.ts'
import { CountLocalitiesQuery, LocalityCount, LocalityCounts } from './schemas.ts'
import { TargetProgress, TargetQuery } from './target-schemas.ts'

const routes: FastifyPluginAsyncZod<{ head: HeadWatch }> = async (app, { head }) => {
  const latest = latestCube(app.db, head)
  await app.register(allocation)
  await app.register(counts, { latest })
  await app.register(series)
  await app.register(published)

  /** The present one is kept; one of the past is counted anew, and the answer is. */
  async function cubeAsked (request: FastifyRequest, moment: MomentAsked): Promise<Cube> {
    if (isAboutThePast(moment)) return await atMomentAsked(app.db, request, moment, async (tx, { day, knownAt }) => await loadCube(tx, { day, knownAt }, knownAt!))
    const cube = await latest(dayAsked(request))
    standsAt(request, cube.position)
    return cube
  }
  await app.register(density, { cubeAsked })
  await app.register(regions, { cubeAsked })

  app.get('/localities', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'countByLocality',
      tags: ['statistics'],
      summary: 'Count enterprises per locality and category',
      description: 'Every unit of the division, also where nothing counts, and the nation as their sum. By default: active enterprises with a derived or confirmed category. / Số doanh nghiệp công nghệ số theo địa phương và nhóm.',
      querystring: CountLocalitiesQuery,
      response: { 200: LocalityCounts, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { division, base, format: _format, asof, knownat, ...filter } = request.query
    const language = languageOf(request)
    const cube = await cubeAsked(request, { asof, knownat })
    const { localities, nation, unplaced } = countByLocality(cube, { division, base, filter })
    const items = localities.map(({ nameEn, ...locality }) => ({ ...locality, name: language === 'vi' ? locality.name : nameEn, type: locality.type as 'tỉnh' }))
    if (formatAsked(request) !== 'json') return answerList(request, reply, `localities-${cube.position}`, LocalityCount, { items }) as never
    const populationBase = cube.bases.find(({ code }) => code === base)
    return {
      localities: items,
      nation,
      unplaced,
      provenance: {
        ...provenanceOf(cube, filter, { knownat }),
        division,
        populationBase: populationBase ? describeBase(populationBase, language) : null,
      },
    }
  })

  app.get('/target', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getTargetProgress',
      tags: ['statistics'],
      summary: 'Progress to 100,000 enterprises by 2030',
      description: 'The count against the target of Directive 01/CT-TTg, what is missing and the pace that it takes, the pace observed over 12 and 36 months and where that leads; beside it the figures that others published. / Tiến độ tới mục tiêu 100.000 doanh nghiệp năm 2030.',
      querystring: TargetQuery,
      response: { 200: TargetProgress, ...problems(400, 503) },
    },
  }, async (request) => {
    const { asof, knownat, ...filter } = request.query
    const cube = await cubeAsked(request, { asof, knownat })
    // As known at the position of the count, whatever is recorded meanwhile.
    const growth = await atOnePosition(app.db, async (tx) => await listGrowth(tx, { day: cube.day, knownAt: cube.position }, filter, MONTHS_OBSERVED))
    const target = cube.targets.find(({ code }) => code === TARGET)
    if (!target) throw notKnownYet('target', knownat)
    const count = countNation(cube, filter)
    const progress = progressTo(target, count, cube.day)
    return {
      target: target.minimum, dueOn: target.dueOn, source: target.source, count,
      ...progress,
      pace: { months12: paceOver(12, growth), months36: paceOver(36, growth) },
      projection: project(growth, { count, minimum: target.minimum, today: cube.day, monthsLeft: progress.monthsLeft }),
      published: cube.published,
      provenance: provenanceOf(cube, filter, { knownat }),
    }
  })
}

export default routes
