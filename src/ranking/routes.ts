import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import { dayAsked, formatAsked, standsAt } from '../http/asked.ts'
import { sendJson } from '../http/body.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { badRequest, HttpProblem, notFound, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { NotRankable, publishRanking } from './commands.ts'
import criteria from './criteria-routes.ts'
import type { Ranking as Document } from './figures.ts'
import type { RankingItem as Item } from './queries.ts'
import { findRanking, lastDayOf, listRankings } from './queries.ts'
import { GetInputsQuery, GetRankingQuery, ListRankingsQuery, RankedLocality, Ranking, RankingInputs, RankingItem, RankingList, RankingRequest, Year } from './schemas.ts'
import values from './value-routes.ts'

const routes: FastifyPluginAsyncZod = async (app) => {
  await app.register(criteria)
  await app.register(values)

  app.get('/rankings', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listRankings',
      tags: ['rankings'],
      summary: 'List the rankings of localities that were published',
      description: 'Directive 01/CT-TTg (II.2.đ) asks for one a year; no official criteria are published, so each names the set it rests on and whether an act adopted it. / Các bảng xếp hạng địa phương đã công bố.',
      querystring: ListRankingsQuery,
      response: { 200: RankingList, ...problems(400, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    standsAt(request, position)
    return answerList(request, reply, 'rankings', RankingItem, { items: (await listRankings(tx)).map(presentItem), position })
  }))

  app.get('/rankings/:year', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'getRanking',
      tags: ['rankings'],
      summary: 'Get the ranking of a year',
      description: 'As JSON in the very bytes that were published. / Bảng xếp hạng của một năm.',
      params: z.object({ year: Year }),
      querystring: GetRankingQuery,
      response: { 200: Ranking, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    const { year } = request.params
    const row = await findRanking(tx, year, request.query.edition)
    if (!row) throw noRanking(year)
    standsAt(request, position)
    if (formatAsked(request) === 'json') return sendJson(reply, row.document)
    const { localities } = JSON.parse(row.document) as Document
    return answerList(request, reply, `ranking-${year}`, RankedLocality, { items: localities }) as never
  }))

  app.get('/rankings/:year/inputs', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getRankingInputs',
      tags: ['rankings'],
      summary: 'Get all that the ranking of a year was made of',
      description: 'The criteria, every value with its source, the counts behind them and the position that they were read at: with it anybody can reckon the ranking again (docs/ranking.md). / Toàn bộ dữ liệu đầu vào của bảng xếp hạng.',
      params: z.object({ year: Year }),
      querystring: GetInputsQuery,
      response: { 200: RankingInputs, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    const row = await findRanking(tx, request.params.year, request.query.edition)
    if (!row) throw noRanking(request.params.year)
    standsAt(request, position)
    return sendJson(reply, row.inputs)
  }))

  app.post('/rankings', {
    config: { access: 'publish' },
    schema: {
      operationId: 'publishRanking',
      tags: ['rankings'],
      summary: 'Publish the ranking of a year',
      description: 'Freezes the result and all that it is made of, as the register knows it now. Once published it stays: with a `reason`, and where the result is another one by now, a correction comes beside it. / Công bố bảng xếp hạng của một năm.',
      querystring: z.strictObject({}),
      body: RankingRequest,
      response: { 201: RankingItem, ...problems(400, 409, 503) },
    },
  }, async (request, reply) => {
    const { year, set } = request.body
    if (lastDayOf(year) >= dayAsked(request)) throw badRequest('year', 'has not ended yet')
    const row = await publishRanking(app.db, request.body, authorOf(request)).catch((err: unknown) => { throw asProblem(err, year, set) })
    return reply.code(201).header('location', `/v1/rankings/${year}?edition=${row.edition}`).send(presentItem(row))
  })
}

export default routes

const presentItem = ({ year, edition, set, status, asOf, position, inputsSha256, sha256, publishedAt }: Item) =>
  ({ year, edition, set, status: status as 'draft', asOf, position, inputsSha256, sha256, publishedAt: publishedAt.toISOString() })

const noRanking = (year: number) => notFound({ vi: `Chưa công bố xếp hạng năm ${year}.`, en: `No such ranking of ${year} has been published.` })

function asProblem (err: unknown, year: number, set: string): unknown {
  if (!(err instanceof NotRankable)) return err
  switch (err.why) {
    case 'no-set': return badRequest('set', `there is no set ${set}`)
    case 'no-values': return badRequest('set', `needs values for ${year} that nobody has supplied: ${err.about}`)
    case 'unpublished': return badRequest('reason', `is for corrections, and ${year} has not been published`)
    case 'published': return new HttpProblem('wrong-state', { vi: `Xếp hạng năm ${year} đã được công bố; muốn đính chính cần nêu lý do.`, en: `The ranking of ${year} has been published; a correction needs a reason.` })
    default: return new HttpProblem('wrong-state', { vi: `Xếp hạng năm ${year} không có gì khác để đính chính.`, en: `The ranking of ${year} would still be the same: there is nothing to correct.` })
  }
}
