import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { dayAsked, formatAsked, standsAt } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { problems, unavailable } from '../http/problem.ts'
import type { HeadWatch } from '../journal/head-watch.ts'
import { latestCube } from './latest-cube.ts'
import { progressTo } from './pace.ts'
import type { CountFilter, Cube } from './queries.ts'
import { countByLocality, countNation } from './queries.ts'
import type { Provenance } from './schemas.ts'
import { CountLocalitiesQuery, LocalityCount, LocalityCounts, TargetProgress, TargetQuery } from './schemas.ts'

const TARGET = 'directive-01-2030'

const routes: FastifyPluginAsyncZod<{ head: HeadWatch }> = async (app, { head }) => {
  const cubeOf = latestCube(app.db, head)

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
    const { division, base, format: _format, ...filter } = request.query
    const language = languageOf(request)
    const cube = await cubeOf(dayAsked(request))
    standsAt(request, cube.position)
    const { localities, nation, unplaced } = countByLocality(cube, { division, base, filter })
    const items = localities.map(({ nameEn, ...locality }) => ({ ...locality, name: language === 'vi' ? locality.name : nameEn, type: locality.type as 'tỉnh' }))
    if (formatAsked(request) !== 'json') return answerList(request, reply, `localities-${cube.position}`, LocalityCount, { items }) as never
    const populationBase = cube.bases.find(({ code }) => code === base)
    return {
      localities: items,
      nation,
      unplaced,
      provenance: {
        ...provenanceOf(cube, filter),
        division,
        populationBase: populationBase ? { code: base, name: language === 'vi' ? populationBase.name : populationBase.nameEn, asOf: populationBase.asOf, source: populationBase.source } : null,
      },
    }
  })

  app.get('/target', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getTargetProgress',
      tags: ['statistics'],
      summary: 'Progress to 100,000 enterprises by 2030',
      description: 'The count against the target of Directive 01/CT-TTg, what is missing and the pace that it takes; beside it the figures that others published. / Tiến độ tới mục tiêu 100.000 doanh nghiệp năm 2030.',
      querystring: TargetQuery,
      response: { 200: TargetProgress, ...problems(400, 503) },
    },
  }, async (request) => {
    const cube = await cubeOf(dayAsked(request))
    standsAt(request, cube.position)
    const target = cube.targets.find(({ code }) => code === TARGET)
    if (!target) throw unavailable(new Error('no target is loaded'))
    const count = countNation(cube, request.query)
    return {
      target: target.minimum, dueOn: target.dueOn, source: target.source, count,
      ...progressTo(target, count, cube.day),
      published: cube.published,
      provenance: provenanceOf(cube, request.query),
    }
  })
}

export default routes

function provenanceOf ({ position, day, ruleSet, provenance: { recordedAt, sourceReadAt } }: Cube, { status, basis, ownership }: CountFilter): z.output<typeof Provenance> {
  if (!ruleSet) throw unavailable(new Error('no rule set is loaded'))
  return {
    asOf: day, position, knownAt: recordedAt?.toISOString() ?? null, sourceReadAt: sourceReadAt?.toISOString() ?? null,
    basis: basis as z.output<typeof Provenance>['basis'], status: status as z.output<typeof Provenance>['status'],
    ownership: (ownership ?? null) as z.output<typeof Provenance>['ownership'], ruleSet: ruleSet.version,
  }
}
