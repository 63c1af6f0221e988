import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf, requireScope } from '../auth/schemas.ts'
import { isEnterpriseCode } from '../enterprises/queries.ts'
import { dayAsked, formatAsked } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { atMomentAsked } from '../http/moment.ts'
import { decodeCursor, DEFAULT_LIMIT, encodeCursor, linkNext } from '../http/page.ts'
import { badRequest, notFound, problems } from '../http/problem.ts'
import { Day } from '../http/query.ts'
import { findProvince } from '../localities/queries.ts'
import { setAgency } from './commands.ts'
import focalPoints from './focal-routes.ts'
import { asProblem } from './problems.ts'
import type { AgencyRow } from './body-queries.ts'
import { countAgencies, findAgency, listAgencies } from './body-queries.ts'
import { Agency, AgencyCode, AgencyPage, AgencyRequest, ListAgenciesQuery, MomentQuery } from './schemas.ts'

const params = z.object({ code: AgencyCode })
const After = z.object({ code: z.string(), from: z.union([z.literal('-infinity'), Day]) })
type Item = z.output<typeof Agency>
const OF_THE_CENTRE: ReadonlySet<string> = new Set(['ministry', 'ministry-agency'])

const routes: FastifyPluginAsyncZod = async (app) => {
  await app.register(focalPoints)

  app.get('/agencies', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listAgencies',
      tags: ['agencies'],
      summary: 'List public bodies',
      description: 'Ministries, people\'s committees, departments and associations that the directives name, as they are called today or on a day: with what they came from and went to, by which act. / Danh sách cơ quan, tổ chức.',
      querystring: ListAgenciesQuery,
      response: { 200: AgencyPage, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { asof, knownat, cursor, format: _format, limit, total, ...filter } = request.query
    const after = decodeCursor(cursor, After, request.query)
    const most = limit ?? (formatAsked(request) === 'json' ? DEFAULT_LIMIT : undefined)
    const page = await atMomentAsked(app.db, request, { asof, knownat }, async (tx, moment) => {
      const view = { ...moment, language: languageOf(request) }
      if (filter.province !== undefined && !await findProvince(tx, filter.division, filter.province, moment.day)) throw badRequest('province', `is not a code of the division of ${filter.division}`)
      const rows = await listAgencies(tx, filter, view, { after, limit: most === undefined ? undefined : most + 1 })
      return { rows, ...total && { total: await countAgencies(tx, filter, view) } }
    })
    const { rows, ...about } = page
    const items = (most === undefined ? rows : rows.slice(0, most)) as Item[]
    const next = rows.length > items.length ? encodeCursor({ code: items.at(-1)!.code, from: items.at(-1)!.validFrom ?? '-infinity' }, request.query) : null
    linkNext(request, reply, next)
    return answerList(request, reply, `agencies-${about.position}`, Agency, { items, next, ...about })
  })

  app.get('/agencies/:code', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getAgency',
      tags: ['agencies'],
      summary: 'Get a public body',
      description: 'As it was called on the day, or when it ended before it; `now` says in which bodies it goes on. / Một cơ quan, tổ chức.',
      params,
      querystring: MomentQuery,
      response: { 200: Agency, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    const { position: _position, ...row } = await atMomentAsked(app.db, request, request.query, async (tx, moment): Promise<AgencyRow> => {
      const found = await findAgency(tx, request.params.code, { ...moment, language: languageOf(request) })
      if (!found) throw notFound({ vi: `Không có cơ quan mã ${request.params.code} vào ngày này.`, en: `There is no body ${request.params.code} on this day.` })
      return found
    })
    return row as Item
  })

  app.put('/agencies/:code', {
    config: { access: 'catalogue' },
    schema: {
      operationId: 'setAgency',
      tags: ['agencies'],
      summary: 'Add a body, or tell of it anew',
      description: 'For those that the registry does not ship, such as further departments whose needs a province publishes: `catalogue:{province}` of its locality, `catalogue:*` at the centre. What it was called before stays known at the positions before. / Thêm hoặc sửa cơ quan.',
      params,
      querystring: z.strictObject({}),
      body: AgencyRequest,
      response: { 200: Agency, ...problems(400, 404, 409, 503) },
    },
  }, async (request) => {
    const { code } = request.params
    // A key for this code would open what the enterprise returns.
    if (isEnterpriseCode(code)) throw badRequest('code', 'is that of an enterprise')
    const { province = null, parent = null, validFrom = null, validTo = null, act = null, note = null, ...asked } = request.body
    if (OF_THE_CENTRE.has(asked.kind) && asked.level !== 'central') throw badRequest('kind', 'is for the level `central`')
    if ((asked.level === 'central') !== (province === null)) throw badRequest('province', asked.level === 'central' ? 'is for the level `provincial`' : 'is needed at the level `provincial`')
    if (province !== null && !await findProvince(app.db, '2025', province, dayAsked(request))) throw badRequest('province', 'is not a code of the division of 2025')
    // Whoever may write of one province must not take a body away from another.
    const mayWrite = (place: string | null) => requireScope(request.caller, 'catalogue', place ?? '*')
    mayWrite(province)
    await setAgency(app.db, { code, ...asked, parent, provinceCode: province, validFrom, validTo, act, note }, { by: authorOf(request), mayWrite }).catch((err: unknown) => { throw asProblem(err) })
    const row = await findAgency(app.db, code, { day: validFrom !== null && validFrom > dayAsked(request) ? validFrom : dayAsked(request), language: languageOf(request) })
    return row as Item
  })
}

export default routes
