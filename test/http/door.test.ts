import { createServer, request as ask } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { sql } from 'drizzle-orm'
import t from 'tap'
import type { Test } from 'tap'
import { openDoor } from '../../src/http/door.ts'
import { testApp } from '../support/app.ts'
import { earlyInAMinute } from '../support/minute.ts'

/** Over a real connection, with no header but these: what is injected into the app never comes to the door. */
const get = async (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  await new Promise<{ status: number, headers: IncomingHttpHeaders, body: string }>((resolve, reject) => {
    ask(url, { method, headers }, (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode!, headers: answer.headers, body }), reject)
    }).once('error', reject).end()
  })

async function listening (t: Test, options: Parameters<typeof testApp>[1] = {}) {
  const app = await testApp(t, { seeds: true, ...options })
  return { app, url: await app.listen({ host: '127.0.0.1', port: 0 }) }
}

const lasting = ({ date: _date, ratelimit: _rate, ...headers }: IncomingHttpHeaders) => headers

t.test('a door hands out what is known, and lets everybody else in', async (t) => {
  const server = createServer((_request, response) => { response.end('inside') })
  const kept = { tag: '"a"', headers: ['etag', '"a"', 'content-length', '4'], headersUnchanged: ['etag', '"a"'], body: Buffer.from('kept') }
  let isFull = false
  openDoor(server, { find: (words) => words.startsWith('/known\n') ? kept : undefined, greet: () => isFull ? undefined : ['x-told', 'yes'] })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  t.teardown(() => server.close())
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  t.match(await get(`${base}/known`), { status: 200, body: 'kept', headers: { etag: '"a"', 'x-told': 'yes', 'content-length': '4' } })
  t.match(await get(`${base}/known`, {}, 'HEAD'), { status: 200, body: '', headers: { 'content-length': '4' } })
  t.match(await get(`${base}/known`, { 'if-none-match': 'W/"a"' }), { status: 304, body: '', headers: { etag: '"a"', 'x-told': 'yes' } })
  t.equal((await get(`${base}/known`, { 'if-none-match': '"b"' })).body, 'kept')
  t.equal((await get(`${base}/other`)).body, 'inside')
  t.equal((await get(`${base}/known`, { authorization: 'Bearer x' })).body, 'inside', 'a key is looked at')
  for (const method of ['POST', 'OPTIONS', 'DELETE']) t.equal((await get(`${base}/known`, {}, method)).body, 'inside', method)
  isFull = true
  t.equal((await get(`${base}/known`)).body, 'inside', 'whoever asks too often is told so inside')
})

t.test('an answer is the same at the door as inside', async (t) => {
  const { app, url } = await listening(t)
  for (const [path, headers] of [
    ['/v1/localities', {}], ['/v1/localities', { 'accept-encoding': 'br' }], ['/v1/localities', { 'accept-language': 'en' }],
    ['/v1/statistics/localities?division=2004', { accept: 'application/json', 'accept-encoding': 'gzip' }], ['/v1/enterprises', {}],
  ] as const) {
    const [made, kept, ...atDoor] = [await get(url + path, headers), await get(url + path, headers), await get(url + path, headers), await get(url + path, headers)]
    t.equal(made.status, 200, path)
    for (const one of [kept, ...atDoor]) t.strictSame({ ...one, headers: lasting(one.headers) }, { ...made, headers: lasting(made.headers) }, path)
    t.equal((await get(url + path, { ...headers, 'if-none-match': String(made.headers.etag) })).status, 304)
  }
  const [vi, en] = [await get(`${url}/v1/localities`), await get(`${url}/v1/localities`, { 'accept-language': 'en' })]
  t.not(vi.body, en.body, 'words that differ mean another answer')
  t.equal((await get(`${url}/v1/localities`, { authorization: 'Bearer nonsense' })).status, 401, 'a key that is wrong is still refused')
  t.equal((await get(`${url}/v1/localities`, { accept: 'image/png' })).status, 406)
  const before = await get(`${url}/v1/localities`)
  await app.db.execute(sql`update register_head set position = position + 1`)
  await new Promise((resolve) => { setTimeout(resolve, 1100) })
  t.not((await get(`${url}/v1/localities`)).headers.etag, before.headers.etag, 'another position, another answer')
})

t.test('callers are counted at the door', async (t) => {
  const { url } = await listening(t, { rateLimits: { perAddress: 5, perKey: 5 } })
  await earlyInAMinute()
  const statuses: number[] = []
  for (let i = 0; i < 8; i++) statuses.push((await get(`${url}/v1/localities`)).status)
  const minute = statuses.lastIndexOf(200)
  t.ok(statuses.includes(429) || minute === 7, `${statuses}`)
  t.equal(statuses.filter((status) => status !== 200 && status !== 429).length, 0)
})

t.test('behind a proxy that is named, they are told apart there too', async (t) => {
  const { url } = await listening(t, { rateLimits: { perAddress: 4, perKey: 4 }, trustProxy: ['loopback'] })
  await earlyInAMinute()
  const statuses: number[] = []
  for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) {
    for (let i = 0; i < 3; i++) statuses.push((await get(`${url}/v1/localities`, { 'x-forwarded-for': address })).status)
  }
  t.strictSame(statuses, Array(9).fill(200))
})
