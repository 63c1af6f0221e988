import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf, requireScope } from '../auth/schemas.ts'
import type { Database } from '../db/client.ts'
import { isEnterpriseCode } from '../enterprises/queries.ts'
import { EnterpriseCode } from '../enterprises/schemas.ts'
import { dayAsked, formatAsked, standsAt } from '../http/asked.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { decodeCursor, DEFAULT_LIMIT, encodeCursor, linkNext } from '../http/page.ts'
import { ifMatch, seenBy } from '../http/precondition.ts'
import { badRequest, HttpProblem, invalidRequest, notFound, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { findProvince } from '../localities/queries.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import type { Collection, Participant } from './collections.ts'
import { COLLECTIONS, GOALS, OF_ENTERPRISE, WITHOUT } from './collections.ts'
import type { RecognitionRequest } from './commands.ts'
import { enterRecognition, HasChanged, NoSuchParent, NotYours } from './commands.ts'
import type { HasPlan } from './faults.ts'
import { faultsOf } from './faults.ts'
import openSource from './open-source-routes.ts'
import outcomes from './outcome-routes.ts'
import { present } from './presentation.ts'
import { countRecognitions, findNames, findRecognition, listOfEnterprise, listRecognitions } from './queries.ts'
import type { Query } from './schemas.ts'
import { codeOf, ITEMS, LISTS, OfEnterprise, QUERIES, REQUESTS } from './schemas.ts'

const WORDS: Record<Collection, { one: string, many: string, vi: string, Id: string }> = {
  products: { one: 'a key product', many: 'key digital products', vi: 'Sản phẩm số trọng điểm', Id: 'Product' },
  platforms: { one: 'a shared platform', many: 'shared digital platforms', vi: 'Nền tảng số dùng chung', Id: 'Platform' },
  honours: { one: 'an honour', many: 'honours', vi: 'Tôn vinh, giải thưởng', Id: 'Honour' },
  zones: { one: 'a zone', many: 'zones, software parks, chains and incubators', vi: 'Khu công nghệ số tập trung, công viên phần mềm, chuỗi, vườn ươm', Id: 'Zone' },
  credentials: { one: 'a right or certificate', many: 'rights and certificates of enterprises and of their products', vi: 'Quyền sở hữu trí tuệ, chứng nhận, đánh giá an toàn', Id: 'Credential' },
  programmes: { one: 'a programme', many: 'programmes, projects, advice, networks and associations with their enterprises', vi: 'Chương trình, dự án, tư vấn hỗ trợ, mạng lưới, hiệp hội', Id: 'Programme' },
  events: { one: 'an event', many: 'forums, trade promotion and fairs', vi: 'Diễn đàn, xúc tiến thương mại, hội chợ', Id: 'Event' },
  transfers: { one: 'a transfer of technology', many: 'transfers of technology with their parties', vi: 'Chuyển giao công nghệ', Id: 'Transfer' },
  'support-services': { one: 'a support service', many: 'what research centres, incubators and other support bodies offer to enterprises', vi: 'Dịch vụ của viện nghiên cứu, vườn ươm, tổ chức hỗ trợ doanh nghiệp', Id: 'SupportService' },
}
const nothing = z.strictObject({})
/** What a request of any collection may say. */
type Given = Omit<RecognitionRequest, 'code' | 'provinceCode' | 'participants'> & { participants?: (Pick<Participant, 'enterprise'> & Partial<Participant>)[] }
const After = z.object({ code: z.string() })

/** What is recognised: key products, shared platforms, honours; and where enterprises are together. */
const routes: FastifyPluginAsyncZod<{ hasPlan: HasPlan }> = async (app, { hasPlan }) => {
  for (const collection of COLLECTIONS) {
    const { one, many, vi, Id } = WORDS[collection]
    const code = codeOf(collection)
    const headers = ifMatch(`\`GET /${collection}/{code}\``)
    const request = REQUESTS[collection] as typeof REQUESTS['products']
    const item = ITEMS[collection] as typeof ITEMS['products']

    app.get(`/${collection}`, {
      config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
      schema: {
        operationId: `list${Id}s`, tags: ['recognition'], summary: `List ${many}`,
        description: `National and local ones, each with who recognises it and by which document${GOALS[collection] ? ', and how many the Directive wants' : ''}. / ${vi}.`,
        querystring: QUERIES[collection] as typeof QUERIES['products'], response: { 200: LISTS[collection] as typeof LISTS['products'], ...problems(400, 503) },
      },
    }, async (asked, reply) => {
      const day = dayAsked(asked)
      const { cursor, limit, total, format: _format, valid, ...given } = asked.query as Query
      const filter = { ...given, ...valid !== undefined && { validity: { day, is: valid } } }
      const after = decodeCursor(cursor, After, asked.query)?.code
      const most = limit ?? (formatAsked(asked) === 'json' ? DEFAULT_LIMIT : undefined)
      const list = await atOnePosition(app.db, async (tx, position) => {
        await checkProvince(tx, filter.province, day)
        if (filter.enterprise !== undefined) checkEnterprise('enterprise', filter.enterprise)
        standsAt(asked, position)
        const rows = await listRecognitions(tx, collection, filter, { after, limit: most === undefined ? undefined : most + 1 })
        const shown = rows.slice(0, most)
        const next = rows.length > shown.length ? encodeCursor({ code: shown.at(-1)!.code }, asked.query) : null
        return { items: await present(tx, collection, shown, day), next, ...total && { total: await countRecognitions(tx, collection, filter) }, goal: await findGoal(tx, collection), position }
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
      standsAt(asked, position, row.recordedFrom)
      return (await present(tx, collection, [row], dayAsked(asked)))[0] as never
    }))

    const enter = async (code: string, provinceCode: string | null, asked: FastifyRequest) => {
      const row = rowOf(code, provinceCode, asked.body as Given)
      const day = dayAsked(asked)
      const faults = await faultsOf(app.db, collection, row, { day, hasPlan })
      if (faults.length > 0) throw invalidRequest(faults)
      const entered = await enterRecognition(app.db, collection, row, authorOf(asked), seenBy(asked)).catch((err: unknown) => { throw asProblem(err, code) })
      return (await present(app.db, collection, [entered], day))[0] as never
    }

    app.put(`/${collection}/:code`, {
      config: { access: 'publish' },
      schema: {
        operationId: `enterNational${Id}`, tags: ['recognition'], summary: `Enter ${one} of the country`,
        description: `All of it; what it was before stays known at the positions before, and the same again changes nothing. A code that a locality has is a 409. / ${vi} cấp quốc gia.`,
        params: z.object({ code }), querystring: nothing, headers, body: request, response: { 200: item, ...problems(400, 409, 412, 415, 503) },
      },
    }, async (asked) => await enter(asked.params.code, null, asked))

    app.put(`/localities/:province/${collection}/:code`, {
      config: { access: 'catalogue' },
      schema: {
        operationId: `enterLocal${Id}`, tags: ['recognition'], summary: `Enter ${one} of a province`,
        description: `For officers of the province (\`catalogue:48\`). Otherwise as for the country; a code that another province or the country has is a 409. / ${vi} của địa phương.`,
        params: z.object({ province: ProvinceCode, code }), querystring: nothing, headers, body: request, response: { 200: item, ...problems(400, 409, 412, 415, 503) },
      },
    }, async (asked) => {
      const { province, code: own } = asked.params
      await checkProvince(app.db, province, dayAsked(asked))
      requireScope(asked.caller, 'catalogue', province)
      return await enter(own, province, asked)
    })
  }

  app.get('/enterprises/:code/recognition', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getRecognition', tags: ['recognition'], summary: 'Get all that an enterprise is recognised for',
      description: 'Its key products, platforms, honours, rights and certificates, the zones, programmes and events that it is in (of those who take part, itself alone), and the transfers of technology that it is a party to (with all parties); lists are empty where there is nothing. / Sản phẩm, nền tảng, tôn vinh, quyền và chứng nhận, khu công nghệ, chương trình, sự kiện, chuyển giao công nghệ của một doanh nghiệp.',
      params: z.object({ code: EnterpriseCode }), querystring: nothing, response: { 200: OfEnterprise, ...problems(400, 404, 503) },
    },
  }, async (asked) => await atOnePosition(app.db, async (tx, position) => {
    const { code } = asked.params
    checkEnterprise('code', code)
    if (!(await findNames(tx, [code])).has(code)) throw notFound({ vi: `Không có doanh nghiệp mã số ${code} trong dữ liệu đăng ký.`, en: `No enterprise ${code} is known to the feed.` })
    standsAt(asked, position)
    const all = await listOfEnterprise(tx, code)
    const answer: Record<string, unknown> = { enterprise: code, position }
    for (const collection of OF_ENTERPRISE) answer[collection] = await present(tx, collection, all.filter((one) => one.collection === collection).map(({ row }) => row), dayAsked(asked))
    return answer as never
  }))

  await app.register(outcomes)
  await app.register(openSource)
}

