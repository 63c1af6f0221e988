import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import { dayOf } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { badRequest, HttpProblem, problems } from '../http/problem.ts'
import { listProvinces } from '../localities/queries.ts'
import { checkUrl, ForbiddenAddress } from './webhook-address.ts'
import { createWebhook, deleteWebhook, FuturePosition, MOST_WEBHOOKS, TooManyWebhooks, updateWebhook } from './webhook-commands.ts'
import type { Outlet } from './webhook-outlet.ts'
import { noWebhook, ownerOf } from './webhook-outlet.ts'
import { presentWebhook } from './webhook-presentation.ts'
import type { WebhookRow } from './webhook-queries.ts'
import { listSecrets, listWebhooks } from './webhook-queries.ts'
import { each, NewWebhook, types, Webhook, WebhookChange, WebhookId, WebhookList, WebhookRequest } from './webhook-schemas.ts'

const params = z.object({ webhook: WebhookId })
const nothing = z.strictObject({})

/** Subscribing, and what may be changed of it. */
const routes: FastifyPluginAsyncZod<{ outlet: Outlet }> = async (app, { outlet }) => {
  const { db, courier, existing, options } = outlet
  const present = async (row: WebhookRow, { label }: { label: string }) => presentWebhook(row, await listSecrets(db, row.id), label)

  app.post('/', {
    config: { access: 'webhooks' },
    schema: {
      operationId: 'createWebhook',
      tags: ['webhooks'],
      summary: 'Ask to be told of changes',
      description: 'The address is looked up and must be on the open internet. The answer holds the secret that deliveries are signed with (Standard Webhooks), which is shown only now. A key has at most 20 webhooks. / Đăng ký nhận thông báo khi dữ liệu thay đổi.',
      querystring: nothing,
      body: WebhookRequest,
      response: { 201: NewWebhook, ...problems(400, 409, 415, 503) },
    },
  }, async (request, reply) => {
    const owner = ownerOf(request)
    const { after, ...asked } = request.body
    await checkProvinces(db, asked.provinces, dayOf(options.now()))
    const { webhook, secret } = await asProblems(async () => createWebhook(db, owner.id, {
      url: await checkUrl(asked.url, options), types: types(asked.types)!, provinces: each(asked.provinces)!, categories: each(asked.categories)!, after,
    }, authorOf(request)))
    courier.wake()
    return reply.code(201).header('location', `/v1/webhooks/${webhook.id}`).send({ ...await present(webhook, owner), secret })
  })

  app.get('/', {
    config: { access: 'webhooks' },
    schema: {
      operationId: 'listWebhooks',
      tags: ['webhooks'],
      summary: 'List your webhooks',
      description: 'Those of the key that asks, the oldest first. / Danh sách webhook của khóa.',
      querystring: nothing,
      response: { 200: WebhookList, ...problems(400, 503) },
    },
  }, async (request) => {
    const owner = ownerOf(request)
    return { items: await Promise.all((await listWebhooks(db, owner.id)).map((row) => present(row, owner))) }
  })

  app.get('/:webhook', {
    config: { access: 'webhooks' },
    schema: {
      operationId: 'getWebhook',
      tags: ['webhooks'],
      summary: 'Get a webhook',
      description: 'How far it was told, what has not arrived, and why it is disabled if it is. One of another key is a 404. / Trạng thái của một webhook.',
      params,
      querystring: nothing,
      response: { 200: Webhook, ...problems(400, 404, 503) },
    },
  }, async (request) => present(await existing(request, request.params.webhook), ownerOf(request)))

  app.patch('/:webhook', {
    config: { access: 'webhooks' },
    schema: {
      operationId: 'changeWebhook',
      tags: ['webhooks'],
      summary: 'Change, disable or enable a webhook',
      description: 'A message that is under way stays as it is and goes to the new address; other filters hold from the next one on. / Sửa, tắt hoặc bật lại webhook.',
      params,
      querystring: nothing,
      body: WebhookChange,
      response: { 200: Webhook, ...problems(400, 404, 415, 503) },
    },
  }, async (request) => {
    const { id } = await existing(request, request.params.webhook)
    const owner = ownerOf(request)
    const { url, after, state, ...asked } = request.body
    await checkProvinces(db, asked.provinces, dayOf(options.now()))
    const row = await asProblems(async () => updateWebhook(db, owner.id, id, {
      ...url !== undefined && { url: await checkUrl(url, options) },
      ...asked.types !== undefined && { types: types(asked.types)! },
      ...asked.provinces !== undefined && { provinces: each(asked.provinces)! },
      ...asked.categories !== undefined && { categories: each(asked.categories)! },
      after, state,
    }, authorOf(request)))
    if (!row) throw noWebhook(id)
    courier.wake()
    return present(row, owner)
  })

  app.delete('/:webhook', {
    config: { access: 'webhooks' },
    schema: {
      operationId: 'deleteWebhook',
      tags: ['webhooks'],
      summary: 'Delete a webhook',
      description: 'With its secrets and deliveries; answers what it was. A delivery that is under way may still arrive. / Xóa webhook.',
      params,
      querystring: nothing,
      response: { 200: Webhook, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    const row = await existing(request, request.params.webhook)
    const owner = ownerOf(request)
    const last = await present(row, owner)
    if (!await deleteWebhook(db, owner.id, row.id, authorOf(request))) throw noWebhook(row.id)
    return last
  })
}

export default routes

async function checkProvinces (db: Database, provinces: string[] | null | undefined, today: string) {
  if (!provinces) return
  const known = new Set((await listProvinces(db, '2025', today)).map(({ code }) => code))
  const unknown = provinces.filter((code) => !known.has(code))
  if (unknown.length > 0) throw badRequest('provinces', `has no codes of the division of 2025 in ${unknown.join(', ')}`)
}

async function asProblems<T> (work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (err) {
    if (err instanceof ForbiddenAddress) throw badRequest('url', err.message)
    if (err instanceof FuturePosition) throw badRequest('after', err.message)
    if (err instanceof TooManyWebhooks) throw new HttpProblem('wrong-state', { vi: `Mỗi khóa có tối đa ${MOST_WEBHOOKS} webhook.`, en: err.message })
    throw err
  }
}
