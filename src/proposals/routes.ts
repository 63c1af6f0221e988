import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf, provincesOf, requireScope } from '../auth/schemas.ts'
import { isEnterpriseCode } from '../enterprises/queries.ts'
import { dayAsked, formatAsked } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { decodeCursor, DEFAULT_LIMIT, encodeCursor, linkNext } from '../http/page.ts'
import { orComeAgain } from '../http/patience.ts'
import { invalidRequest, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import type { Writer } from './commands.ts'
import { noProposal, raise, say, withdraw } from './commands.ts'
import type { Reader } from './queries.ts'
import { listProposals } from './queries.ts'
import { ListProposalsQuery, MessageRequest, Proposal, ProposalNumber, ProposalPage, ProposalRequest, WithdrawProposalQuery } from './schemas.ts'

const params = z.object({ proposal: ProposalNumber })
const After = z.object({ id: z.int().min(1) })
const nothing = z.strictObject({})

/** What bodies raise with others, and what these say. For the two sides alone. */
const routes: FastifyPluginAsyncZod = async (app) => {
  app.addHook('onRequest', async (_request, reply) => { reply.header('cache-control', 'no-store') })

  async function read (request: FastifyRequest, id: number): Promise<Proposal> {
    const [row] = await listProposals(app.db, { id }, readerOf(request))
    if (!row) throw noProposal(id)
    return row as Proposal
  }

  app.get('/', {
    config: { access: 'reports', formats: LIST_FORMATS },
    schema: {
      operationId: 'listProposals',
      tags: ['proposals'],
      summary: 'List what bodies have raised with others',
      description: 'Of officers of a province what its bodies raised, or others with them; of the ministry all. The newest first. / Các câu hỏi, khó khăn, kiến nghị và trả lời.',
      querystring: ListProposalsQuery,
      response: { 200: ProposalPage, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { cursor, limit: asked, format: _format, ...filter } = request.query
    const after = decodeCursor(cursor, After, request.query)
    const limit = asked ?? (formatAsked(request) === 'json' ? DEFAULT_LIMIT : undefined)
    return await atOnePosition(app.db, async (tx, position) => {
      const rows = await listProposals(tx, filter, readerOf(request), { before: after?.id, limit: limit === undefined ? undefined : limit + 1 }) as Proposal[]
      const items = rows.slice(0, limit)
      const next = limit !== undefined && rows.length > limit ? encodeCursor({ id: items.at(-1)!.id }, request.query) : null
      linkNext(request, reply, next)
      return answerList(request, reply, 'proposals', Proposal, { items, next, position })
    })
  })

  app.get('/:proposal', {
    config: { access: 'reports' },
    schema: {
      operationId: 'getProposal',
      tags: ['proposals'],
      summary: 'Get a proposal with all that was said to it',
      description: 'For the two sides; of another\'s it is not told that there is one. / Một kiến nghị và các trả lời.',
      params,
      querystring: nothing,
      response: { 200: Proposal, ...problems(400, 404, 503) },
    },
  }, async (request) => await read(request, Number(request.params.proposal)))

  app.post('/', {
    config: { access: 'reports' },
    schema: {
      operationId: 'raiseProposal',
      tags: ['proposals'],
      summary: 'Raise a question, a difficulty or a proposal with a body',
      description: 'For bodies of a province its officers, for associations and other bodies of the centre the ministry (letter 1080/TTTT-CNTT, closing; directive of the Minister on the IT industry, 3.1). A 409 where the same words are waiting for an answer there. / Gửi câu hỏi, khó khăn, kiến nghị.',
      querystring: nothing,
      body: ProposalRequest,
      response: { 201: Proposal, ...problems(400, 409, 415, 503) },
    },
  }, async (request, reply) => {
    const wrong = request.body.enterprises.flatMap((code, i) => isEnterpriseCode(code) ? [] : [{ path: `enterprises.${i}`, message: 'is not an enterprise code: its check digit is wrong' }])
    if (wrong.length > 0) throw invalidRequest(wrong)
    const id = await orComeAgain(() => raise(app.db, request.body, writerOf(request), dayAsked(request)))
    return reply.code(201).header('location', `/v1/proposals/${id}`).send(await read(request, id))
  })

  app.post('/:proposal/messages', {
    config: { access: 'reports' },
    schema: {
      operationId: 'sayToProposal',
      tags: ['proposals'],
      summary: 'Answer a proposal, or ask further',
      description: 'As the addressee, which answers it, or as the sender, which opens it again. Nothing that was said is changed; the same again on end is a 409. / Trả lời, hoặc hỏi thêm.',
      params,
      querystring: nothing,
      body: MessageRequest,
      response: { 201: Proposal, ...problems(400, 404, 409, 415, 503) },
    },
  }, async (request, reply) => {
    const id = Number(request.params.proposal)
    await read(request, id)
    await orComeAgain(() => say(app.db, id, request.body, writerOf(request)))
    return reply.code(201).send(await read(request, id))
  })

  app.delete('/:proposal', {
    config: { access: 'reports' },
    schema: {
      operationId: 'withdrawProposal',
      tags: ['proposals'],
      summary: 'Take a proposal back',
      description: 'For whoever raised it. It stays in the list. / Rút kiến nghị.',
      params,
      querystring: WithdrawProposalQuery,
      response: { 200: Proposal, ...problems(400, 404, 409, 503) },
    },
  }, async (request) => {
    const id = Number(request.params.proposal)
    await read(request, id)
    await orComeAgain(() => withdraw(app.db, id, request.query.reason, writerOf(request)))
    return await read(request, id)
  })
}

export default routes

const readerOf = (request: FastifyRequest): Reader => ({ provinces: provincesOf(request.caller, 'reports'), day: dayAsked(request), language: languageOf(request) })
const writerOf = (request: FastifyRequest): Writer => ({ author: authorOf(request), require: (province) => requireScope(request.caller, 'reports', province) })