export default routes

/** A request as it is kept: with nothing where it says nothing. */
const rowOf = (code: string, provinceCode: string | null, { participants = [], ...given }: Given): RecognitionRequest =>
  ({ ...WITHOUT, ...given, code, provinceCode, participants: participants.map((one) => ({ from: null, to: null, kind: null, outcome: null, ...one })) })

function asProblem (err: unknown, code: string): unknown {
  if (err instanceof NoSuchParent) return badRequest('parent', 'is none of the zones, or belongs to this one itself')
  if (err instanceof HasChanged) return new HttpProblem('precondition-failed')
  return err instanceof NotYours ? taken(code) : err
}
const taken = (code: string) => new HttpProblem('wrong-state', { vi: `Mã ${code} thuộc địa phương khác hoặc cấp quốc gia.`, en: `The code ${code} is another locality's, or the country's.` })

function checkEnterprise (path: string, code: string) {
  if (!isEnterpriseCode(code)) throw badRequest(path, 'is not an enterprise code: its check digit is wrong')
}

async function checkProvince (db: Database, province: string | undefined, day: string) {
  if (province !== undefined && !await findProvince(db, '2025', province, day)) throw badRequest('province', 'is not a code of the division of 2025')
}

async function findGoal (db: Database, collection: Collection) {
  const goal = GOALS[collection]
  if (!goal) return null
  const national = await countRecognitions(db, collection, { level: 'national', state: goal.counts })
  return { ...goal, national, state: national < goal.minimum ? 'below' : national > goal.maximum ? 'above' : 'within' }
}
