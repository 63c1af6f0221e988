import { sql } from 'drizzle-orm'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { provincesOf } from '../auth/schemas.ts'
import { dayAsked, standsAt } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { LIST_FORMATS } from '../http/list-file.ts'
import { invalidRequest, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { asProblems, checkCodes, clerkOf, IN_BODY, IN_QUERY, noEntry, withdrawn } from './clerk.ts'
import { draftDemand, reviseDemand, setState } from './commands.ts'
import { Demand, DemandPage, DemandRequest, DemandRevision, ListDemandsQuery, OfficeDemand, OfficeDemandPage } from './demand-schemas.ts'
import { levelOf } from './entry.ts'
import { answerListing, readListing } from './listing-answer.ts'
import { demandListing, isAgency, meetsDemand, meetsOffice, readEntries } from './queries.ts'
import { EntryId, StateRequest } from './schemas.ts'
import { ListOfficeQuery } from './supply-schemas.ts'

type Item = z.output<typeof Demand>
type OfficeItem = z.output<typeof OfficeDemand>
const params = z.object({ demand: EntryId })
const nothing = z.strictObject({})

/** What agencies need. */
const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/demand', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listDemands',
      tags: ['catalogue'],
      summary: 'List what agencies need',
      description: 'What is published, the newest first. / Danh mục nhu cầu sản phẩm, dịch vụ số của cơ quan nhà nước.',
      querystring: ListDemandsQuery,
      response: { 200: DemandPage, ...problems(400, 406, 503) },
    },
  }, async (request, reply) => {
    const { cursor, limit, total, format: _format, technology, field, ...filter } = request.query
    const day = dayAsked(request)
    await checkCodes(app.db, { technologies: technology, fields: field, province: filter.province }, IN_QUERY, day)
    const where = sql`s.state = 'published' and ${meetsDemand({ ...filter, technology, field }, day)}`
    return await answerListing<Item>(app.db, request, reply, { title: 'demand', item: Demand, listing: demandListing(where, { day, language: languageOf(request) }) }, { cursor, limit, total })
  })

  const read = async (id: number, sight: { day: string, language: 'vi' | 'en' }) =>
    await atOnePosition(app.db, async (tx, position) => ({ item: (await readEntries<OfficeItem>(tx, demandListing(sql`s.id = ${id}`, { ...sight, isOffice: true }), {}))[0], position }))

  app.get('/demand/:demand', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getDemand',
      tags: ['catalogue'],
      summary: 'Get a demand',
      description: 'One that was withdrawn is a 410. / Một nhu cầu.',
      params,
      querystring: nothing,
      response: { 200: Demand, ...problems(400, 404, 410, 503) },
    },
  }, async (request) => {
    const { demand: id } = request.params
    const { item, position } = await read(id, { day: dayAsked(request), language: languageOf(request) })
    if (item?.state === 'withdrawn' && item.publishedAt !== null) throw withdrawn('demand', id)
    if (item?.state !== 'published') throw noEntry('demand', id)
    standsAt(request, position)
    return item
  })

  app.post('/demand', {
    config: { access: 'catalogue' },
    schema: {
      operationId: 'draftDemand',
      tags: ['catalogue'],
      summary: 'Draft what an agency needs',
      description: 'For officers of the locality; of an agency of the whole country for `catalogue:*`. A draft is seen by them alone. / Soạn một nhu cầu.',
      querystring: nothing,
      body: DemandRequest,
      response: { 201: OfficeDemand, ...problems(400, 415, 503) },
    },
  }, async (request, reply) => {
    const day = dayAsked(request)
    await check(request.body, day)
    const id = await asProblems('demand', 0, () => draftDemand(app.db, rowOf(request.body), clerkOf(request)))
    return reply.code(201).header('location', `/v1/catalogue/demand/${id}`).send((await read(id, { day, language: languageOf(request) })).item!)
  })

  app.put('/demand/:demand', {
    config: { access: 'catalogue' },
    schema: {
      operationId: 'reviseDemand',
      tags: ['catalogue'],
      summary: 'Write a demand anew',
      description: 'All of it, on the version that was read. Of one that is published the public sees it at once. / Sửa một nhu cầu.',
      params,
      querystring: nothing,
      body: DemandRevision,
      response: { 200: OfficeDemand, ...problems(400, 404, 412, 415, 503) },
    },
  }, async (request) => {
    const { demand: id } = request.params
    const { version, ...body } = request.body
    const day = dayAsked(request)
    await check(body, day)
    await asProblems('demand', id, () => reviseDemand(app.db, { ...rowOf(body), id, version }, clerkOf(request)))
    return (await read(id, { day, language: languageOf(request) })).item!
  })

  app.put('/demand/:demand/state', {
    config: { access: 'catalogue' },
    schema: {
      operationId: 'setDemandState',
      tags: ['catalogue'],
      summary: 'Publish or withdraw a demand',
      description: 'The same again changes nothing; what was withdrawn can be published again. / Công bố hoặc rút một nhu cầu.',
      params,
      querystring: nothing,
      body: StateRequest,
      response: { 200: OfficeDemand, ...problems(400, 404, 415, 503) },
    },
  }, async (request) => {
    const { demand: id } = request.params
    await asProblems('demand', id, () => setState(app.db, { kind: 'demand', id, ...request.body }, clerkOf(request)))
    return (await read(id, { day: dayAsked(request), language: languageOf(request) })).item!
  })

  app.get('/office/demand', {
    config: { access: 'catalogue' },
    schema: {
      operationId: 'listOfficeDemands',
      tags: ['catalogue'],
      summary: 'List demands with drafts and withdrawn ones',
      description: 'For officers, of the provinces that they may write for; those of the whole country for `catalogue:*`. / Nhu cầu, kể cả bản thảo và đã rút, dành cho cán bộ.',
      querystring: ListOfficeQuery,
      response: { 200: OfficeDemandPage, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { cursor, limit, total, province, state, q } = request.query
    const day = dayAsked(request)
    await checkCodes(app.db, { province }, IN_QUERY, day)
    const provinces = provincesOf(request.caller, 'catalogue')
    const where = sql`${meetsOffice({ provinces, province, states: state }, sql`s.province_code`)} and ${meetsDemand({ q }, day)}`
    return await readListing<OfficeItem>(app.db, request, reply, demandListing(where, { day, language: languageOf(request), isOffice: true }), { cursor, limit, total })
  })

  async function check (body: z.output<typeof DemandRequest>, day: string) {
    const errors = [
      ...body.periodTo < body.periodFrom ? [{ path: 'periodTo', message: 'is before periodFrom' }] : [],
      ...body.budgetFromVnd !== null && body.budgetToVnd !== null && body.budgetToVnd < body.budgetFromVnd ? [{ path: 'budgetToVnd', message: 'is less than budgetFromVnd' }] : [],
      ...new Set(body.categories).size < body.categories.length ? [{ path: 'categories', message: 'must not hold a category twice' }] : [],
    ]
    if (body.agencyCode !== null && !await isAgency(app.db, body.agencyCode)) errors.push({ path: 'agencyCode', message: 'is none of the agencies' })
    if (errors.length > 0) throw invalidRequest(errors)
    await checkCodes(app.db, body, IN_BODY, day)
  }
}

export default routes

const rowOf = ({ province: provinceCode, readiness, ...what }: z.output<typeof DemandRequest>) => ({ ...what, provinceCode, readiness: readiness === null ? null : levelOf(readiness) })
