import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf, requireScope } from '../auth/schemas.ts'
import type { Database } from '../db/client.ts'
import { isEnterpriseCode } from '../enterprises/queries.ts'
import { EnterpriseCode } from '../enterprises/schemas.ts'
import { dayAsked, formatAsked, standsAt } from '../http/asked.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { decodeCursor, DEFAULT_LIMIT, encodeCursor, linkNext } from '../http/page.ts'
import { badRequest, HttpProblem, invalidRequest, notFound, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { findProvince } from '../localities/queries.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import type { Collection, Tenant } from './collections.ts'
import { COLLECTIONS, GOALS } from './collections.ts'
import { enterRecognition, NoSuchParent, NotYours } from './commands.ts'
import openSource from './open-source-routes.ts'
import type { RecognitionRow } from './queries.ts'
import { countRecognitions, findNames, findRecognition, listOfEnterprise, listRecognitions } from './queries.ts'
import { codeOf, ITEMS, ListQuery, LISTS, OfEnterprise, REQUESTS } from './schemas.ts'

const WORDS: Record<Collection, { one: string, many: string, vi: string, Id: string }> = {
  products: { one: 'a key product', many: 'key digital products', vi: 'Sản phẩm số trọng điểm', Id: 'Product' },
  platforms: { one: 'a shared platform', many: 'shared digital platforms', vi: 'Nền tảng số dùng chung', Id: 'Platform' },
  honours: { one: 'an honour', many: 'honours', vi: 'Tôn vinh, giải thưởng', Id: 'Honour' },
  zones: { one: 'a zone', many: 'zones, software parks, chains and incubators', vi: 'Khu công nghệ số tập trung, công viên phần mềm, chuỗi, vườn ươm', Id: 'Zone' },
}
const nothing = z.strictObject({})
const After = z.object({ code: z.string() })

/** What is recognised: key products, shared platforms, honours; and where enterprises are together. */
const routes: FastifyPluginAsyncZod = async (app) => {
  for (const collection of COLLECTIONS) {
    const { one, many, vi, Id } = WORDS[collection]
    const code = codeOf(collection)
    const request = REQUESTS[collection] as typeof REQUESTS['products']
    const item = ITEMS[collection] as typeof ITEMS['products']

    app.get(`/${collection}`, {
      config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
      schema: {
        operationId: `list${Id}s`, tags: ['recognition'], summary: `List ${many}`,
        description: `National and local ones, each with who recognises it and by which document${GOALS[collection] ? ', and how many the Directive wants' : ''}. / ${vi}.`,
        querystring: ListQuery, response: { 200: LISTS[collection] as typeof LISTS['products'], ...problems(400, 503) },
      },
    }, async (asked, reply) => {
      const { cursor, limit, total, format: _format, ...filter } = asked.query
      const after = decodeCursor(cursor, After, asked.query)?.code
      const most = limit ?? (formatAsked(asked) === 'json' ? DEFAULT_LIMIT : undefined)
      const list = await atOnePosition(app.db, async (tx, position) => {
        await checkProvince(tx, filter.province, dayAsked(asked))
        standsAt(asked, position)
        const rows = await listRecognitions(tx, collection, filter, { after, limit: most === undefined ? undefined : most + 1 })
        const shown = rows.slice(0, most)
        const next = rows.length > shown.length ? encodeCursor({ code: shown.at(-1)!.code }, asked.query) : null
        return { items: await present(tx, collection, shown), next, ...total && { total: await countRecognitions(tx, collection, filter) }, goal: await findGoal(tx, collection), position }
      })
      linkNext(asked, reply, list.next)
      return answerList(asked, reply, collection, item, list) as never
    })

    app.get(`/${collection}/:code`, {
      config: { access: 'public', isOfRegister: true },
      schema: { operationId: `get${Id}`, tags: ['recognition'], summary: `Get ${one}`, description: `As it is recognised now. / ${vi}.`, params: z.object({ code }), querystring: nothing, response: { 200: item, ...problems(400, 404, 503) } },
    }, async (asked) => await atOnePosition(app.db, async (tx, position) => {
      const row = await findRecognition(tx, collection, asked.params.code)
      if (!row) throw notFound({ vi: `Không có ${asked.params.code} trong danh mục này.`, en: `There is no ${asked.params.code} among the ${collection}.` })
      standsAt(asked, position)
      return (await present(tx, collection, [row]))[0] as never
    }))

    const enter = async (own: string, provinceCode: string | null, body: z.output<typeof request>, by: Parameters<typeof authorOf>[0]) => {
      const given = body as Partial<Pick<RecognitionRow, 'enterprise' | 'year' | 'award' | 'since' | 'parent' | 'tenants'>> & typeof body
      await check(app.db, given)
      const row = {
        code: own, name: given.name, nameEn: given.nameEn, provinceCode, enterprise: given.enterprise ?? null, kind: given.kind, year: given.year ?? null, award: given.award ?? null,
        recognisedBy: given.recognisedBy, document: given.document, state: given.state, since: given.since ?? null, parent: given.parent ?? null, tenants: given.tenants ?? [], note: given.note,
      }
      const entered = await enterRecognition(app.db, collection, row, authorOf(by)).catch((err: unknown) => { throw asProblem(err, own) })
      return (await present(app.db, collection, [entered]))[0] as never
    }

    app.put(`/${collection}/:code`, {
      config: { access: 'publish' },
      schema: {
        operationId: `enterNational${Id}`, tags: ['recognition'], summary: `Enter ${one} of the country`,
        description: `All of it; what it was before stays known at the positions before, and the same again changes nothing. A code that a locality has is a 409. / ${vi} cấp quốc gia.`,
        params: z.object({ code }), querystring: nothing, body: request, response: { 200: item, ...problems(400, 409, 415, 503) },
      },
    }, async (asked) => await enter(asked.params.code, null, asked.body, asked))

    app.put(`/localities/:province/${collection}/:code`, {
      config: { access: 'catalogue' },
      schema: {
        operationId: `enterLocal${Id}`, tags: ['recognition'], summary: `Enter ${one} of a province`,
        description: `For officers of the province (\`catalogue:48\`). Otherwise as for the country; a code that another province or the country has is a 409. / ${vi} của địa phương.`,
        params: z.object({ province: ProvinceCode, code }), querystring: nothing, body: request, response: { 200: item, ...problems(400, 409, 415, 503) },
      },
    }, async (asked) => {
      const { province, code: own } = asked.params
      await checkProvince(app.db, province, dayAsked(asked))
      requireScope(asked.caller, 'catalogue', province)
      return await enter(own, province, asked.body, asked)
    })
  }

  app.get('/enterprises/:code/recognition', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getRecognition', tags: ['recognition'], summary: 'Get all that an enterprise is recognised for',
      description: 'Its key products, platforms and honours, and the zones that it is a tenant of; lists are empty where there is nothing. / Sản phẩm, nền tảng, tôn vinh và khu công nghệ của một doanh nghiệp.',
      params: z.object({ code: EnterpriseCode }), querystring: nothing, response: { 200: OfEnterprise, ...problems(400, 404, 503) },
    },
  }, async (asked) => await atOnePosition(app.db, async (tx, position) => {
    const { code } = asked.params
    if (!isEnterpriseCode(code)) throw badRequest('code', 'is not an enterprise code: its check digit is wrong')
    if (!(await findNames(tx, [code])).has(code)) throw notFound({ vi: `Không có doanh nghiệp mã số ${code} trong dữ liệu đăng ký.`, en: `No enterprise ${code} is known to the feed.` })
    standsAt(asked, position)
    const all = await listOfEnterprise(tx, code)
    const of = async (collection: Collection) => await present(tx, collection, all.filter((one) => one.collection === collection).map(({ row }) => row))
    return { enterprise: code, products: await of('products'), platforms: await of('platforms'), honours: await of('honours'), zones: await of('zones'), position } as never
  }))

  await app.register(openSource)
}

