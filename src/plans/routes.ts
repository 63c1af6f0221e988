import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { standsAt } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS, ListFormat } from '../http/list-file.ts'
import { atMomentAsked, isAboutThePast } from '../http/moment.ts'
import { problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import budgets from './budget-routes.ts'
import { listCoverage } from './coverage-queries.ts'
import drafts from './draft-routes.ts'
import { listIndicators } from './indicator-queries.ts'
import { lineageAsked, presentPlan, presentTask } from './presentation.ts'
import { noPlan } from './problems.ts'
import { listPlans, listTasks } from './queries.ts'
import { Coverage, CoverageItem, CoverageQuery, Indicator, IndicatorList, IndicatorsQuery, ListPlansQuery, MomentQuery, Plan, PlanCode, PlanItem, PlanList, StatisticItem, StatisticList } from './schemas.ts'
import { STATISTICS } from './statistics.ts'
import tasks from './task-routes.ts'
import writing from './writing-routes.ts'

const params = z.object({ plan: PlanCode })

const routes: FastifyPluginAsyncZod = async (app) => {
  await app.register(tasks)
  await app.register(budgets)
  await app.register(drafts)
  await app.register(writing)

  app.get('/plans', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listPlans',
      tags: ['plans'],
      summary: 'List the plans of the nation, of sectors and of localities',
      description: 'In force and ended (Directive 01/CT-TTg, I.2; letter 1080/TTTT-CNTT, 2); those that are being written are not public. A plan of a province that was merged follows to its successor and keeps its old name. / Các kế hoạch.',
      querystring: ListPlansQuery,
      response: { 200: PlanList, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { asof, knownat, format: _format, province, division, ...filter } = request.query
    const list = await atMomentAsked(app.db, request, { asof, knownat }, async (tx, moment) =>
      ({ items: (await listPlans(tx, { ...filter, localities: await lineageAsked(tx, { province, division }, moment.knownAt) }, { ...moment, language: languageOf(request) })).map(presentPlan) }))
    return answerList(request, reply, `plans-${list.position}`, PlanItem, list)
  })

  app.get('/plans/coverage', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'getPlanCoverage',
      tags: ['plans'],
      summary: 'Which localities and sectors have a plan for a period, and which have none',
      description: 'The 34 localities and the ministries of the day. A plan of a province or ministry that was merged counts for its successor, and is named. / Địa phương, ngành đã có và chưa có kế hoạch.',
      querystring: CoverageQuery,
      response: { 200: Coverage, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { period, asof, knownat } = request.query
    const found = await atMomentAsked(app.db, request, { asof, knownat }, async (tx, moment) => ({ items: await listCoverage(tx, period, { ...moment, language: languageOf(request) }) }))
    const count = (level: string) => {
      const own = found.items.filter((one) => one.level === level)
      return { all: own.length, covered: own.filter(({ coverage }) => coverage !== 'none').length }
    }
    return answerList(request, reply, `plan-coverage-${period}`, CoverageItem, { period, localities: count('locality'), sectors: count('sector'), ...found })
  })

  app.get('/plans/statistics', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listPlanStatistics',
      tags: ['plans'],
      summary: 'List the statistics that indicators can name',
      description: 'What the registry measures itself, in the plan\'s locality or in the nation: of active enterprises with a derived or confirmed category. / Các số liệu mà sổ đăng ký tự tính.',
      querystring: z.strictObject({ format: ListFormat }),
      response: { 200: StatisticList, ...problems(400, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (_tx, position) => {
    standsAt(request, position)
    const items = STATISTICS.map(({ code, name, nameEn, kinds }) => ({ code, name: languageOf(request) === 'vi' ? name : nameEn, kinds: [...kinds] }))
    return answerList(request, reply, 'plan-statistics', StatisticItem, { items, position })
  }))

  app.get('/plans/:plan', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getPlan',
      tags: ['plans'],
      summary: 'Get a plan with its tasks and indicators',
      description: 'Tasks in the order of the document with their state, indicators with their values on the day and how they stand. Its `ETag` is what `If-Match` of `PUT` wants. / Một kế hoạch với nhiệm vụ và chỉ tiêu.',
      params,
      querystring: MomentQuery,
      response: { 200: Plan, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    const plan = await atMomentAsked(app.db, request, request.query, async (tx, moment) => {
      const view = { ...moment, language: languageOf(request) }
      const { plan: code } = request.params
      const [row] = await listPlans(tx, { code }, view)
      if (!row) throw noPlan(code)
      return {
        ...presentPlan(row), taskList: (await listTasks(tx, { plan: code }, view)).map(presentTask),
        indicatorList: await listIndicators(tx, code, { division: row.division ?? '2025', province: row.province }, view),
      }
    })
    if (!isAboutThePast(request.query)) standsAt(request, plan.position, plan.recordedAt)
    return plan
  })

  app.get('/plans/:plan/indicators', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listPlanIndicators',
      tags: ['plans'],
      summary: 'List the indicators of a plan, and how they stand',
      description: 'Reached, on the way, behind, or unknown and why. What the registry measures it measures on the day asked for, as known at the position of the answer. / Các chỉ tiêu của một kế hoạch.',
      params,
      querystring: IndicatorsQuery,
      response: { 200: IndicatorList, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { format: _format, emulation, ...asked } = request.query
    const { plan: code } = request.params
    const list = await atMomentAsked(app.db, request, asked, async (tx, moment) => {
      const view = { ...moment, language: languageOf(request) }
      const [row] = await listPlans(tx, { code }, view)
      if (!row) throw noPlan(code)
      return { items: await listIndicators(tx, code, { division: row.division ?? '2025', province: row.province }, view, emulation) }
    })
    return answerList(request, reply, `indicators-${code}`, Indicator, list)
  })
}

export default routes
