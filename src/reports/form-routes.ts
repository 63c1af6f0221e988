import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findBodies } from '../agencies/queries.ts'
import { authorOf } from '../auth/schemas.ts'
import type { Database } from '../db/client.ts'
import { dayAsked, standsAt } from '../http/asked.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { badRequest, invalidRequest, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { listProvinces } from '../localities/queries.ts'
import { setRule, setTemplate } from './commands.ts'
import type { Rule as KnownRule } from './queries.ts'
import { listRules, listTemplates, versionOf } from './queries.ts'
import { noForm } from './refusal.ts'
import { keyOf } from './reporter-queries.ts'
import { FormCode, Formats, Rule, RuleList, RuleRequest, Template, TemplateList, TemplateRequest, VersionQuery } from './schemas.ts'
import type { Template as KnownTemplate } from './template.ts'

const params = z.object({ code: FormCode })
const asTemplate = ({ sections, figures, ...rest }: KnownTemplate) => ({ ...rest, sections: [...sections], figures: [...figures] }) as z.output<typeof Template>
const asRule = ({ reporters, bodies, reminders, ...rest }: KnownRule) => ({ ...rest, reporters: reporters && [...reporters], bodies: bodies && [...bodies], reminders: [...reminders] })
const numberOf = (version: string | undefined) => version === undefined ? undefined : Number(version)

/** Templates and rules: what is reported, by whom, to whom and until when. */
const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/report-templates', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listReportTemplates', tags: ['reports'], summary: 'List the templates of reports', description: 'All versions: a cycle keeps the one that it was opened with. / Các mẫu báo cáo.',
      querystring: Formats, response: { 200: TemplateList, ...problems(400, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    standsAt(request, position)
    return answerList(request, reply, 'report-templates', Template, { items: (await listTemplates(tx)).map(asTemplate), position })
  }))

  app.get('/report-templates/:code', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getReportTemplate', tags: ['reports'], summary: 'Get a template of reports', description: 'Its sections, and the figures that the registry fills in. / Một mẫu báo cáo.',
      params, querystring: VersionQuery, response: { 200: Template, ...problems(400, 404, 503) },
    },
  }, async (request) => await atOnePosition(app.db, async (tx, position) => {
    const template = versionOf(await listTemplates(tx), request.params.code, numberOf(request.query.version))
    if (!template) throw noForm(request.params.code)
    standsAt(request, position)
    return asTemplate(template)
  }))

  app.put('/report-templates/:code', {
    config: { access: 'publish' },
    schema: {
      operationId: 'setReportTemplate', tags: ['reports'], summary: 'Set the next version of a template', description: 'Cycles that are open keep the version that they have. The same again changes nothing. / Ban hành phiên bản mới của mẫu báo cáo.',
      params, querystring: z.strictObject({}), body: TemplateRequest, response: { 200: Template, ...problems(400, 503) },
    },
  }, async (request) => {
    const { sections, figures } = request.body
    const twice = (codes: readonly string[], path: string) => codes.flatMap((code, i) => codes.indexOf(code) < i ? [{ path: `${path}.${i}`, message: 'is named twice' }] : [])
    const faults = [
      ...twice(sections.map(({ code }) => code), 'sections'), ...twice(figures, 'figures'),
      ...sections.flatMap(({ kind, maxLength }, i) => kind !== 'text' && maxLength !== null ? [{ path: `sections.${i}.maxLength`, message: 'is for texts' }] : []),
    ]
    if (faults.length > 0) throw invalidRequest(faults)
    return asTemplate(await setTemplate(app.db, { code: request.params.code, ...request.body }, authorOf(request)))
  })

  app.get('/report-rules', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listReportRules', tags: ['reports'], summary: 'List who reports what to whom and until when', description: 'All versions. Two are shipped: every province before 10 December (letter 1080), and every half year the Department of Science and Technology of HCMC (Decision 2929/QĐ-UBND). / Các quy định báo cáo.',
      querystring: Formats, response: { 200: RuleList, ...problems(400, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    standsAt(request, position)
    return answerList(request, reply, 'report-rules', Rule, { items: (await listRules(tx)).map(asRule), position })
  }))

  app.get('/report-rules/:code', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getReportRule', tags: ['reports'], summary: 'Get a rule of reporting', description: 'Its newest version, or an older one. / Một quy định báo cáo.',
      params, querystring: VersionQuery, response: { 200: Rule, ...problems(400, 404, 503) },
    },
  }, async (request) => await atOnePosition(app.db, async (tx, position) => {
    const rule = versionOf(await listRules(tx), request.params.code, numberOf(request.query.version))
    if (!rule) throw noForm(request.params.code)
    standsAt(request, position)
    return asRule(rule)
  }))

  app.put('/report-rules/:code', {
    config: { access: 'publish' },
    schema: {
      operationId: 'setReportRule', tags: ['reports'], summary: 'Set the next version of a rule', description: 'For cycles that are opened from now on. The same again changes nothing. / Ban hành phiên bản mới của quy định báo cáo.',
      params, querystring: z.strictObject({}), body: RuleRequest, response: { 200: Rule, ...problems(400, 503) },
    },
  }, async (request) => {
    const { params: { code }, body } = request
    const { due, periodKind, reporters, template, reminders } = body
    if (!versionOf(await listTemplates(app.db), template)) throw badRequest('template', `there is no template ${template}`)
    if (due.kind === 'before' && periodKind !== 'year') throw badRequest('due', 'a day of the year fits yearly reports only; use within')
    if (due.kind === 'before' && due.day > new Date(Date.UTC(2024, due.month, 0)).getUTCDate()) throw badRequest('due.day', 'is no day of that month in any year')
    const known = new Set((await listProvinces(app.db, '2025', dayAsked(request))).map((one) => one.code))
    const strangers = (reporters ?? []).flatMap((one, i) => known.has(one) ? [] : [{ path: `reporters.${i}`, message: 'is not a code of the division of 2025' }])
    const faults = [...strangers, ...await faultsOfBodies(app.db, body)]
    if (faults.length > 0) throw invalidRequest(faults)
    const sorted = (codes: string[] | null) => codes && [...new Set(codes)].sort()
    const tidied = { ...body, reporters: sorted(reporters), bodies: sorted(body.bodies), reminders: [...new Set(reminders)].sort((a, b) => b - a) }
    return asRule(await setRule(app.db, { code, ...tidied }, authorOf(request)))
  })
}

export default routes

/** Bodies report in place of localities, each under a code of its own that is nobody else's. */
async function faultsOfBodies (db: Database, { reporters, bodies }: z.output<typeof RuleRequest>) {
  if (bodies === null) return []
  const known = await findBodies(db, bodies)
  return [
    ...reporters === null ? [] : [{ path: 'reporters', message: 'must be null where bodies report' }],
    ...bodies.flatMap((code, i) => {
      const fault = !known.has(code) ? 'is no code of a body' : known.get(code)!.kind === 'collective' ? 'is no single body' : keyOf(code).scope === 'reports' ? 'reads as the code of a locality' : undefined
      return fault === undefined ? [] : [{ path: `bodies.${i}`, message: fault }]
    }),
  ]
}
