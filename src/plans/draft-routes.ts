import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { allows, requireScope } from '../auth/schemas.ts'
import { tagOfWorkingCopy } from '../http/entity-tag.ts'
import { ifMatch, seenBy } from '../http/precondition.ts'
import { problems } from '../http/problem.ts'
import { canonicalJson } from '../journal/canonical.ts'
import { placeOf, readAsked, writerOf } from './asked-plan.ts'
import type { Draft } from './commands.ts'
import { draftPlan, dropDraft, listDrafts } from './commands.ts'
import { noDraft, refuse } from './problems.ts'
import { DraftedPlan, DraftedPlanList, NewPlanCode, PlanRequest } from './schemas.ts'

const params = z.object({ plan: NewPlanCode })

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/plan-drafts', {
    config: { access: 'reports' },
    schema: {
      operationId: 'listPlanDrafts',
      tags: ['plans'],
      summary: 'List the plans that are being written',
      description: 'Those of the provinces that the caller may write of; the nation\'s and sectors\' with `reports:*`. / Các bản thảo kế hoạch.',
      querystring: z.strictObject({}),
      response: { 200: DraftedPlanList, ...problems(400, 503) },
    },
  }, async (request) => {
    const items: z.output<typeof DraftedPlan>[] = []
    for (const draft of await listDrafts(app.db)) {
      if (allows(request.caller, 'reports', await placeOf(app.db, draft.plan))) items.push(presentDraft(draft))
    }
    return { items }
  })

  app.get('/plan-drafts/:plan', {
    config: { access: 'reports' },
    schema: {
      operationId: 'getPlanDraft',
      tags: ['plans'],
      summary: 'Get a plan that is being written',
      description: 'For officers of its locality, the nation\'s and sectors\' with `reports:*`. Its `ETag` is what `If-Match` of `PUT` wants. / Một bản thảo kế hoạch.',
      params,
      querystring: z.strictObject({}),
      response: { 200: DraftedPlan, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { plan: code } = request.params
    const draft = (await listDrafts(app.db)).find((one) => one.code === code)
    if (!draft) throw noDraft(code)
    requireScope(request.caller, 'reports', await placeOf(app.db, draft.plan))
    return answer(reply, draft)
  })

  app.put('/plan-drafts/:plan', {
    config: { access: 'reports' },
    schema: {
      operationId: 'draftPlan',
      tags: ['plans'],
      summary: 'Keep a plan that is being written',
      description: 'Beside the one that is in force under the same code, and not public: it takes no position of the register. It needs no document yet. Putting the plan in force removes it. / Lưu bản thảo kế hoạch.',
      params,
      querystring: z.strictObject({}),
      headers: ifMatch('`GET /plan-drafts/{plan}`', 'Not needed for a new draft; for one that is there without it'),
      body: PlanRequest,
      response: { 200: DraftedPlan, ...problems(400, 409, 412, 428, 503) },
    },
  }, async (request, reply) => {
    const { plan: code } = request.params
    const asked = await readAsked(app.db, request.caller, code, request.body, true)
    return answer(reply, await draftPlan(app.db, code, asked, { seen: seenBy(request), ...writerOf(request) }).catch(refuse))
  })

  app.delete('/plan-drafts/:plan', {
    config: { access: 'reports' },
    schema: {
      operationId: 'dropPlanDraft',
      tags: ['plans'],
      summary: 'Give up a plan that is being written',
      description: 'Answers it once more. What is in force stays. / Xóa bản thảo kế hoạch.',
      params,
      querystring: z.strictObject({}),
      response: { 200: DraftedPlan, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    const { plan: code } = request.params
    return presentDraft(await dropDraft(app.db, code, writerOf(request)).catch(refuse))
  })
}

export default routes

/** A kept plan in the shape in which it was asked for; one of before marks were has none. */
const presentDraft = ({ code, plan: { division, indicators, ...plan }, version, setAt }: Draft): z.output<typeof DraftedPlan> =>
  ({ code, plan: { ...plan, division: division ?? '2025', indicators: indicators.map((one) => ({ ...one, isEmulation: one.isEmulation ?? false })) }, version, setAt: setAt.toISOString() })

function answer (reply: FastifyReply, draft: Draft): z.output<typeof DraftedPlan> {
  const body = presentDraft(draft)
  reply.header('cache-control', 'no-store').header('etag', tagOfWorkingCopy(draft.version, canonicalJson(body)))
  return body
}