export default routes

function asProblem (err: unknown, code: string): unknown {
  if (err instanceof NoSuchParent) return badRequest('parent', 'is none of the zones, or belongs to this one itself')
  return err instanceof NotYours ? taken(code) : err
}
const taken = (code: string) => new HttpProblem('wrong-state', { vi: `Mã ${code} thuộc địa phương khác hoặc cấp quốc gia.`, en: `The code ${code} is another locality's, or the country's.` })

async function checkProvince (db: Database, province: string | undefined, day: string) {
  if (province !== undefined && !await findProvince(db, '2025', province, day)) throw badRequest('province', 'is not a code of the division of 2025')
}

/** Throws where a code stands for nothing, or a time for nothing that can be. */
async function check (db: Database, { enterprise, tenants = [] }: { enterprise?: string | null | undefined, tenants?: Tenant[] | undefined }) {
  const codes = [...enterprise ? [enterprise] : [], ...tenants.map((one) => one.enterprise)]
  const known = codes.length > 0 ? await findNames(db, codes.filter(isEnterpriseCode)) : new Map<string, string>()
  const errors = [
    ...enterprise && !known.has(enterprise) ? [{ path: 'enterprise', message: 'no such enterprise is known to the feed' }] : [],
    ...tenants.flatMap((one, i) => [
      ...known.has(one.enterprise) ? [] : [{ path: `tenants.${i}.enterprise`, message: 'no such enterprise is known to the feed' }],
      ...one.from !== null && one.to !== null && one.to < one.from ? [{ path: `tenants.${i}.to`, message: 'is before from' }] : [],
      ...tenants.slice(0, i).some((other) => other.enterprise === one.enterprise && overlap(other, one)) ? [{ path: `tenants.${i}`, message: 'overlaps an earlier one of the same enterprise' }] : [],
    ]),
  ]
  if (errors.length > 0) throw invalidRequest(errors)
}

const overlap = (a: Tenant, b: Tenant) => (a.from ?? '') <= (b.to ?? '9999') && (b.from ?? '') <= (a.to ?? '9999')

async function present (db: Database, collection: Collection, rows: RecognitionRow[]) {
  const codes = [...new Set(rows.flatMap(({ enterprise, tenants }) => [...enterprise ? [enterprise] : [], ...tenants.map((one) => one.enterprise)]))]
  const names = codes.length > 0 ? await findNames(db, codes) : new Map<string, string>()
  const nameOf = (code: string | null) => code === null ? null : names.get(code) ?? null
  return rows.map(({ provinceCode, recordedFrom, enterprise, tenants, year, award, since, parent, ...row }) => ({
    ...row, level: provinceCode === null ? 'national' : 'local', province: provinceCode, position: recordedFrom,
    ...collection === 'zones' ? { parent, tenants: tenants.map((one) => ({ ...one, enterpriseName: nameOf(one.enterprise) })) } : { enterprise, enterpriseName: nameOf(enterprise) },
    ...collection === 'honours' ? { year, award } : {}, ...collection === 'products' || collection === 'platforms' ? { since } : {},
  }))
}

async function findGoal (db: Database, collection: Collection) {
  const goal = GOALS[collection]
  if (!goal) return null
  const national = await countRecognitions(db, collection, { level: 'national', state: goal.counts })
  return { ...goal, national, state: national < goal.minimum ? 'below' : national > goal.maximum ? 'above' : 'within' }
}
