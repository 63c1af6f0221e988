import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import { dayAsked } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { atMomentAsked } from '../http/moment.ts'
import { badRequest, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { mayWritePlan } from './asked-plan.ts'
import { setBudget } from './budget-commands.ts'
import { listBudgets, sumBudgets } from './budget-queries.ts'
import { BudgetRequest, YearAsked, ListBudgetsQuery, TaskBudget, TaskBudgets } from './budget-schemas.ts'
import { noPlan, refuse } from './problems.ts'
import { listPlans } from './queries.ts'
import { Number_, PlanCode } from './schemas.ts'

/** The money of tasks, year by year. */
const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/plans/:plan/budgets', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listTaskBudgets',
      tags: ['plans'],
      summary: 'List the money of a plan\'s tasks, year by year',
      description: 'Planned, approved and spent, with whose money it is and the paper that says so, and summed up by year (directive of the Minister on the IT industry, 1.5; resolution 26/NQ-CP, III.1.d; decision 2929/QĐ-UBND, IV.3). What nobody told is null and counts as nothing. / Kinh phí của nhiệm vụ theo năm.',
      params: z.object({ plan: PlanCode }),
      querystring: ListBudgetsQuery,
      response: { 200: TaskBudgets, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { plan } = request.params
    const { task, year, knownat } = request.query
    const found = await atMomentAsked(app.db, request, { knownat }, async (tx, moment) => {
      const view = { ...moment, language: languageOf(request) }
      if ((await listPlans(tx, { code: plan }, view)).length === 0) throw noPlan(plan)
      const items = await listBudgets(tx, { plan, task, year }, view)
      return { items, years: await sumBudgets(tx, plan, items, view) }
    })
    return answerList(request, reply, `budgets-${plan}-${found.position}`, TaskBudget, found)
  })

  app.put('/plans/:plan/tasks/:task/budgets/:year', {
    config: { access: 'reports' },
    schema: {
      operationId: 'setTaskBudget',
      tags: ['plans'],
      summary: 'Tell the money of a task in a year',
      description: 'Whole, with the scope of the plan; also of years before or after its period, in which money is registered and paid. Spent is told of a year that has begun. What was told before stays known at the positions before. / Ghi kinh phí của nhiệm vụ trong năm.',
      params: z.object({ plan: PlanCode, task: Number_, year: YearAsked }),
      querystring: z.strictObject({}),
      body: BudgetRequest,
      response: { 200: TaskBudget, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    const { plan, task, year } = request.params
    const { document, ...amounts } = request.body
    await mayWritePlan(app.db, request.caller, plan)
    const view = { day: dayAsked(request), language: languageOf(request) }
    if (amounts.plannedVnd === null && amounts.approvedVnd === null && amounts.spentVnd === null) throw badRequest('plannedVnd', 'or approvedVnd or spentVnd is needed')
    if (amounts.spentVnd !== null && year > Number(view.day.slice(0, 4))) throw badRequest('spentVnd', 'is of a year that has not begun')
    await setBudget(app.db, `${plan}/${task}`, year, { ...amounts, document: { number: document.number, url: document.url ?? null } }, authorOf(request)).catch(refuse)
    return await atOnePosition(app.db, async (tx) => (await listBudgets(tx, { plan, task, year }, view))[0]!)
  })
}

export default routes
