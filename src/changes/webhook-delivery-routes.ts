import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import { decodeCursor, encodeCursor, linkNext } from '../http/page.ts'
import { HttpProblem, problems } from '../http/problem.ts'
import { recordAudit } from '../journal/audit.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { rotateSecret } from './webhook-commands.ts'
import { deliverTest } from './webhook-delivery.ts'
import type { Outlet } from './webhook-outlet.ts'
import { noWebhook } from './webhook-outlet.ts'
import { presentAttempt } from './webhook-presentation.ts'
import { listAttempts } from './webhook-queries.ts'
import { Delivery, DeliveryPage, ListDeliveriesQuery, NewSecret, SecretRequest, WebhookId } from './webhook-schemas.ts'

const params = z.object({ webhook: WebhookId })
const nothing = z.strictObject({})
const Before = z.object({ before: z.int() })

/** What was sent, a message to try out, and what all of it is signed with. */
const routes: FastifyPluginAsyncZod<{ outlet: Outlet }> = async (app, { outlet }) => {
  const { db, existing, options, courier } = outlet
  const tested = new Set<number>()

  app.get('/:webhook/deliveries', {
    config: { access: 'webhooks' },
    schema: {
      operationId: 'listDeliveries',
      tags: ['webhooks'],
      summary: 'List what was sent to a webhook',
      description: 'Each attempt with its time and outcome, the newest first; the last 500 are kept. / Các lần gửi gần đây.',
      params,
      querystring: ListDeliveriesQuery,
      response: { 200: DeliveryPage, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { id } = await existing(request, request.params.webhook)
    const { cursor, limit } = request.query
    // With the number of the webhook: a cursor of another one is none of this.
    const question = { id, ...request.query }
    const before = decodeCursor(cursor, Before, question)?.before
    const { rows, position } = await atOnePosition(db, async (tx, position) => ({ rows: await listAttempts(tx, id, { before, limit: limit + 1 }), position }))
    const shown = rows.slice(0, limit)
    const next = rows.length > limit ? encodeCursor({ before: shown.at(-1)!.id }, question) : null
    linkNext(request, reply, next)
    return { items: shown.map(presentAttempt), next, position }
  })

  app.post('/:webhook/test', {
    config: { access: 'webhooks' },
    schema: {
      operationId: 'testWebhook',
      tags: ['webhooks'],
      summary: 'Send a test message',
      description: 'Once and at once, of the type `webhook.test`, signed as all others; answers what came of it. Also to a webhook that is disabled. / Gửi một thông báo thử.',
      params,
      querystring: nothing,
      response: { 200: Delivery, ...problems(400, 404, 409, 503) },
    },
  }, async (request) => {
    const webhook = await existing(request, request.params.webhook)
    if (tested.has(webhook.id)) throw new HttpProblem('wrong-state', { vi: 'Một thông báo thử khác đang được gửi.', en: 'Another test message is under way.' })
    tested.add(webhook.id)
    try {
      await recordAudit(db, { by: authorOf(request), action: 'webhook.test', subject: `webhook/${webhook.id}` })
      const attempt = await deliverTest(db, webhook, options, courier.signal)
      if (!attempt) throw courier.signal.aborted ? new HttpProblem('unavailable') : noWebhook(webhook.id)
      return presentAttempt(attempt)
    } finally {
      tested.delete(webhook.id)
    }
  })

  app.post('/:webhook/secret', {
    config: { access: 'webhooks' },
    schema: {
      operationId: 'rotateWebhookSecret',
      tags: ['webhooks'],
      summary: 'Make a new secret',
      description: 'It signs from now on. The one until now signs beside it for `overlap` seconds, a day where nothing is said: `webhook-signature` then holds two signatures. One older still signs no more. / Đổi khóa ký.',
      params,
      querystring: nothing,
      body: SecretRequest,
      response: { 201: NewSecret, ...problems(400, 404, 415, 503) },
    },
  }, async (request, reply) => {
    const { id } = await existing(request, request.params.webhook)
    const { overlap = 86_400 } = request.body ?? {}
    return reply.code(201).send({ secret: await rotateSecret(db, id, overlap, authorOf(request)) })
  })
}

export default routes
