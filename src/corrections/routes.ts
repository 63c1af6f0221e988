import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorityIn, authorOf, requireScope } from '../auth/schemas.ts'
import { dayOf } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { isEnterpriseCode } from '../enterprises/queries.ts'
import { formatAsked } from '../http/asked.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { decodeCursor, DEFAULT_LIMIT, encodeCursor, linkNext } from '../http/page.ts'
import { orComeAgain } from '../http/patience.ts'
import { badRequest, notFound, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import type { FastifyRequest } from 'fastify'
import type { Reporter } from './commands.ts'
import { answer, report, withdraw } from './commands.ts'
import type { CorrectionRow } from './queries.ts'
import { listCorrections } from './queries.ts'
import { Correction, CorrectionAnswer, CorrectionNumber, CorrectionPage, CorrectionRequest, ListCorrectionsQuery, WithdrawCorrectionQuery } from './schemas.ts'

const params = z.object({ correction: CorrectionNumber })
const After = z.object({ id: z.int().min(1) })

/** What officers report to the registration authority, and what it says of it. Not public: nothing of it is proven. */
const routes: FastifyPluginAsyncZod<{ now: () => Date }> = async (app, { now }) => {
  app.addHook('onRequest', async (_request, reply) => { reply.header('cache-control', 'no-store') })

  const read = async (db: Database, id: number): Promise<Correction> => {
    const [row] = await listCorrections(db, { id })
    if (!row) throw notFound({ vi: `Không có báo cáo số ${id}.`, en: `There is no report ${id}.` })
    return present(row)
  }

  app.get('/', {
    config: { access: ['decide', 'feed:write'], formats: LIST_FORMATS },
    schema: {
      operationId: 'listCorrections',
      tags: ['corrections'],
      summary: 'List the reports to the registration authority',
      description: 'The newest first, each with what the register said, what it should say, and what the feed says by now. As NDJSON the whole list, for the authority. / Các báo cáo sai lệch gửi cơ quan đăng ký kinh doanh.',
      querystring: ListCorrectionsQuery,
      response: { 200: CorrectionPage, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { cursor, limit: asked, format: _format, ...filter } = request.query
    const after = decodeCursor(cursor, After, request.query)
    const limit = asked ?? (formatAsked(request) === 'json' ? DEFAULT_LIMIT : undefined)
    return await atOnePosition(app.db, async (tx, position) => {
      const rows = await listCorrections(tx, filter, { before: after?.id, limit: limit === undefined ? undefined : limit + 1 })
      const items = rows.slice(0, limit).map(present)
      const next = limit !== undefined && rows.length > limit ? encodeCursor({ id: items.at(-1)!.id }, request.query) : null
      linkNext(request, reply, next)
      return answerList(request, reply, 'corrections', Correction, { items, next, position })
    })
  })

  app.get('/:correction', {
    config: { access: ['decide', 'feed:write'] },
    schema: {
      operationId: 'getCorrection',
      tags: ['corrections'],
      summary: 'Get a report to the registration authority',
      description: 'With what the feed says by now. / Một báo cáo sai lệch.',
      params,
      querystring: z.strictObject({}),
      response: { 200: Correction, ...problems(400, 404, 503) },
    },
  }, async (request) => await read(app.db, Number(request.params.correction)))

  app.post('/', {
    config: { access: 'decide' },
    schema: {
      operationId: 'reportCorrection',
      tags: ['corrections'],
      summary: 'Report that the register is wrong in a field of an enterprise',
      description: 'For officers of the province in which the enterprise stands now. It changes nothing of the enterprise: the registration authority is told, and the register follows where its feed does. / Báo sai lệch của một doanh nghiệp cho cơ quan đăng ký kinh doanh.',
      querystring: z.strictObject({}),
      body: CorrectionRequest,
      response: { 201: Correction, ...problems(400, 404, 409, 410, 415, 503) },
    },
  }, async (request, reply) => {
    const { code, field, proposed, evidence, note = null } = request.body
    if (!isEnterpriseCode(code)) throw badRequest('code', 'is not an enterprise code: its check digit is wrong')
    const asked = { code, field, proposed, evidence: { ...evidence, date: evidence.date ?? null }, note }
    const id = await orComeAgain(() => report(app.db, asked, { reporter: reporterOf(request), today: dayOf(now()) }))
    return reply.code(201).header('location', `/v1/corrections/${id}`).send(await read(app.db, id))
  })

  app.put('/:correction/answer', {
    config: { access: 'feed:write' },
    schema: {
      operationId: 'answerCorrection',
      tags: ['corrections'],
      summary: 'Say what becomes of a report',
      description: 'For the registration authority. What it accepts it changes in its own records; here it shows once the feed says so. / Cơ quan đăng ký kinh doanh trả lời báo cáo.',
      params,
      querystring: z.strictObject({}),
      body: CorrectionAnswer,
      response: { 200: Correction, ...problems(400, 404, 409, 415, 503) },
    },
  }, async (request) => {
    const { params: { correction }, body: { state, note = null, reference = null } } = request
    await orComeAgain(() => answer(app.db, Number(correction), { state, note, reference }, authorOf(request)))
    return await read(app.db, Number(correction))
  })

  app.delete('/:correction', {
    config: { access: 'decide' },
    schema: {
      operationId: 'withdrawCorrection',
      tags: ['corrections'],
      summary: 'Take a report back',
      description: 'For officers of the province that made it, until the authority has accepted or rejected it. It stays in the list. / Rút lại báo cáo.',
      params,
      querystring: WithdrawCorrectionQuery,
      response: { 200: Correction, ...problems(400, 404, 409, 503) },
    },
  }, async (request) => {
    const id = Number(request.params.correction)
    await orComeAgain(() => withdraw(app.db, id, request.query.reason, reporterOf(request)))
    return await read(app.db, id)
  })
}

export default routes

const reporterOf = (request: FastifyRequest): Reporter => ({
  author: authorOf(request),
  require: (province) => requireScope(request.caller, 'decide', province),
  authorityIn: (province) => authorityIn(request.caller, 'decide', province),
})

const present = ({ evidenceKind: kind, evidenceReference: reference, evidenceDate: date, ...row }: CorrectionRow) => ({ ...row, evidence: { kind, reference, date } }) as unknown as Correction
