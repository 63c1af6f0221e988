import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { allows, authorOf, requireScope } from '../auth/schemas.ts'
import { problems } from '../http/problem.ts'
import { placeOf, readAsked } from './asked-plan.ts'
import { draftPlan, dropDraft, listDrafts } from './commands.ts'
import { refuse } from './problems.ts'
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

  app.put('/plan-drafts/:plan', {
    config: { access: 'reports' },
    schema: {
      operationId: 'draftPlan',
      tags: ['plans'],
      summary: 'Keep a plan that is being written',
      description: 'Beside the one that is in force under the same code, and not public: it takes no position of the register. It needs no document yet. Putting the plan in force removes it. / Lưu bản thảo kế hoạch.',
      params,
      querystring: z.strictObject({}),
      body: PlanRequest,
      response: { 200: DraftedPlan, ...problems(400, 409, 503) },
    },
  }, async (request) => {
    const { plan: code } = request.params
    const asked = await readAsked(app.db, request.caller, code, request.body, true)
    await draftPlan(app.db, code, asked, authorOf(request)).catch(refuse)
    return presentDraft((await listDrafts(app.db)).find((one) => one.code === code)!)
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
    const draft = (await listDrafts(app.db)).find((one) => one.code === code)
    if (draft) requireScope(request.caller, 'reports', await placeOf(app.db, draft.plan))
    await dropDraft(app.db, code, authorOf(request)).catch(refuse)
    return presentDraft(draft!)
  })
}

export default routes

/** A kept plan in the shape in which it was asked for. */
const presentDraft = ({ code, plan: { division, ...plan }, setAt }: Awaited<ReturnType<typeof listDrafts>>[number]): z.output<typeof DraftedPlan> =>
  ({ code, plan: { ...plan, division: division ?? '2025' }, setAt: setAt.toISOString() })
