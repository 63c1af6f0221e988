import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import { dayAsked, standsAt, standsInThePast } from '../http/asked.ts'
import { sendJson } from '../http/body.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { badRequest, HttpProblem, notFound, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { NoEdition, publishEdition } from './commands.ts'
import type { EditionItem as Item } from './queries.ts'
import { findEdition, lastDayOf, listEditions } from './queries.ts'
import { Edition, EditionCode, EditionItem, EditionList, EditionRequest, ListEditionsQuery } from './schemas.ts'

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listEditions',
      tags: ['editions'],
      summary: 'List the editions of the monthly figures',
      description: 'With the position that each was read at and the checksum of its bytes. A correction is an edition of its own beside the one that it corrects. / Các ấn bản số liệu hằng tháng.',
      querystring: ListEditionsQuery,
      response: { 200: EditionList, ...problems(400, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    standsAt(request, position)
    return answerList(request, reply, 'editions', EditionItem, { items: (await listEditions(tx)).map(presentItem), position })
  }))

  app.get('/:edition', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getEdition',
      tags: ['editions'],
      summary: 'Get an edition of the monthly figures',
      description: 'In the very bytes that were published: counts by locality and category in both divisions, densities, the target, and all that they rest on. It never changes. / Một ấn bản số liệu, không bao giờ thay đổi.',
      params: z.object({ edition: EditionCode }),
      querystring: z.strictObject({}),
      response: { 200: Edition, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { edition } = request.params
    const row = await findEdition(app.db, edition)
    if (!row) throw notFound({ vi: `Chưa có ấn bản ${edition}.`, en: `There is no edition ${edition}.` })
    standsInThePast(request)
    return sendJson(reply, row.document)
  })

  app.post('/', {
    config: { access: 'publish' },
    schema: {
      operationId: 'publishEdition',
      tags: ['editions'],
      summary: 'Publish the figures of a month',
      description: 'Freezes what the register knows now of the last day of a month that has ended. Once published they stay: with a `reason`, and where the figures are others by now, a correction comes beside them that names them and lists the differences. / Công bố số liệu của một tháng.',
      querystring: z.strictObject({}),
      body: EditionRequest,
      response: { 201: EditionItem, ...problems(400, 409, 503) },
    },
  }, async (request, reply) => {
    const { period } = request.body
    if (lastDayOf(period) >= dayAsked(request)) throw badRequest('period', 'has not ended yet')
    const row = await publishEdition(app.db, request.body, authorOf(request)).catch((err: unknown) => { throw asProblem(err, period) })
    return reply.code(201).header('location', `/v1/editions/${row.code}`).send(presentItem(row))
  })
}

export default routes

const presentItem = ({ code, period, corrects, asOf, position, ruleSet, sha256, publishedAt }: Item) =>
  ({ edition: code, period, corrects, asOf, position, ruleSet, sha256, publishedAt: publishedAt.toISOString() })

function asProblem (err: unknown, period: string): unknown {
  if (!(err instanceof NoEdition)) return err
  if (err.why === 'unpublished') return badRequest('reason', `is for corrections, and ${period} has not been published`)
  return new HttpProblem('wrong-state', err.why === 'published'
    ? { vi: `Số liệu ${period} đã được công bố; muốn đính chính cần nêu lý do.`, en: `${period} has been published; a correction needs a reason.` }
    : { vi: `Số liệu ${period} không có gì khác để đính chính.`, en: `The figures of ${period} are still the same: there is nothing to correct.` })
}
