import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import { dayAsked } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { ifMatch, seenBy } from '../http/precondition.ts'
import { badRequest, problems } from '../http/problem.ts'
import { Day } from '../http/query.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { mayWritePlan, readAsked, writerOf } from './asked-plan.ts'
import { addProgress, reportValue, setPlan } from './commands.ts'
import { findIndicator, listIndicators } from './indicator-queries.ts'
import { divide, isDivided } from './plan.ts'
import { presentPlan, presentProgress, presentTask } from './presentation.ts'
import { noTask, refuse } from './problems.ts'
import { listPlans, listProgress, listTasks } from './queries.ts'
import { Indicator, IndicatorNumber, NewPlanCode, Number_, Plan, PlanCode, PlanRequest, ProgressRequest, TaskRecord, ValueRequest } from './schemas.ts'

const routes: FastifyPluginAsyncZod = async (app) => {
  app.put('/plans/:plan', {
    config: { access: 'reports' },
    schema: {
      operationId: 'setPlan',
      tags: ['plans'],
      summary: 'Put a plan in force, tell of it anew, or end it',
      description: 'Whole, with its tasks and indicators. `reports:{province}` of its locality, of one of the 63 that of its successor; `reports:*` for the nation and sectors. Its form of before stays known at the positions before, and what was told of tasks stays with their numbers. / Ban hành, sửa hoặc kết thúc kế hoạch.',
      params: z.object({ plan: NewPlanCode }),
      querystring: z.strictObject({}),
      headers: ifMatch('`GET /plans/{plan}`', 'Not needed for a new plan; for one that is there without it'),
      body: PlanRequest,
      response: { 200: Plan, ...problems(400, 404, 409, 412, 428, 503) },
    },
  }, async (request) => {
    const { plan: code } = request.params
    const asked = await readAsked(app.db, request.caller, code, request.body)
    await setPlan(app.db, code, asked, { seen: seenBy(request), ...writerOf(request) }).catch(refuse)
    const view = { day: dayAsked(request), language: languageOf(request) }
    return await atOnePosition(app.db, async (tx, position) => {
      const [row] = await listPlans(tx, { code }, view)
      return {
        ...presentPlan(row!), taskList: (await listTasks(tx, { plan: code }, view)).map(presentTask),
        indicatorList: await listIndicators(tx, code, { division: row!.division ?? '2025', province: row!.province }, view), position,
      }
    })
  })

  app.post('/plans/:plan/tasks/:task/progress', {
    config: { access: 'reports' },
    schema: {
      operationId: 'addTaskProgress',
      tags: ['plans'],
      summary: 'Tell how far a task is',
      description: 'An entry of its log; the last by day is its state. With the scope of the plan. / Ghi tiến độ nhiệm vụ.',
      params: z.object({ plan: PlanCode, task: Number_ }),
      querystring: z.strictObject({}),
      body: ProgressRequest,
      response: { 201: TaskRecord, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { plan, task: number } = request.params
    const { on, state, note = null, document } = request.body
    const view = { day: dayAsked(request), language: languageOf(request) }
    await mayWritePlan(app.db, request.caller, plan)
    if (on > view.day) throw badRequest('on', 'must not be in the future')
    await addProgress(app.db, `${plan}/${number}`, { on, state, note, document: document ? { number: document.number, url: document.url ?? null } : null }, authorOf(request)).catch(refuse)
    const record = await atOnePosition(app.db, async (tx) => {
      const rows = await listTasks(tx, { plan }, view)
      const row = rows.find((one) => one.number === number)
      if (!row) throw noTask(`${plan}/${number}`)
      return { ...presentTask(row), children: rows.filter(({ parent }) => parent === number).map(presentTask), progress: (await listProgress(tx, `${plan}/${number}`, view)).map(presentProgress) }
    })
    return reply.code(201).send(record)
  })

  app.put('/plans/:plan/indicators/:indicator/values/:asof', {
    config: { access: 'reports' },
    schema: {
      operationId: 'reportIndicatorValue',
      tags: ['plans'],
      summary: 'Report the value of an indicator on a day',
      description: 'With its source, where the registry does not measure it itself. The one before stays known at the positions before. / Báo cáo giá trị chỉ tiêu.',
      params: z.object({ plan: PlanCode, indicator: IndicatorNumber, asof: Day.meta({ format: 'date', description: 'The day that the value is of; not in the future.', examples: ['2024-12-31'] }) }),
      querystring: z.strictObject({}),
      body: ValueRequest,
      response: { 200: Indicator, ...problems(400, 404, 409, 503) },
    },
  }, async (request) => {
    const { plan, indicator, asof } = request.params
    const day = dayAsked(request)
    const row = await mayWritePlan(app.db, request.caller, plan)
    if (asof > day) throw badRequest('asof', 'must not be in the future')
    const code = `${plan}/${indicator}`
    const value = valueAsked((await findIndicator(app.db, code))?.kind, request.body)
    await reportValue(app.db, code, asof, { ...value, source: request.body.source }, authorOf(request)).catch(refuse)
    return await atOnePosition(app.db, async (tx) =>
      (await listIndicators(tx, plan, { division: row.division ?? '2025', province: row.province }, { day, language: languageOf(request) })).find(({ number }) => number === indicator)!)
  })
}

export default routes

function valueAsked (kind = '', { value, numerator = null, denominator = null }: z.output<typeof ValueRequest>) {
  if (!isDivided(kind)) {
    if (value === undefined) throw badRequest('value', 'is needed')
    if (numerator !== null || denominator !== null) throw badRequest('denominator', 'is for a percentage or a density')
    return { value, numerator: null, denominator: null }
  }
  if (value !== undefined) throw badRequest('value', 'is divided from numerator and denominator')
  if (numerator === null || denominator === null) throw badRequest(numerator === null ? 'numerator' : 'denominator', 'is needed')
  if (denominator <= 0) throw badRequest('denominator', 'must be above zero')
  const divided = divide(kind, numerator, denominator)
  if (divided === undefined) throw badRequest('denominator', 'is too small for the numerator')
  return { value: divided, numerator, denominator }
}
