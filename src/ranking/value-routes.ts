import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import { dayAsked, standsAt } from '../http/asked.ts'
import { answerList, LIST_FORMATS, ListFormat } from '../http/list-file.ts'
import { languageOf } from '../http/language.ts'
import { badRequest, HttpProblem, invalidRequest, notFound, problems } from '../http/problem.ts'
import { Position } from '../http/page.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { listProvinces } from '../localities/queries.ts'
import { supplyValues } from './commands.ts'
import { SetCode, ValuesRequest } from './criteria-schemas.ts'
import { fromOfficers, INDICATORS } from './indicators.ts'
import { listSupplied } from './queries.ts'
import { IndicatorValues, Year } from './schemas.ts'

const IndicatorItem = z.object({
  code: SetCode, origin: z.enum(['registry', 'officers']), name: z.string().max(300), unit: z.string().max(60),
  definition: z.string().max(1000).meta({ description: 'Of the registry: how it is reckoned. Of officers: where it is from.' }),
  year: z.int().min(2001).max(2099).nullable().meta({ description: 'Of officers: the year; the registry has its own for every year.' }),
}).meta({ id: 'Indicator', description: 'What localities can be ranked by.', examples: [{ code: 'density', origin: 'registry', name: 'Mật độ doanh nghiệp', unit: 'per-1000-people', definition: 'Số doanh nghiệp trên 1.000 dân.', year: null }] })
const IndicatorList = z.object({ items: z.array(IndicatorItem).max(10_000), position: Position }).meta({ id: 'IndicatorList', description: 'Indicators of the registry, then those that officers supplied, by year.' })

const params = z.object({ indicator: SetCode.meta({ description: 'Code of an indicator that officers supply.', examples: ['sandbox-indicator'] }), year: Year })

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/ranking-indicators', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listIndicators',
      tags: ['rankings'],
      summary: 'List the indicators that localities can be ranked by',
      description: 'Figures of the registry, and those that officers have supplied for a year. / Các chỉ tiêu xếp hạng.',
      querystring: z.strictObject({ format: ListFormat }),
      response: { 200: IndicatorList, ...problems(400, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    standsAt(request, position)
    const isVi = languageOf(request) === 'vi'
    const own = INDICATORS.map(({ code, name, nameEn, unit, definition, definitionEn }) =>
      ({ code, origin: 'registry' as const, name: isVi ? name : nameEn, unit, definition: isVi ? definition : definitionEn, year: null }))
    const supplied = (await listSupplied(tx)).map(({ indicator, name, nameEn, unit, source, year }) =>
      ({ code: indicator, origin: 'officers' as const, name: isVi ? name : nameEn, unit, definition: source, year }))
    return answerList(request, reply, 'ranking-indicators', IndicatorItem, { items: [...own, ...supplied], position })
  }))

  app.get('/ranking-indicators/:indicator/:year', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getSuppliedValues',
      tags: ['rankings'],
      summary: 'Get the values that officers supplied for a year',
      description: 'Those of the registry itself are in the inputs of each ranking. / Giá trị do cán bộ cung cấp.',
      params,
      querystring: z.strictObject({}),
      response: { 200: IndicatorValues, ...problems(400, 404, 503) },
    },
  }, async (request) => await atOnePosition(app.db, async (tx, position) => {
    const { indicator, year } = request.params
    const [row] = await listSupplied(tx, { indicator, year })
    if (!row) throw notFound({ vi: `Chưa có giá trị của ${indicator} năm ${year}.`, en: `Nobody has supplied ${indicator} for ${year}.` })
    standsAt(request, position)
    const codes = (await listProvinces(tx, '2025', dayAsked(request))).map(({ code }) => code)
    return fromOfficers({ ...row, position: row.recordedFrom }, codes)
  }))

  app.put('/ranking-indicators/:indicator/:year', {
    config: { access: 'publish' },
    schema: {
      operationId: 'supplyValues',
      tags: ['rankings'],
      summary: 'Supply the values of an indicator for a year',
      description: 'With their source. Those of before stay known at the positions before, and in rankings that were published. / Cung cấp giá trị của một chỉ tiêu.',
      params,
      querystring: z.strictObject({}),
      body: ValuesRequest,
      response: { 200: IndicatorValues, ...problems(400, 409, 503) },
    },
  }, async (request) => {
    const { params: { indicator, year }, body: { values, ...about } } = request
    if (INDICATORS.some(({ code }) => code === indicator)) throw new HttpProblem('wrong-state', { vi: `Chỉ tiêu ${indicator} do sổ đăng ký tự tính.`, en: `The registry reckons ${indicator} itself.` })
    if (year > Number(dayAsked(request).slice(0, 4))) throw badRequest('year', 'has not begun yet')
    const codes = (await listProvinces(app.db, '2025', dayAsked(request))).map(({ code }) => code)
    const named = values.map(({ province }) => province)
    const errors = values.flatMap(({ province, value }, i) => [
      ...!codes.includes(province) ? [{ path: `values.${i}.province`, message: 'is not a code of the division of 2025' }] : [],
      ...named.indexOf(province) < i ? [{ path: `values.${i}.province`, message: 'is named twice' }] : [],
      ...Math.abs(value) * 1e6 > Number.MAX_SAFE_INTEGER || Math.round(value * 1e6) / 1e6 !== value ? [{ path: `values.${i}.value`, message: 'must have at most six decimals' }] : [],
    ])
    if (errors.length > 0) throw invalidRequest(errors)
    const row = await supplyValues(app.db, { indicator, year, ...about, values: Object.fromEntries(values.map(({ province, value }) => [province, value])) }, authorOf(request))
    return fromOfficers({ ...row, position: row.recordedFrom }, codes)
  })
}

export default routes
