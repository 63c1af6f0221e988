import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorityIn, authorOf, requireScope } from '../auth/schemas.ts'
import { dayOf } from '../calendar.ts'
import { IfMatch } from '../classification/schemas.ts'
import type { FeedVsic } from '../config.ts'
import { findByCode, isEnterpriseCode } from '../enterprises/queries.ts'
import { Enterprise, EnterpriseCode } from '../enterprises/schemas.ts'
import { matchesVersion } from '../http/entity-tag.ts'
import { languageOf, speak } from '../http/language.ts'
import { Position } from '../http/page.ts'
import { orComeAgain } from '../http/patience.ts'
import { badRequest, HttpProblem, problems } from '../http/problem.ts'
import { findPosition } from '../journal/queries.ts'
import { declare, withdrawDeclaration } from './declaration-commands.ts'
import { DeclarationRequest, WithdrawDeclarationQuery } from './declaration-schemas.ts'

const Undeclared = z.object({ code: EnterpriseCode, position: Position })
  .meta({ id: 'UndeclaredEnterprise', description: 'What was declared is taken back.', examples: [{ code: '0499990005', position: 21_004 }] })

/** Enterprises that officers know before the feed does. */
const routes: FastifyPluginAsyncZod<{ now: () => Date, vsic: FeedVsic }> = async (app, { now, vsic }) => {
  app.post('/enterprises', {
    config: { access: 'decide' },
    schema: {
      operationId: 'declareEnterprise',
      tags: ['classification'],
      summary: 'Declare an enterprise that the feed has not told of',
      description: 'For officers of its province. It is served and counted as decided, with `toldBy` `officer`, until the feed first tells of its code: then the feed\'s facts hold, and the decision stays. What the register has already is a 409. / Khai báo doanh nghiệp chưa có trong dữ liệu đăng ký.',
      querystring: z.strictObject({}),
      body: DeclarationRequest,
      response: { 201: Enterprise, ...problems(400, 409, 415, 503) },
    },
  }, async (request, reply) => {
    const { body } = request
    if (!isEnterpriseCode(body.code)) throw badRequest('code', 'is not an enterprise code: its check digit is wrong')
    const day = dayOf(now())
    const { foreignName = null, shortName = null, legalType = null, charterCapitalVnd = null, commune = null, note = null, effectiveFrom = day, evidence, ...given } = body
    await orComeAgain(() => declare(app.db, { ...given, foreignName, shortName, legalType, charterCapitalVnd, commune, note, effectiveFrom, evidence: { ...evidence, date: evidence.date ?? null } },
      { declarer: declarerOf(request), vsic, today: day }))
    const language = languageOf(request)
    const { found } = await findByCode(app.db, body.code, { day, division: '2025', language })
    speak(reply, language)
    return reply.code(201).headers({ location: `/v1/enterprises/${body.code}`, 'cache-control': 'no-store' }).send(JSON.parse(found!.body))
  })

  app.delete('/enterprises/:code/declaration', {
    config: { access: 'decide' },
    schema: {
      operationId: 'withdrawDeclaration',
      tags: ['classification'],
      summary: 'Take back what was declared by mistake',
      description: 'The enterprise and what was decided of it, as if it had never been said; what was answered before stays what it was, with `knownat`. Once the feed has told of it that is a 409. / Rút khai báo.',
      params: z.object({ code: EnterpriseCode }),
      querystring: WithdrawDeclarationQuery,
      headers: IfMatch,
      response: { 200: Undeclared, ...problems(400, 404, 409, 412, 428, 503) },
    },
  }, async (request, reply) => {
    const { params: { code }, headers: { 'if-match': tag }, query: { reason } } = request
    if (!isEnterpriseCode(code)) throw badRequest('code', 'is not an enterprise code: its check digit is wrong')
    if (tag === undefined) throw new HttpProblem('precondition-required')
    await orComeAgain(() => withdrawDeclaration(app.db, code, reason, { declarer: declarerOf(request), seen: (version) => matchesVersion(tag, version) }))
    reply.header('cache-control', 'no-store')
    return { code, position: await findPosition(app.db) }
  })
}

export default routes

const declarerOf = (request: FastifyRequest) => ({
  author: authorOf(request),
  require: (province: string) => requireScope(request.caller, 'decide', province),
  authorityIn: (province: string) => authorityIn(request.caller, 'decide', province),
})
