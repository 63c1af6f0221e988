import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import { dayAsked, standsAt } from '../http/asked.ts'
import type { Language } from '../http/language.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { badRequest, HttpProblem, invalidRequest, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import consolidations from './consolidation-routes.ts'
import { CycleThere, openCycle, setCycleState } from './commands.ts'
import { dueAtOf, readPeriod } from './cycle.ts'
import forms from './form-routes.ts'
import type { Cycle as KnownCycle } from './queries.ts'
import { findCycle, kindOf, listCycles, listRules, listTemplates, versionOf } from './queries.ts'
import { noCycle } from './refusal.ts'
import { listAbsent, listReporters } from './reporter-queries.ts'
import { Cycle, CycleCode, CycleItem, CycleList, CycleRequest, Formats, StateRequest } from './schemas.ts'
import { listStanding } from './submission-queries.ts'
import submissions from './submission-routes.ts'

const params = z.object({ cycle: CycleCode })

/** Cycles of reports. `now` is the clock by which a report is in time or late. */
const routes: FastifyPluginAsyncZod<{ now: () => Date }> = async (app, { now }) => {
  await app.register(forms)
  await app.register(submissions, { now })
  await app.register(consolidations, { now })

  app.get('/reports', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listReportCycles', tags: ['reports'], summary: 'List the cycles of reports',
      description: 'Who reports to whom, for which period and until when: by letter 1080 every province before 10 December. / Các kỳ báo cáo.',
      querystring: Formats, response: { 200: CycleList, ...problems(400, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    standsAt(request, position)
    return answerList(request, reply, 'reports', CycleItem, { items: (await listCycles(tx)).map((cycle) => present(cycle, languageOf(request))), position })
  }))

  app.get('/reports/:cycle', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getReportCycle', tags: ['reports'], summary: 'Get a cycle, and who has submitted when',
      description: 'That a locality or a body has submitted, when, and that its report was accepted is public; what it says, drafts and what was returned are not. / Một kỳ báo cáo và tình trạng nộp.',
      params, querystring: z.strictObject({}), response: { 200: Cycle, ...problems(400, 404, 503) },
    },
  }, async (request) => await atOnePosition(app.db, async (tx, position) => {
    const cycle = await findCycle(tx, request.params.cycle)
    if (!cycle) throw noCycle(request.params.cycle)
    standsAt(request, position)
    const standing = await listStanding(tx, cycle, await listReporters(tx, cycle), dayAsked(request))
    const language = languageOf(request)
    const count = (is: (one: typeof standing[number]) => unknown) => standing.filter(is).length
    return {
      ...present(cycle, language), reporters: standing.length, submitted: count((one) => one.submittedAt), late: count((one) => one.isLate), accepted: count((one) => one.state === 'accepted'), missing: count((one) => !one.submittedAt),
      localities: standing.map(({ reporter, submittedAt, isLate, acceptedAt, isOverdue }) => ({
        code: reporter.code, name: language === 'vi' ? reporter.name : reporter.nameEn, submittedAt: submittedAt?.toISOString() ?? null, isLate, acceptedAt: acceptedAt?.toISOString() ?? null, isOverdue,
      })),
    }
  }))

  app.post('/reports', {
    config: { access: 'publish' },
    schema: {
      operationId: 'openReportCycle', tags: ['reports'], summary: 'Open a cycle of reports', description: 'By the newest versions of a rule and of its template, which the cycle keeps. / Mở kỳ báo cáo.',
      querystring: z.strictObject({}), body: CycleRequest, response: { 201: CycleItem, ...problems(400, 409, 503) },
    },
  }, async (request, reply) => {
    const { rule: code, period } = request.body
    const rule = versionOf(await listRules(app.db), code)
    if (!rule) throw badRequest('rule', `there is no rule ${code}`)
    if (readPeriod(period)!.kind !== rule.periodKind) throw badRequest('period', rule.periodKind === 'year' ? 'must be a year' : 'must be half a year, such as 2026-H1')
    const absent = await listAbsent(app.db, rule, period)
    if (absent.length > 0) throw invalidRequest(absent.map((one) => ({ path: 'rule', message: `names ${one}, which is not there in this period, nor in another that took over from it` })))
    const template = versionOf(await listTemplates(app.db), rule.template)
    if (!template) throw badRequest('rule', `its template ${rule.template} is not there`)
    const cycle = await openCycle(app.db, { rule, period, template }, authorOf(request)).catch((err: unknown) => {
      if (!(err instanceof CycleThere)) throw err
      throw new HttpProblem('wrong-state', { vi: `Kỳ báo cáo ${err.message} đã được mở.`, en: `The cycle ${err.message} is there already.` })
    })
    return reply.code(201).header('location', `/v1/reports/${cycle.code}`).send(present(cycle, languageOf(request)))
  })

  app.put('/reports/:cycle/state', {
    config: { access: 'publish' },
    schema: {
      operationId: 'setReportCycleState', tags: ['reports'], summary: 'Close a cycle, or open it again', description: 'A closed cycle takes no reports; what is late is taken as long as it is open. / Đóng hoặc mở lại kỳ báo cáo.',
      params, querystring: z.strictObject({}), body: StateRequest, response: { 200: CycleItem, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    const { cycle: code } = request.params
    if (!await findCycle(app.db, code)) throw noCycle(code)
    return present(await setCycleState(app.db, code, request.body.state === 'open', authorOf(request)), languageOf(request))
  })
}

export default routes

const present = ({ code, rule, template, period, dueOn, division, isOpen }: KnownCycle, language: Language): z.output<typeof CycleItem> => ({
  code, title: language === 'vi' ? rule.title : rule.titleEn, recipient: rule.recipient, period, periodKind: rule.periodKind, rule: { code: rule.code, version: rule.version }, template: { code: template.code, version: template.version },
  due: rule.due, dueAt: dueAtOf(dueOn), division, reporterKind: kindOf(rule), state: isOpen ? 'open' : 'closed',
})
