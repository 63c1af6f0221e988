import { createServer } from 'node:http'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import type { Scope } from '../../src/auth/schemas.ts'
import type { WebhookSettings } from '../../src/changes/webhook-outlet.ts'
import { testApp } from './app.ts'
import { codeOf, feedRecord } from './feed.ts'
import { NOW, testRegister } from './register.ts'

export interface Received {
  headers: Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> & IncomingHttpHeaders
  body: string
  json: { type: string, timestamp: string, data: { webhook: number, after: number, until: number, hasMore: boolean, events: { position: number, type: string, code: string | null, version: number | null, subject: string | null }[] } }
  at: number
}
type Behaviour = (response: ServerResponse, nth: number) => unknown

const ok: Behaviour = (response) => response.writeHead(204).end()

/** Waits until something is so; fails the test by its time limit otherwise. */
export async function until<T> (look: () => T | Promise<T>): Promise<Exclude<T, false | null | undefined>> {
  for (;;) {
    const found = await look()
    if (found) return found as Exclude<T, false | null | undefined>
    await sleep(10)
  }
}

/** A receiver on loopback that keeps what it gets, and answers as it is told to. */
export async function testReceiver (t: Test, behaviour: Behaviour = ok) {
  const received: Received[] = []
  let [atOnce, mostAtOnce] = [0, 0]
  const server = createServer((request, response) => {
    mostAtOnce = Math.max(mostAtOnce, ++atOnce)
    response.on('close', () => { atOnce-- })
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('error', () => {})
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      received.push({ headers: request.headers as Received['headers'], body, json: JSON.parse(body), at: Date.now() })
      behaviour(response, received.length)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => { server.closeAllConnections(); server.close() })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/changes`,
    port,
    received,
    mostAtOnce: () => mostAtOnce,
    behave: (next: Behaviour) => { behaviour = next },
    count: (n: number) => until(() => received.length >= n && received),
  }
}

/** Quick enough for a test, and without chance. */
export const QUICK: WebhookSettings = { allowPrivate: true, schedule: [0.05, 0.1], random: () => 0, timeoutMs: 1000, pollMs: 300, leaseMs: 3000, graceMs: 100 }

/** A register whose app delivers, and clients with keys of their own. */
export async function testWebhooks (t: Test, settings: WebhookSettings = {}, { isListening = true } = {}) {
  const lines: Record<string, unknown>[] = []
  const stream = { write: (line: string) => { lines.push(JSON.parse(line)) } }
  const webhooks = { ...QUICK, ...settings }
  const register = await testRegister(t, [], () => NOW, { webhooks, logger: { level: 'warn', stream } })
  const { app, db, url: databaseUrl, load } = register
  const start = () => app.listen({ host: '127.0.0.1', port: 0 })
  if (isListening) await start()

  async function client (scopes: Scope[] = ['webhooks'], label = 'portal') {
    const { key } = await issueKey(db, { label, scopes })
    const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: unknown) => {
      const response: LightMyRequestResponse = await app.inject({
        method, url: `/v1/webhooks${path}`, ...payload !== undefined && { payload: JSON.stringify(payload) },
        headers: { authorization: `Bearer ${key}`, 'accept-language': 'en', ...payload !== undefined && { 'content-type': 'application/json' } },
      })
      return { status: response.statusCode, headers: response.headers, body: response.json() }
    }
    const create = async (request: object) => {
      const { status, body } = await call('POST', '', request)
      if (status !== 201) throw new Error(JSON.stringify(body))
      return body
    }
    const find = async (id: number) => (await call('GET', `/${id}`)).body
    return { key, call, create, find, deliveries: async (id: number) => (await call('GET', `/${id}/deliveries`)).body.items }
  }

  let made = 0
  /** So many new enterprises, as one block. */
  const grow = (count = 1, given: Parameters<typeof feedRecord>[0] = {}) =>
    load(Array.from({ length: count }, () => feedRecord({ code: codeOf(made++), ...given })))
  /** A second instance of the service on the same register. */
  const another = async (more: WebhookSettings = {}) => {
    const second = await testApp(t, { databaseUrl, now: () => NOW, webhooks: { ...webhooks, ...more } })
    await second.listen({ host: '127.0.0.1', port: 0 })
    return second
  }
  const position = async () => (await register.get('/v1/status')).body.position as number
  return { ...register, start, client, grow, another, position, lines, options: webhooks }
}
