import { sql } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '../db/client.ts'
import { dayAsked, standsAt } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { invalidRequest, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { enterAdoption, noAdoption, reviseAdoption, takeBackAdoption, takenBack } from './adoption-commands.ts'
import { adoptionListing, countAdoptions, findAdoption, meetsAdoption, sumAdoptions } from './adoption-queries.ts'
import { Adoption, AdoptionCount, AdoptionCounts, AdoptionPage, AdoptionRequest, AdoptionRevision, CountAdoptionsQuery, ListAdoptionsQuery, TakeBackQuery } from './adoption-schemas.ts'
import { checkCodes, clerkOf, IN_BODY, IN_QUERY } from './clerk.ts'
import { answerListing } from './listing-answer.ts'
import { readEntries } from './queries.ts'
import { EntryId } from './schemas.ts'

type Item = z.output<typeof Adoption>
const params = z.object({ adoption: EntryId })
const nothing = z.strictObject({})

/** What agencies use of what enterprises supply. */
const routes: FastifyPluginAsyncZod = async (app) => {
  const writing = (request: FastifyRequest) => ({ by: clerkOf(request), today: dayAsked(request) })

  app.get('/adoptions', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listAdoptions',
      tags: ['catalogue'],
      summary: 'List what agencies use of enterprises',
      description: 'Which agency uses which supply or product, by which contract, in answer to which demand. The newest first. / Sản phẩm, dịch vụ số của doanh nghiệp mà cơ quan nhà nước đang sử dụng.',
      querystring: ListAdoptionsQuery,
      response: { 200: AdoptionPage, ...problems(400, 406, 503) },
    },
  }, async (request, reply) => {
    const { cursor, limit, total, format: _format, ...filter } = request.query
    const sight = sightOf(request)
    await checkCodes(app.db, { fields: filter.field, province: filter.province, enterprise: filter.enterprise }, IN_QUERY, sight.day)
    return await answerListing<Item>(app.db, request, reply, { title: 'adoptions', item: Adoption, listing: adoptionListing(meetsAdoption(filter, sight.day), sight) }, { cursor, limit, total })
  })

  app.get('/adoptions/counts', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'countAdoptions',
      tags: ['catalogue'],
      summary: 'Count what agencies use, by locality or field',
      description: 'With how many agencies and enterprises, and the value of the contracts. Only what there is: a locality without any has no row. / Số lượt sử dụng theo địa phương hoặc lĩnh vực.',
      querystring: CountAdoptionsQuery,
      response: { 200: AdoptionCounts, ...problems(400, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    const { by } = request.query
    const sight = sightOf(request)
    standsAt(request, position)
    return answerList(request, reply, `adoptions-by-${by}`, AdoptionCount, { items: await countAdoptions(tx, by, sight), total: await sumAdoptions(tx, sight.day), position })
  }))

  app.get('/adoptions/:adoption', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getAdoption',
      tags: ['catalogue'],
      summary: 'Get an adoption',
      description: 'One that was taken back is a 410. / Một lượt sử dụng.',
      params,
      querystring: nothing,
      response: { 200: Adoption, ...problems(400, 404, 410, 503) },
    },
  }, async (request) => await atOnePosition(app.db, async (tx, position) => {
    const { adoption: id } = request.params
    const row = await findAdoption(tx, id)
    if (!row) throw noAdoption(id)
    if (row.withdrawnAt !== null) throw takenBack(id)
    standsAt(request, position)
    return await read(tx, id, request)
  }))

  app.post('/adoptions', {
    config: { access: 'catalogue' },
    schema: {
      operationId: 'enterAdoption',
      tags: ['catalogue'],
      summary: 'Enter that an agency uses something',
      description: 'For officers of the province in which the agency is; of the centre for `catalogue:*`. Either a published supply, or the product of an enterprise by its name. It is public at once. The same product by the same contract again is a 409. / Ghi nhận cơ quan sử dụng sản phẩm, dịch vụ của doanh nghiệp.',
      querystring: nothing,
      body: AdoptionRequest,
      response: { 201: Adoption, ...problems(400, 409, 415, 503) },
    },
  }, async (request, reply) => {
    await check(request.body, dayAsked(request))
    const id = await enterAdoption(app.db, request.body, writing(request))
    return reply.code(201).header('location', `/v1/catalogue/adoptions/${id}`).send(await read(app.db, id, request))
  })

  app.put('/adoptions/:adoption', {
    config: { access: 'catalogue' },
    schema: {
      operationId: 'reviseAdoption',
      tags: ['catalogue'],
      summary: 'Write an adoption anew',
      description: 'All of it, on the version that was read; also to tell the last day of use. / Sửa một lượt sử dụng, hoặc ghi ngày kết thúc.',
      params,
      querystring: nothing,
      body: AdoptionRevision,
      response: { 200: Adoption, ...problems(400, 404, 409, 410, 412, 415, 503) },
    },
  }, async (request) => {
    const { adoption: id } = request.params
    await check(request.body, dayAsked(request))
    await reviseAdoption(app.db, { ...request.body, id }, writing(request))
    return await read(app.db, id, request)
  })

  app.delete('/adoptions/:adoption', {
    config: { access: 'catalogue' },
    schema: {
      operationId: 'takeBackAdoption',
      tags: ['catalogue'],
      summary: 'Take back an adoption',
      description: 'One that was entered by mistake; what has ended is told with `usedTo`. Answers what it was. / Rút một lượt sử dụng nhập nhầm.',
      params,
      querystring: TakeBackQuery,
      response: { 200: Adoption, ...problems(400, 404, 410, 503) },
    },
  }, async (request) => {
    const { adoption: id } = request.params
    await takeBackAdoption(app.db, id, request.query.reason, clerkOf(request))
    return await read(app.db, id, request)
  })

  async function check ({ supply, enterprise, product, fields }: z.output<typeof AdoptionRequest>, day: string) {
    const byName = { enterprise, product, fields: fields.length > 0 ? fields : null }
    const errors = Object.entries(byName).flatMap(([path, value]) => (supply === null) === (value === null)
      ? [{ path, message: supply === null ? 'is needed where no supply is named' : 'is that of the supply' }]
      : [])
    if (errors.length > 0) throw invalidRequest(errors)
    await checkCodes(app.db, { fields, enterprise: enterprise ?? undefined }, IN_BODY, day)
  }
}

export default routes

const sightOf = (request: FastifyRequest) => ({ day: dayAsked(request), language: languageOf(request) })

async function read (db: Database, id: number, request: FastifyRequest): Promise<Item> {
  const [item] = await readEntries<Item>(db, adoptionListing(sql`s.id = ${id}`, sightOf(request)), {})
  return item!
}
