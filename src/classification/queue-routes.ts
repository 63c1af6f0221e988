import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { provincesOf } from '../auth/schemas.ts'
import { dayOf } from '../calendar.ts'
import { EnterpriseCode } from '../enterprises/schemas.ts'
import { pageBody, sendJson } from '../http/body.ts'
import { decodeCursor, encodeCursor, linkNext } from '../http/page.ts'
import { problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { checkCode } from './asked-code.ts'
import { officerOf } from './officer.ts'
import { claim, release } from './queue-commands.ts'
import type { QueueCount } from './queue-queries.ts'
import { countQueue, readQueuePage } from './queue-queries.ts'
import { Claim, ClaimRequest, ListQueueQuery, QueueCounts, Released, ReviewPage } from './queue-schemas.ts'
import { asProblems } from './refusal.ts'

const After = z.object({ since: z.int().min(0), code: z.string().max(10), kind: z.string().max(20) })
const params = z.object({ code: EnterpriseCode })
const MINUTES = 60

/** What waits for officers, and who is at work on it. */
const routes: FastifyPluginAsyncZod<{ now: () => Date }> = async (app, { now }) => {
  app.addHook('onRequest', async (_request, reply) => { reply.header('cache-control', 'no-store') })

  app.get('/classification/queue', {
    config: { access: 'decide' },
    schema: {
      operationId: 'listQueue',
      tags: ['classification'],
      summary: 'List what waits for a decision',
      description: 'Candidates, decisions whose facts have changed, and addresses that leave the commune open, the longest waiting first. Who has ceased to exist does not wait. / Hàng chờ của cán bộ: ứng viên, quyết định cần xem lại, địa chỉ chưa rõ.',
      querystring: ListQueueQuery,
      response: { 200: ReviewPage, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { cursor, limit, province, kind: kinds, claimed } = request.query
    const after = decodeCursor(cursor, After, request.query)
    const at = now()
    const provinces = province === undefined ? provincesOf(request.caller, 'decide') : [province]
    const { items, last, position } = await readQueuePage(app.db, { provinces, kinds, claimed, today: dayOf(at), now: at }, { after, limit, caller: request.caller.name })
    const next = last && encodeCursor(last, request.query)
    linkNext(request, reply, next)
    return sendJson(reply, pageBody(items.join(), { next, position }))
  })

  app.get('/classification/queue/counts', {
    config: { access: 'decide' },
    schema: {
      operationId: 'countQueue',
      tags: ['classification'],
      summary: 'Count what waits, per province',
      description: 'For a dashboard: how much of each kind, how much of it somebody is at work on, and from when the first waits. / Số việc đang chờ theo địa phương.',
      querystring: z.strictObject({ province: ProvinceCode.optional().meta({ description: 'Only this province of 2025; where absent all that the caller may decide for.' }) }),
      response: { 200: QueueCounts, ...problems(400, 503) },
    },
  }, async (request) => {
    const { province } = request.query
    const at = now()
    const provinces = province === undefined ? provincesOf(request.caller, 'decide') : [province]
    return await atOnePosition(app.db, async (tx, position) => {
      const rows = await countQueue(tx, { provinces, today: dayOf(at), now: at })
      const { province: _nation, ...total } = presentCount(rows.at(-1)!)
      return { items: rows.slice(0, -1).map(presentCount), total, position } as z.output<typeof QueueCounts>
    })
  })

  app.put('/classification/queue/:code/claim', {
    config: { access: 'decide' },
    schema: {
      operationId: 'claimReview',
      tags: ['classification'],
      summary: 'Say that one is at work on an enterprise',
      description: 'Others see it, and are refused a claim until it expires. It keeps nobody from deciding; a decision ends it. Claimed again by the same caller it lasts longer. / Nhận xử lý một doanh nghiệp trong hàng chờ.',
      params,
      querystring: z.strictObject({}),
      body: ClaimRequest,
      response: { 200: Claim, ...problems(400, 404, 409, 415, 503) },
    },
  }, async (request) => {
    const { code } = request.params
    checkCode(code)
    const { label, expiresAt } = await asProblems(() => claim(app.db, code, request.body?.minutes ?? MINUTES, { officer: officerOf(request), now: now() }))
    return { code, by: label, isMine: true, until: expiresAt.toISOString() }
  })

  app.delete('/classification/queue/:code/claim', {
    config: { access: 'decide' },
    schema: {
      operationId: 'releaseReview',
      tags: ['classification'],
      summary: 'Give an enterprise back to the queue',
      description: 'One\'s own claim; `decide:*` gives back any. Where there is none it stays so. / Trả lại doanh nghiệp cho hàng chờ.',
      params,
      querystring: z.strictObject({}),
      response: { 200: Released, ...problems(400, 404, 409, 503) },
    },
  }, async (request) => {
    const { code } = request.params
    checkCode(code)
    await asProblems(() => release(app.db, code, { officer: officerOf(request), now: now() }))
    return { code, claim: null }
  })
}

export default routes

const presentCount = ({ oldest, ...counts }: QueueCount) => ({ ...counts, oldest: oldest?.toISOString() ?? null })
