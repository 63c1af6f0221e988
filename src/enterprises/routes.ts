import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dayAsked, standsAt } from '../http/asked.ts'
import { pageBody, sendJson } from '../http/body.ts'
import { languageOf } from '../http/language.ts'
import { isAboutThePast, momentOf } from '../http/moment.ts'
import { decodeCursor, encodeCursor, linkNext } from '../http/page.ts'
import { badRequest, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { absence, checkCode, shown } from './asked-enterprise.ts'
import { atViewAsked, pastView, presentView } from './asked-view.ts'
import { codeKind } from './enterprise-code.ts'
import { makeJointLookup } from './joint-lookup.ts'
import list from './list-routes.ts'
import { findByCode, findByCodes, listVersions } from './lookup.ts'
import { Enterprise, EnterpriseCode, EnterpriseVersionPage, GetEnterpriseQuery, ListVersionsQuery, LookupRequest, LookupResult } from './schemas.ts'

const AfterVersion = z.object({ at: z.int().min(0), version: z.int().min(0) })
const params = z.object({ code: EnterpriseCode })

const routes: FastifyPluginAsyncZod = async (app) => {
  await app.register(list)
  const findNow = makeJointLookup(app.db)

  app.get('/:code', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getEnterprise',
      tags: ['enterprises'],
      summary: 'Get an enterprise by its code',
      description: 'Also suspended, dissolved and other enterprises, and candidates whose candidacy has lapsed. An enterprise of the feed that is neither digital nor a candidate is a 404 of the type `/problems/not-digital`, a branch or business location one of `/problems/dependent-unit`. One that a full file no longer has is a 410 with its `lastVersion`. With `asof` as it stood on a day. / Tra cứu doanh nghiệp theo mã số.',
      params,
      querystring: GetEnterpriseQuery,
      response: { 200: Enterprise, ...problems(400, 404, 406, 410, 503) },
    },
  }, async (request, reply) => {
    const { code } = request.params
    checkCode(code)
    const isPast = isAboutThePast(request.query)
    const { position, found } = isPast
      ? await atOnePosition(app.db, async (tx) => await findByCode(tx, code, await pastView(tx, request, request.query)))
      : await findNow(code, presentView(request, request.query))
    const { body, version } = shown(code, found)
    if (!isPast) standsAt(request, position, version)
    return sendJson(reply, body)
  })

  app.get('/:code/versions', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'listEnterpriseVersions',
      tags: ['enterprises'],
      summary: 'List the versions of an enterprise',
      description: 'Every state that the register ever had of it, in the order in which they were recorded, those that a revert took back included. States in which it was neither digital nor a candidate are left out. With `knownat` only what was known then. / Các phiên bản của một doanh nghiệp.',
      params,
      querystring: ListVersionsQuery,
      response: { 200: EnterpriseVersionPage, ...problems(400, 404, 406, 503) },
    },
  }, async (request, reply) => {
    const { code } = request.params
    const { cursor, limit, ...query } = request.query
    checkCode(code)
    const question = { ...query, code, knownat: undefined, known: JSON.stringify(query.knownat) }
    const after = decodeCursor(cursor, AfterVersion, question)
    const page = await atViewAsked(app.db, request, query, async (tx, view) => {
      const versions = await listVersions(tx, code, view, { after: after?.version ?? 0, limit })
      if (versions.items.length === 0 && !after) shown(code, (await findByCode(tx, code, { ...view, knownAt: undefined })).found)
      return versions
    })
    if (after && after.at > page.position) throw badRequest('cursor', 'is of a position that the register has not reached')
    const next = page.next === null ? null : encodeCursor({ at: page.position, version: page.next }, question)
    linkNext(request, reply, next)
    return sendJson(reply, pageBody(page.items.join(','), { next, position: page.position }))
  })

  app.post('/lookup', {
    config: { access: 'public' },
    schema: {
      operationId: 'lookUpEnterprises',
      tags: ['enterprises'],
      summary: 'Look up many enterprises by their codes',
      description: 'Up to 500 codes at once; each comes back as an item or in `unknown` with the reason. / Tra cứu nhiều mã số cùng lúc.',
      body: LookupRequest,
      response: { 200: LookupResult, ...problems(400, 406, 413, 415, 503) },
    },
  }, async (request, reply) => {
    const { codes, division = '2025', asof, knownat } = request.body
    const wanted = [...new Set(codes)].sort()
    const kinds = new Map(wanted.map((code) => [code, codeKind(code)]))
    const asked = wanted.filter((code) => kinds.get(code) === 'enterprise')
    const past = { asof, knownat: knownat === undefined ? undefined : { position: knownat } }
    const language = languageOf(request)
    const { position, found } = isAboutThePast(past)
      ? await atOnePosition(app.db, async (tx) => {
          const view = { ...await momentOf(tx, request, past), division, language }
          return { ...await findByCodes(tx, asked, view), position: view.knownAt }
        })
      : await findByCodes(app.db, asked, { day: dayAsked(request), division, language })
    const unknown = wanted.flatMap((code) => {
      const kind = kinds.get(code)
      const reason = kind === 'enterprise' ? absence(found.get(code)) : kind === 'dependent-unit' ? 'dependent-unit' : 'malformed'
      return reason ? [{ code, reason }] : []
    })
    const items = asked.filter((code) => absence(found.get(code)) === null).map((code) => found.get(code)!.body)
    reply.header('content-language', language).header('vary', 'Accept, Accept-Encoding, Accept-Language')
    return sendJson(reply, pageBody(items.join(','), { unknown, position }))
  })
}

export default routes
