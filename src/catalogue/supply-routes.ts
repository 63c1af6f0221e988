import { sql } from 'drizzle-orm'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { provincesOf } from '../auth/schemas.ts'
import { dayAsked, standsAt } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { LIST_FORMATS } from '../http/list-file.ts'
import { problems } from '../http/problem.ts'
import { asProblems, checkCodes, clerkOf, IN_BODY, IN_QUERY, noEntry, withdrawn } from './clerk.ts'
import { draftSupply, reviseSupply, setState } from './commands.ts'
import { levelOf } from './entry.ts'
import { answerListing, readListing } from './listing-answer.ts'
import { meetsOffice, meetsSupply, readEntries, supplyListing } from './queries.ts'
import { EntryId, StateRequest } from './schemas.ts'
import { atKeptShelf } from './shelf.ts'
import { ListOfficeSuppliesQuery, ListSuppliesQuery, OfficeSupply, OfficeSupplyPage, Supply, SupplyPage, SupplyRequest, SupplyRevision } from './supply-schemas.ts'

type Item = z.output<typeof Supply>
type OfficeItem = z.output<typeof OfficeSupply>
const params = z.object({ supply: EntryId })
const nothing = z.strictObject({})

/** What enterprises can supply. */
const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/supply', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listSupplies',
      tags: ['catalogue'],
      summary: 'List what enterprises can supply',
      description: 'What is published, of enterprises that are active; each stands where its enterprise is now. The newest first. / Danh mục nguồn cung công nghệ số của doanh nghiệp.',
      querystring: ListSuppliesQuery,
      response: { 200: SupplyPage, ...problems(400, 406, 503) },
    },
  }, async (request, reply) => {
    const { cursor, limit, total, format: _format, technology, field, readiness, ...filter } = request.query
    const day = dayAsked(request)
    await checkCodes(app.db, { technologies: technology, fields: field, province: filter.province, enterprise: filter.enterprise }, IN_QUERY, day)
    const where = sql`s.is_shown and ${meetsSupply({ ...filter, technology, field, readiness: readiness && levelOf(readiness) }, day)}`
    return await answerListing<Item>(app.db, request, reply, { title: 'supply', item: Supply, listing: supplyListing(where, { day, language: languageOf(request) }) }, { cursor, limit, total })
  })

  app.get('/supply/:supply', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getSupply',
      tags: ['catalogue'],
      summary: 'Get a supply',
      description: 'One that was withdrawn is a 410; one whose enterprise is no longer active is not shown. / Một nguồn cung.',
      params,
      querystring: nothing,
      response: { 200: Supply, ...problems(400, 404, 410, 503) },
    },
  }, async (request) => {
    const { supply: id } = request.params
    const sight = { day: dayAsked(request), language: languageOf(request) }
    return await atKeptShelf(app.db, async (tx, position) => {
      const [item] = await readEntries<OfficeItem>(tx, supplyListing(sql`s.id = ${id}`, { ...sight, isOffice: true }), {})
      if (item?.state === 'withdrawn' && item.publishedAt !== null) throw withdrawn('supply', id)
      if (!item?.isShown) throw noEntry('supply', id)
      standsAt(request, position)
      return item
    })
  })

  const read = async (id: number, sight: { day: string, language: 'vi' | 'en' }) =>
    (await atKeptShelf(app.db, async (tx) => await readEntries<OfficeItem>(tx, supplyListing(sql`s.id = ${id}`, { ...sight, isOffice: true }), {})))[0]!

  app.post('/supply', {
    config: { access: 'catalogue' },
    schema: {
      operationId: 'draftSupply',
      tags: ['catalogue'],
      summary: 'Draft what an enterprise can supply',
      description: 'For officers of the province in which the enterprise is now. A draft is seen by them alone; `PUT /catalogue/supply/{supply}/state` publishes it. Of an enterprise that is not active it can be drafted, and is not shown. / Soạn một nguồn cung.',
      querystring: nothing,
      body: SupplyRequest,
      response: { 201: OfficeSupply, ...problems(400, 415, 503) },
    },
  }, async (request, reply) => {
    const { enterprise: code, readiness, ...what } = request.body
    const day = dayAsked(request)
    await checkCodes(app.db, { ...what, enterprise: code }, IN_BODY, day)
    const id = await asProblems('supply', 0, () => draftSupply(app.db, { ...what, code, readiness: levelOf(readiness) }, clerkOf(request)))
    return reply.code(201).header('location', `/v1/catalogue/supply/${id}`).send(await read(id, { day, language: languageOf(request) }))
  })

  app.put('/supply/:supply', {
    config: { access: 'catalogue' },
    schema: {
      operationId: 'reviseSupply',
      tags: ['catalogue'],
      summary: 'Write a supply anew',
      description: 'All of it, on the version that was read. Of one that is published the public sees it at once; one that was ever published stays with its enterprise. / Sửa một nguồn cung.',
      params,
      querystring: nothing,
      body: SupplyRevision,
      response: { 200: OfficeSupply, ...problems(400, 404, 412, 415, 503) },
    },
  }, async (request) => {
    const { supply: id } = request.params
    const { enterprise: code, readiness, ...what } = request.body
    const day = dayAsked(request)
    await checkCodes(app.db, { ...what, enterprise: code }, IN_BODY, day)
    await asProblems('supply', id, () => reviseSupply(app.db, { ...what, id, code, readiness: levelOf(readiness) }, clerkOf(request)))
    return await read(id, { day, language: languageOf(request) })
  })

  app.put('/supply/:supply/state', {
    config: { access: 'catalogue' },
    schema: {
      operationId: 'setSupplyState',
      tags: ['catalogue'],
      summary: 'Publish or withdraw a supply',
      description: 'The same again changes nothing; what was withdrawn can be published again. / Công bố hoặc rút một nguồn cung.',
      params,
      querystring: nothing,
      body: StateRequest,
      response: { 200: OfficeSupply, ...problems(400, 404, 415, 503) },
    },
  }, async (request) => {
    const { supply: id } = request.params
    await asProblems('supply', id, () => setState(app.db, { kind: 'supply', id, ...request.body }, clerkOf(request)))
    return await read(id, { day: dayAsked(request), language: languageOf(request) })
  })

  app.get('/office/supply', {
    config: { access: 'catalogue' },
    schema: {
      operationId: 'listOfficeSupplies',
      tags: ['catalogue'],
      summary: 'List supplies with drafts and withdrawn ones',
      description: 'For officers, of the provinces that they may write for. What the public does not see although it is published says why: `standing`. / Nguồn cung, kể cả bản thảo và đã rút, dành cho cán bộ.',
      querystring: ListOfficeSuppliesQuery,
      response: { 200: OfficeSupplyPage, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { cursor, limit, total, province, state, shown, q } = request.query
    const day = dayAsked(request)
    await checkCodes(app.db, { province }, IN_QUERY, day)
    const provinces = provincesOf(request.caller, 'catalogue')
    const where = sql`${meetsOffice({ provinces, province, states: state, shown }, sql`v.province_code`)} and ${meetsSupply({ q }, day)}`
    return await readListing<OfficeItem>(app.db, request, reply, supplyListing(where, { day, language: languageOf(request), isOffice: true }), { cursor, limit, total })
  })
}

export default routes
