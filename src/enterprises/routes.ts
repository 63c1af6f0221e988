import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dayOf } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { languageOf, speak } from '../http/language.ts'
import { decodeCursor, encodeCursor, linkNext } from '../http/page.ts'
import { badRequest, HttpProblem, notFound, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { findCommune, findProvince } from '../localities/queries.ts'
import { Division } from '../localities/schemas.ts'
import { codeKind } from './enterprise-code.ts'
import { presentEnterprise } from './presentation.ts'
import { countEnterprises, findEnterprise, listEnterprises } from './queries.ts'
import { Enterprise, EnterpriseCode, EnterprisePage, ListEnterprisesQuery } from './schemas.ts'

const After = z.object({ code: z.string() })

const routes: FastifyPluginAsyncZod<{ now: () => Date }> = async (app, { now }) => {
  app.get('/', {
    config: { access: 'public' },
    schema: {
      operationId: 'listEnterprises',
      tags: ['enterprises'],
      summary: 'List digital technology enterprises',
      description: 'Enterprises in the order of their codes. Without filters: the active ones with a derived or confirmed category, the same that the statistics count. / Danh sách doanh nghiệp công nghệ số theo mã số.',
      querystring: ListEnterprisesQuery,
      response: { 200: EnterprisePage, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { cursor, limit, total, ...filter } = request.query
    const language = languageOf(request)
    const after = decodeCursor(cursor, After, request.query)?.code
    const today = dayOf(now())
    const page = await atOnePosition(app.db, async (tx, position) => {
      await checkLocality(tx, filter, today)
      const rows = await listEnterprises(tx, filter, today, { after, limit: limit + 1 })
      return { rows, position, ...total && { total: await countEnterprises(tx, filter, today) } }
    })
    const items = page.rows.slice(0, limit)
    const next = page.rows.length > limit ? encodeCursor({ code: items.at(-1)!.code }, request.query) : null
    linkNext(request, reply, next)
    speak(reply, language)
    return { items: items.map((row) => presentEnterprise(row, filter.division, language)), next, ...page.total !== undefined && { total: page.total }, position: page.position }
  })

  app.get('/:code', {
    config: { access: 'public' },
    schema: {
      operationId: 'getEnterprise',
      tags: ['enterprises'],
      summary: 'Get an enterprise by its code',
      description: 'Also suspended, dissolved and other enterprises, and candidates whose candidacy has lapsed. An enterprise of the feed that is neither digital nor a candidate is a 404 of the type `/problems/not-digital`, a branch or business location one of `/problems/dependent-unit`. One that a full file no longer has is a 410 with its `lastVersion`. / Tra cứu doanh nghiệp theo mã số.',
      params: z.object({ code: EnterpriseCode }),
      querystring: z.strictObject({ division: Division.default('2025') }),
      response: { 200: Enterprise, ...problems(400, 404, 410, 503) },
    },
  }, async (request, reply) => {
    const { code } = request.params
    const kind = codeKind(code)
    if (kind === 'dependent-unit') throw new HttpProblem('dependent-unit')
    if (kind !== 'enterprise') throw badRequest('code', 'is not an enterprise code: its check digit is wrong')
    const language = languageOf(request)
    const row = await findEnterprise(app.db, code, request.query.division, dayOf(now()))
    // Withdrawn by a revert is as if it had never been told of.
    if (!row || row.presence === 'withdrawn') throw notFound({ vi: `Không có doanh nghiệp mã số ${code} trong dữ liệu đăng ký.`, en: `No enterprise ${code} is known to the feed.` })
    if (row.basis === null) throw new HttpProblem('not-digital')
    const enterprise = presentEnterprise(row, request.query.division, language)
    if (row.presence === 'gone') throw new HttpProblem('gone', undefined, { members: { lastVersion: enterprise } })
    speak(reply, language)
    return enterprise
  })
}

export default routes

/** A locality that does not exist is a typo, not an empty result. */
async function checkLocality (db: Database, { division, province, commune }: { division: '2025' | '2004', province?: string | undefined, commune?: string | undefined }, today: string) {
  if (province !== undefined && !await findProvince(db, division, province, today)) throw badRequest('province', `is not a code of the division of ${division}`)
  if (commune === undefined) return
  if (division === '2004') throw badRequest('commune', 'is a code of the division of 2025; leave out division=2004')
  if (!await findCommune(db, commune)) throw badRequest('commune', 'is not a code of the division of 2025')
}
