import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { countFilters } from '../enterprises/schemas.ts'
import { formatAsked } from '../http/asked.ts'
import { answerList, LIST_FORMATS, ListFormat } from '../http/list-file.ts'
import { atMomentAsked } from '../http/moment.ts'
import { problems } from '../http/problem.ts'
import { momentParameters } from '../http/query.ts'
import { findPosition } from '../journal/queries.ts'
import { provenanceOf } from './provenance.ts'
import { countOnDays, findFirstReading } from './published-queries.ts'
import { loadCube } from './queries.ts'
import { count, Provenance } from './schemas.ts'
import { PublishedFigure } from './target-schemas.ts'

const PublishedQuery = z.strictObject({ ...countFilters, knownat: momentParameters.knownat, format: ListFormat })

const example = { period: '2025', asOf: '2025-12-31', enterprises: 80000, source: 'Thanh Niên, 30/12/2025', retrievedOn: '2026-11-22', note: null, registry: 74210, difference: -5790, isBeforeFirstReading: true }
const ComparedFigure = z.object({
  ...PublishedFigure.shape,
  registry: count.meta({ description: 'The count of the register on the same day, by its own rules.' }),
  difference: z.int().min(-100_000_000).max(100_000_000).meta({ description: 'That count less the published figure.' }),
  isBeforeFirstReading: z.boolean().meta({ description: 'The day is before the source was first read: of enterprises that were changed since the register knows only what held from the change on, so its count is too low.' }),
}).meta({ id: 'ComparedFigure', description: 'A count that others published, beside the one of the register for the same day.', examples: [example] })

const Compared = z.object({
  items: z.array(ComparedFigure).max(1000),
  firstReadOn: z.iso.date().nullable().meta({ description: 'When the source was first read.' }),
  provenance: Provenance,
}).meta({
  id: 'ComparedFigures', description: 'What others published, with source and day, the earliest first; the register never mixes it in.',
  examples: [{
    items: [example], firstReadOn: '2026-11-22',
    provenance: { asOf: '2026-11-22', position: 21004, knownAt: '2026-11-22T01:12:00.000Z', sourceReadAt: '2026-11-22T01:11:00.000Z', basis: ['confirmed', 'derived'], status: ['active'], ownership: null, ruleSet: 1 },
  }],
})

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/published', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listPublishedFigures',
      tags: ['statistics'],
      summary: 'Figures that others published, beside those of the register',
      description: 'National figures from the press with source, day and day of retrieval, contradictions kept, each with the count of the register on the same day. They follow rules that were not published: compare, do not reproduce. / Số liệu đã công bố của các nguồn khác, đặt cạnh số liệu của sổ đăng ký.',
      querystring: PublishedQuery,
      response: { 200: Compared, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { knownat, format: _format, ...filter } = request.query
    const { cube, counts, firstReadOn, position } = await atMomentAsked(app.db, request, { knownat }, async (tx, moment) => {
      const knownAt = moment.knownAt ?? await findPosition(tx)
      const cube = await loadCube(tx, moment, knownAt)
      return { cube, counts: await countOnDays(tx, cube, cube.published.map(({ asOf }) => asOf), knownAt, filter), firstReadOn: await findFirstReading(tx, knownAt) }
    })
    const items = cube.published.map(({ period, asOf, enterprises, source, retrievedOn, note }) => {
      const registry = counts.get(asOf)!
      return { period, asOf, enterprises, source, retrievedOn, note, registry, difference: registry - enterprises, isBeforeFirstReading: firstReadOn === null || asOf < firstReadOn }
    })
    if (formatAsked(request) !== 'json') return answerList(request, reply, `published-${position}`, ComparedFigure, { items }) as never
    return { items, firstReadOn, provenance: provenanceOf(cube, filter, { knownat }) }
  })
}

export default routes
