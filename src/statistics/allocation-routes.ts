import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Day } from '../calendar.ts'
import { addYears } from '../calendar.ts'
import { countCellsAt } from '../enterprises/queries.ts'
import { formatAsked } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { atMomentAsked } from '../http/moment.ts'
import { badRequest, notFound, problems } from '../http/problem.ts'
import { findPosition } from '../journal/queries.ts'
import type { Method } from './allocation.ts'
import { allocate, stateOf } from './allocation.ts'
import type { AllocationRow } from './allocation-queries.ts'
import { findAllocationTable } from './allocation-queries.ts'
import { Allocation, AllocationQuery, LocalityAllocation } from './allocation-schemas.ts'
import tables, { presentTable } from './allocation-table-routes.ts'
import { TARGET } from './goals.ts'
import { progressTo } from './pace.ts'
import { describeBase, notKnownYet, provenanceOf } from './provenance.ts'
import type { CountFilter, Cube } from './queries.ts'
import { countByLocality, loadCube } from './queries.ts'

const routes: FastifyPluginAsyncZod = async (app) => {
  await app.register(tables)

  app.get('/allocation', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'getAllocation',
      tags: ['statistics'],
      summary: 'The target shared out among the provinces',
      description: 'How many of the 100,000 fall to each province of 2025, by equal density, in proportion to the counts of a day or as a table says; what is missing there, and whether it is on course. The parts sum to the target exactly (largest remainder; ties go to the lower code). / Phân bổ mục tiêu theo địa phương.',
      querystring: AllocationQuery,
      response: { 200: Allocation, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { method, table: code, base, countedon, format: _format, asof, knownat, ...filter } = request.query
    if ((method === 'table') !== (code !== undefined)) throw badRequest('table', method === 'table' ? 'must name the table' : 'is for method=table')
    if (method !== 'proportional' && countedon !== undefined) throw badRequest('countedon', 'is for method=proportional')
    const language = languageOf(request)
    const { cube, yearAgo, weighed, table } = await atMomentAsked(app.db, request, { asof, knownat }, async (tx, moment) => {
      if (countedon !== undefined && countedon > moment.day) throw badRequest('countedon', 'must not be behind the day of the figures')
      const knownAt = moment.knownAt ?? await findPosition(tx)
      const cube = await loadCube(tx, moment, knownAt)
      const cubeOn = async (day: Day) => day === moment.day ? cube : { ...cube, cells: await countCellsAt(tx, { day, knownAt }) }
      return {
        cube, yearAgo: await cubeOn(addYears(moment.day, -1)), weighed: await cubeOn(countedon ?? moment.day),
        table: code === undefined ? undefined : await findAllocationTable(tx, code, moment.knownAt),
      }
    })
    if (code !== undefined && !table) throw noTable(code)
    const target = cube.targets.find((row) => row.code === TARGET)
    if (!target) throw notKnownYet('target', knownat)
    const weights = weightsOf(method, { cube, weighed, filter, base, table })
    const shares = typeof weights === 'string' ? undefined : allocate(target.minimum, weights)
    const counted = (one: Cube) => countByLocality(one, { division: '2025', base, filter })
    const [now, before] = [counted(cube), counted(yearAgo)]
    const progress = (count: number, earlier: number, allocated: number | undefined) => ({
      count, yearAgo: earlier, observedPerMonth: Math.round((count - earlier) / 12 * 10) / 10,
      ...allocated === undefined ? { allocated: null, gap: null, neededPerMonth: null, state: null } : {
        allocated, gap: allocated - count, neededPerMonth: allocated === 0 ? 0 : progressTo({ minimum: allocated, dueOn: target.dueOn }, count, cube.day).neededPerMonth,
        state: stateOf({ allocated, count, yearAgo: earlier, day: cube.day, dueOn: target.dueOn }),
      },
    })
    const totals = new Map(before.localities.map((one) => [one.code, one.total]))
    const items = now.localities.map(({ code: own, name, nameEn, type, total }) =>
      ({ code: own, name: language === 'vi' ? name : nameEn, type: type as 'tỉnh', ...progress(total, totals.get(own) ?? 0, shares?.get(own)) }))
    if (formatAsked(request) !== 'json') return answerList(request, reply, `allocation-${cube.position}`, LocalityAllocation, { items }) as never
    const used = method === 'equal-density' ? cube.bases.find((row) => row.code === base) : undefined
    return {
      method, table: table ? presentTable(table, language) : null, countedOn: method === 'proportional' ? weighed === cube ? cube.day : countedon! : null,
      noAllocation: typeof weights === 'string' ? weights : shares ? null : 'nothing-counted' as const,
      target: target.minimum, dueOn: target.dueOn, source: target.source, localities: items,
      nation: progress(now.nation.total, before.nation.total, shares && target.minimum),
      provenance: { ...provenanceOf(cube, filter, { knownat }), division: '2025' as const, populationBase: used ? describeBase(used, language) : null },
    }
  })
}

export default routes

const noTable = (code: string) => notFound({ vi: `Không có bảng phân bổ ${code}.`, en: `There is no allocation table ${code}.` })

interface Asked { cube: Cube, weighed: Cube, filter: CountFilter, base: string, table: AllocationRow | undefined }

/** What each province weighs, or why that cannot be told. */
function weightsOf (method: Method, { cube, weighed, filter, base, table }: Asked): Map<string, number> | 'not-all-units-have-a-population' {
  const codes = cube.provinces['2025'].map(({ code }) => code)
  if (method === 'table') return new Map(codes.map((code) => [code, table!.shares[code] ?? 0]))
  if (method === 'proportional') return new Map(countByLocality(weighed, { division: '2025', base, filter }).localities.map(({ code, total }) => [code, total]))
  const people = cube.populations['2025'].get(base)
  if (codes.some((code) => people?.get(code) === undefined)) return 'not-all-units-have-a-population'
  return new Map(codes.map((code) => [code, people!.get(code)!]))
}
