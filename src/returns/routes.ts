import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { allows, authorOf, forbidden, provincesOf } from '../auth/schemas.ts'
import type { Database } from '../db/client.ts'
import { isEnterpriseCode } from '../enterprises/queries.ts'
import { EnterpriseCode } from '../enterprises/schemas.ts'
import { dayAsked, formatAsked, standsAt } from '../http/asked.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { decodeCursor, DEFAULT_LIMIT, encodeCursor, linkNext } from '../http/page.ts'
import { orComeAgain } from '../http/patience.ts'
import { badRequest, HttpProblem, invalidRequest, notFound, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { faultsOf } from './annual-return.ts'
import { closeYear, fileReturn, NotOpen, openYear } from './commands.ts'
import type { ReturnRow, YearRow } from './queries.ts'
import { findProvinceOf, findReturn, findYear, listFigures, listReturners, listYears } from './queries.ts'
import { AnnualReturn, FiguresQuery, ListReturnersQuery, ListYearsQuery, Returner, ReturnerPage, ReturnFigure, ReturnFigures, ReturnRequest, ReturnYear, ReturnYears, YearAsked, YearRequest } from './schemas.ts'

const nothing = z.strictObject({})
const ofYear = z.object({ year: YearAsked })
const ofEnterprise = ofYear.extend({ enterprise: EnterpriseCode })
const After = z.object({ code: z.string().max(20) })
const tags = ['returns']
/** An enterprise's own key, its province's officers and the ministry's. */
const ACCESS = ['reports', 'submit'] as const

/** What enterprises return of each year: markets, research, people, presence abroad. */
const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/annual-returns', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: { operationId: 'listReturnYears', tags, summary: 'List the years that enterprises return', description: 'The newest first; how many returned is told of closed ones. / Các năm báo cáo của doanh nghiệp.', querystring: ListYearsQuery, response: { 200: ReturnYears, ...problems(400, 503) } },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    standsAt(request, position)
    return answerList(request, reply, 'annual-returns', ReturnYear, { items: (await listYears(tx)).map(presentYear), position })
  }))

  app.put('/annual-returns/:year', {
    config: { access: 'publish' },
    schema: {
      operationId: 'setReturnYear', tags, summary: 'Open a year, or close it',
      description: 'For good: what is closed takes no returns any more, and its figures are public. Of a year that has begun (directive of the Minister on the IT industry, 4.1: results are reported every year). / Mở hoặc kết thúc kỳ báo cáo năm của doanh nghiệp.',
      params: ofYear, querystring: nothing, body: YearRequest, response: { 200: ReturnYear, ...problems(400, 409, 415, 503) },
    },
  }, async (request) => {
    const { year } = request.params
    const { state, dueOn } = request.body
    if (year > Number(dayAsked(request).slice(0, 4))) throw badRequest('year', 'has not begun')
    if (dueOn !== null && dueOn < `${year}-01-01`) throw badRequest('dueOn', 'is before the year')
    await orComeAgain(() => state === 'open' ? openYear(app.db, { year, dueOn }, authorOf(request)) : closeYear(app.db, year, authorOf(request))).catch((err: unknown) => { throw asProblem(err) })
    return presentYear((await findYear(app.db, year))!)
  })

  app.get('/annual-returns/:year/figures', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'getReturnFigures', tags, summary: 'Get what enterprises told of a closed year, together',
      description: 'Revenue, exports, research, markets and presence abroad, staff by skill and whom they will look for, of the nation, of provinces, and of zones with those who were tenants at the year\'s end (resolution 26/NQ-CP, II.5.d, II.5.g–h, II.6.c; decision 2929/QĐ-UBND, III.2.a, III.4). Sums of what was returned, nothing is reckoned for others. What rests on fewer than three enterprises, or to more than 80 % on one, is not among them, nor what it could be worked out from: it looks as what nobody told (docs/surveys.md). Of an open year a 409. / Số liệu tổng hợp từ báo cáo năm của doanh nghiệp, đã ẩn các ô nhỏ.',
      params: ofYear, querystring: FiguresQuery, response: { 200: ReturnFigures, ...problems(400, 404, 409, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    const row = await yearOf(tx, request.params.year)
    if (row.state === 'open') throw new HttpProblem('wrong-state', { vi: 'Kỳ báo cáo chưa kết thúc.', en: 'The year is still open.' })
    standsAt(request, position)
    const { measure, area, code } = request.query
    const items = (await listFigures(tx, row.year)).filter((one) => (measure === undefined || one.measure === measure) && (area === undefined || one.area === area) && (code === undefined || one.code === code))
    if (formatAsked(request) === 'json') return { year: presentYear(row), turnout: row.turnout!, items, position }
    return answerList(request, reply, `annual-returns-${row.year}`, ReturnFigure, { items }) as never
  }))

  app.get('/annual-returns/:year/enterprises', {
    config: { access: 'reports', formats: LIST_FORMATS },
    schema: {
      operationId: 'listReturners', tags, summary: 'List who has returned a year, or has yet to', description: 'For officers, of their provinces alone; by code. / Doanh nghiệp đã báo cáo hoặc chưa báo cáo.',
      params: ofYear, querystring: ListReturnersQuery, response: { 200: ReturnerPage, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { cursor, limit: asked, state, province } = request.query
    const after = decodeCursor(cursor, After, request.query)
    const limit = asked ?? (formatAsked(request) === 'json' ? DEFAULT_LIMIT : undefined)
    reply.header('cache-control', 'no-store')
    return await atOnePosition(app.db, async (tx, position) => {
      const { year } = await yearOf(tx, request.params.year)
      const rows = await listReturners(tx, { year, returned: state === 'returned', province }, provincesOf(request.caller, 'reports'), { after: after?.code, limit: limit === undefined ? undefined : limit + 1 })
      const items = rows.slice(0, limit)
      const next = limit !== undefined && rows.length > limit ? encodeCursor({ code: items.at(-1)!.enterprise }, request.query) : null
      linkNext(request, reply, next)
      return answerList(request, reply, `annual-returns-${year}-${state}`, Returner, { items, next, position })
    })
  })

  app.get('/annual-returns/:year/enterprises/:enterprise', {
    config: { access: ACCESS },
    schema: {
      operationId: 'getAnnualReturn', tags, summary: 'Get what an enterprise returned of a year', description: 'For itself (`submit:` with its code), officers of the province in which it is now, and the ministry. / Báo cáo năm của một doanh nghiệp.',
      params: ofEnterprise, querystring: nothing, response: { 200: AnnualReturn, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { year, enterprise } = request.params
    await provinceFor(request)
    reply.header('cache-control', 'no-store')
    const row = await findReturn(app.db, year, enterprise)
    if (!row) throw notFound({ vi: `Doanh nghiệp ${enterprise} chưa báo cáo năm ${year}.`, en: `The enterprise ${enterprise} has not returned ${year}.` })
    return present(row)
  })

  app.put('/annual-returns/:year/enterprises/:enterprise', {
    config: { access: ACCESS },
    schema: {
      operationId: 'fileAnnualReturn', tags, summary: 'Return a year',
      description: 'By the enterprise itself (`submit:` with its code), or for it by officers of its province or of the ministry, while the year is open; a later one goes in the place of an earlier one. / Gửi báo cáo năm của doanh nghiệp.',
      params: ofEnterprise, querystring: nothing, body: ReturnRequest, response: { 200: AnnualReturn, ...problems(400, 404, 409, 415, 503) },
    },
  }, async (request, reply) => {
    const { year, enterprise } = request.params
    const province = await provinceFor(request)
    reply.header('cache-control', 'no-store')
    await yearOf(app.db, year)
    const faults = faultsOf(year, request.body)
    if (faults.length > 0) throw invalidRequest(faults)
    return present(await orComeAgain(() => fileReturn(app.db, { year, enterprise, province, told: request.body }, authorOf(request))).catch((err: unknown) => { throw asProblem(err) }))
  })

  /** Where the enterprise is now, for whoever may read and write of it; a 403 for others, before anything is told of it. */
  async function provinceFor ({ caller, params }: Pick<FastifyRequest, 'caller'> & { params: z.output<typeof ofEnterprise> }): Promise<string> {
    const { enterprise } = params
    if (!isEnterpriseCode(enterprise)) throw badRequest('enterprise', 'is not an enterprise code: its check digit is wrong')
    const province = await findProvinceOf(app.db, enterprise)
    if (!allows(caller, 'submit', enterprise) && !allows(caller, 'reports', province ?? '*')) throw forbidden(ACCESS)
    if (province === undefined) throw notFound({ vi: `Không có doanh nghiệp ${enterprise}.`, en: `There is no enterprise ${enterprise}.` })
    return province
  }
}

export default routes

async function yearOf (db: Database, year: number): Promise<YearRow> {
  const row = await findYear(db, year)
  if (!row) throw notFound({ vi: `Kỳ báo cáo năm ${year} chưa được mở.`, en: `The year ${year} has not been opened.` })
  return row
}

const presentYear = ({ year, state, dueOn, openedAt, closedAt, turnout, position }: YearRow) => ({
  year, state: state as 'open', dueOn, openedAt: openedAt.toISOString(), closedAt: closedAt?.toISOString() ?? null,
  active: turnout?.reduce((sum, one) => sum + one.active, 0) ?? null, returned: turnout?.reduce((sum, one) => sum + one.returned, 0) ?? null, position,
})

const present = ({ year, enterprise, provinceCode: province, told, version, filedAt }: ReturnRow) => ({ year, enterprise, province, ...told, version, filedAt: filedAt.toISOString() })

const asProblem = (err: unknown): unknown => err instanceof NotOpen
  ? new HttpProblem('wrong-state', err.message === 'unknown' ? { vi: 'Kỳ báo cáo chưa được mở.', en: 'The year has not been opened.' } : { vi: 'Kỳ báo cáo đã kết thúc.', en: 'The year is closed.' })
  : err
