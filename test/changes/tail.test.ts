import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { createTails } from '../../src/changes/tail.ts'
import { connect } from '../../src/db/client.ts'
import { watchHead } from '../../src/journal/head-watch.ts'
import { testApp } from '../support/app.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testHistory } from '../support/history.ts'
import { openStream } from '../support/stream-reader.ts'

const SSE = { accept: 'text/event-stream' }
const { app, db, url, get, load } = await testHistory(t, [feedRecord({ code: codeOf(0) })])
const other = await testApp(t, { databaseUrl: url, heartbeatMs: 100 })
const [here, there] = await Promise.all([app, other].map((one) => one.listen({ host: '127.0.0.1', port: 0 })))
let next = 10
const record = (more: object = {}) => feedRecord({ code: codeOf(next++), ...more })
const tip = async (): Promise<number> => (await get('/v1/changes?limit=1')).body.tip
const all = async () => (await get('/v1/changes?limit=1000')).body.items

t.test('an event stream brings what there is and then what comes, on both instances', async (t) => {
  const streams = await Promise.all([here, there].map((base) => openStream(t, `${base}/v1/changes`, SSE)))
  t.match(streams[0]!.response.headers, { 'content-type': /^text\/event-stream/, 'cache-control': /no-store/, 'x-accel-buffering': 'no', 'content-language': 'vi' })
  await Promise.all(streams.map(async (stream) => stream.reaches(await tip())))
  await load([record(), record()])
  await load([record()])
  await Promise.all(streams.map(async (stream) => stream.reaches(await tip())))
  const events = await all()
  for (const stream of streams) t.strictSame(stream.events(), events)
  t.match(streams[0]!.text(), /^retry: 3000\nid: 0\n/)
  t.strictSame([...streams[0]!.text().matchAll(/^id: (\d+)\ndata/gm)].map(([, id]) => Number(id)), events.map(({ position }: { position: number }) => position))
})

t.test('Last-Event-ID goes before `after`', async (t) => {
  const last = await tip()
  const stream = await openStream(t, `${here}/v1/changes?after=2`, { ...SSE, 'last-event-id': String(last - 2) })
  await stream.reaches(last)
  t.strictSame(stream.events().map(({ position }) => position), [last - 1, last])
})

t.test('NDJSON with tail=true stays open; heartbeats say where it is', async (t) => {
  const after = await tip()
  const stream = await openStream(t, `${there}/v1/changes?after=${after}&tail=true`, { accept: 'application/x-ndjson', 'accept-language': 'en' })
  await load([record()])
  await stream.reaches(await tip())
  t.match(stream.events(), [{ type: 'enterprise.registered', enterprise: { provinceName: 'Hanoi City' } }, { type: 'run' }])
  const end = await tip()
  await stream.until(() => stream.text().endsWith(`{"type":"heartbeat","position":${end},"tip":${end}}\n`))
  t.match(stream.text(), new RegExp(`^{"type":"heartbeat","position":${after},"tip":${after}}\n`))
})

t.test('a filtered stream leaves out the others, and its heartbeat moves the id on', async (t) => {
  const after = await tip()
  const stream = await openStream(t, `${there}/v1/changes?province=48&after=${after}`, SSE)
  await load([record()])
  const end = await tip()
  await stream.until(() => stream.text().includes(`id: ${end}\n: heartbeat`))
  t.strictSame(stream.events(), [])
})

t.test('an asker who is ahead of the register is refused before the stream begins', async (t) => {
  t.equal((await openStream(t, `${here}/v1/changes?after=${await tip() + 1}`, SSE)).response.statusCode, 400)
})

t.test('a hundred readers get every event once, and are forgotten when they go', async (t) => {
  const after = await tip()
  const streams = await Promise.all(Array.from({ length: 100 }, () => openStream(t, `${here}/v1/changes?after=${after}`, SSE)))
  await load([record(), record(), record()])
  const end = await tip()
  await Promise.all(streams.map((stream) => stream.reaches(end)))
  t.ok(streams.every((stream) => stream.events().length === end - after))
  for (const stream of streams) stream.close()
  await until(async () => await connections() === 0)
  t.equal(await connections(), 0)
  t.equal((await get('/v1/changes')).status, 200)
})

const connections = () => new Promise<number>((resolve, reject) => { app.server.getConnections((err, n) => err ? reject(err) : resolve(n)) })
async function until (condition: () => Promise<boolean>) {
  for (let tries = 0; tries < 300 && !await condition(); tries++) await sleep(20)
}

t.test('nothing is read for a reader who takes nothing; the rest goes on; who leaves is forgotten', async (t) => {
  const { db: own, close } = connect(url, { max: 2 })
  const head = watchHead(own, url)
  const tails = createTails({ db: own, head, heartbeatMs: 50, onFailure: (err) => t.fail(String(err)) })
  t.teardown(async () => {
    await head.close()
    await close()
  })
  const end = await tip()
  const question = { language: 'vi' as const }
  const [lazy, eager] = [tails.follow(question, 'ndjson', { after: 0, tip: end }, () => {}), tails.follow(question, 'ndjson', { after: 0, tip: end }, () => {})]
  let text = ''
  eager.setEncoding('utf8').on('data', (piece: string) => { text += piece })
  for (let i = 0; i < 5; i++) await load([record(), record()])
  await until(async () => text.includes(`"position":${await tip()},"tip"`))
  t.ok(text.includes(`"position":${await tip()},"tip"`), 'the other one has all')
  t.ok(lazy.readableLength < 300, `only the greeting waits for the lazy one (${lazy.readableLength})`)
  t.equal(tails.size, 2)
  lazy.destroy()
  eager.destroy()
  await sleep(20)
  t.equal(tails.size, 0)
  tails.close()
  t.throws(() => tails.follow(question, 'ndjson', { after: 0, tip: end }, () => {}), { name: 'HttpProblem' }, 'once it is closed nobody joins, who would hold up its end for ever')
})

t.test('while the database is away a stream waits, and loses nothing', async (t) => {
  const stream = await openStream(t, `${there}/v1/changes?after=${await tip()}`, SSE)
  await db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`).catch(() => undefined)
  // The pools learn of it a moment later.
  await sleep(500)
  await load([record()])
  await stream.reaches(await tip())
  t.match(stream.events(), [{ type: 'enterprise.registered' }, { type: 'run' }])
})

t.test('closing ends every stream, also that of a reader who reads nothing', async (t) => {
  const closing = await testApp(t, { databaseUrl: url })
  const base = await closing.listen({ host: '127.0.0.1', port: 0 })
  const stream = await openStream(t, `${base}/v1/changes`, SSE)
  const silent = request(`${base}/v1/changes`, { headers: SSE, agent: false })
  silent.on('error', () => {})
  silent.on('response', (response) => response.pause().on('error', () => {})).end()
  await stream.reaches(await tip())
  const from = performance.now()
  await closing.close()
  await stream.ended()
  t.ok(performance.now() - from < 5000, 'in less than five seconds')
})
