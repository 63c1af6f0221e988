import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { Webhook } from 'standardwebhooks'
import t from 'tap'
import { resolveAll } from '../../src/changes/webhook-address.ts'
import { claimWebhooks, MOST_EVENTS, prepareMessage, settleAttempt } from '../../src/changes/webhook-outbox.ts'
import { listSecrets } from '../../src/changes/webhook-queries.ts'
import { post } from '../../src/changes/webhook-request.ts'
import { signedHeaders } from '../../src/changes/webhook-signature.ts'
import { NO_DATABASE, testApp } from '../support/app.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { QUICK, testReceiver, testWebhooks, until } from '../support/webhooks.ts'

t.test('what is new is told, signed as the specification says', async (t) => {
  const { client, grow, position, get } = await testWebhooks(t)
  const { url, count } = await testReceiver(t)
  const portal = await client()
  const { id, secret, position: from } = await portal.create({ url })
  await grow(2)
  const [message] = await count(1)
  t.same(new Webhook(secret).verify(message!.body, message!.headers), message!.json, 'the package of the receiver verifies it')
  t.throws(() => new Webhook(secret).verify(message!.body.replace('changed', 'altered'), message!.headers), 'and nothing else')
  t.match(message!.headers, { 'content-type': 'application/json', 'user-agent': /^Registry-Webhooks\//, 'webhook-id': /^msg_/, 'webhook-signature': /^v1,\S+$/ })
  const tip = await position()
  t.match(message!.json, { type: 'register.changed', timestamp: /^20\d\d-.*Z$/, data: { webhook: id, after: from, until: tip, hasMore: false } })
  t.strictSame(message!.json.data.events, [0, 1].map((n) => ({ position: from + 1 + n, type: 'enterprise.registered', code: codeOf(n), version: 1, subject: null })), 'the run itself was not asked for')
  t.match((await get(`/v1/enterprises/${codeOf(1)}`)).body, { version: 1, position: from + 2 }, 'and is what the register says')
  await until(async () => (await portal.find(id)).position === tip)
  t.match(await portal.find(id), { state: 'active', notice: null, pending: null })
  t.match(await portal.deliveries(id), [{ messageId: message!.headers['webhook-id'], type: 'register.changed', after: from, until: tip, attempt: 1, outcome: 'delivered', status: 204, error: null }])
})

t.test('nothing from before is told, unless it is asked for', async (t) => {
  const { client, grow, position } = await testWebhooks(t)
  await grow(MOST_EVENTS + 1)
  const [fresh, old] = [await testReceiver(t), await testReceiver(t)]
  const portal = await client()
  const before = await position()
  await portal.create({ url: fresh.url })
  await portal.create({ url: old.url, after: 0 })
  const [first] = await old.count(1)
  t.match(first!.json.data, { after: 0, until: before, hasMore: true }, 'more than a message holds is said, not left out')
  t.equal(first!.json.data.events.length, MOST_EVENTS)
  t.equal(fresh.received.length, 0)
  await grow()
  t.match((await fresh.count(1))[0]!.json.data, { after: before, events: [{ code: codeOf(MOST_EVENTS + 1) }], hasMore: false })
  t.match((await old.count(2))[1]!.json.data, { after: before })
})

t.test('messages come one at a time, in order and without gaps', async (t) => {
  const { client, grow, position } = await testWebhooks(t)
  const { url, received, mostAtOnce } = await testReceiver(t, (response) => setTimeout(() => response.writeHead(200).end('thank you'), 60))
  const { position: from } = await (await client()).create({ url })
  for (let n = 0; n < 6; n++) await grow(n + 1)
  const tip = await position()
  await until(() => received.at(-1)?.json.data.until === tip)
  const ranges = received.map(({ json: { data } }) => [data.after, data.until])
  t.strictSame(ranges.map(([after]) => after), [from, ...ranges.slice(0, -1).map(([, end]) => end)], 'each goes on where the one before ended')
  t.equal(mostAtOnce(), 1)
  const codes = received.flatMap(({ json }) => json.data.events.map(({ code }) => code))
  t.strictSame(codes, Array.from({ length: 21 }, (_, n) => codeOf(n)))
  t.equal(new Set(received.map(({ headers }) => headers['webhook-id'])).size, received.length)
})

t.test('what fails is tried again with the same message, later and later', async (t) => {
  const { client, grow } = await testWebhooks(t, { schedule: [0.1, 0.3, 60], random: () => 0.5 })
  const { url, count, received } = await testReceiver(t, (response, nth) => response.writeHead(nth < 3 ? 500 : 204).end())
  const portal = await client()
  const { id, secret, position } = await portal.create({ url })
  await grow()
  await count(1)
  t.match(await until(async () => { const found = await portal.find(id); return found.pending?.failures === 1 && found }), { state: 'active', position, pending: { failures: 1, nextAttemptAt: /Z$/ } })
  await grow()
  await count(3)
  const [first, second, third] = received.map(({ at }) => at) as [number, number, number]
  t.ok(second - first >= 110, `the first wait has its jitter: ${second - first} ms`)
  t.ok(third - second >= 330, `the second is longer: ${third - second} ms`)
  t.equal(new Set(received.slice(0, 3).map(({ headers, body }) => headers['webhook-id'] + body)).size, 1, 'the news of meanwhile wait')
  for (const { body, headers } of received) t.ok(new Webhook(secret).verify(body, headers))
  const [, , , next] = await count(4)
  t.match(next!.json.data, { after: received[0]!.json.data.until, events: [{ code: codeOf(1) }] })
  t.match(await until(async () => { const all = await portal.deliveries(id); return all.length === 4 && all }), [
    { attempt: 1, outcome: 'delivered' }, { attempt: 3, outcome: 'delivered', status: 204 }, { attempt: 2, outcome: 'refused', status: 500 }, { attempt: 1, outcome: 'refused', status: 500 },
  ])
  t.match(await portal.find(id), { pending: null })
})

t.test('a webhook that fails for too long is disabled with a notice, and goes on where it stopped', async (t) => {
  const { client, grow, lines, position } = await testWebhooks(t, { schedule: [0.02, 0.02] })
  const { url, count, received, behave } = await testReceiver(t, (response) => response.writeHead(500).end())
  const portal = await client()
  const { id, position: from } = await portal.create({ url })
  await grow()
  const disabled = await until(async () => { const found = await portal.find(id); return found.state === 'disabled' && found })
  t.match(disabled, { position: from, notice: { reason: 'failures', since: /Z$/, detail: /3 attempts in a row failed, the last one: refused 500/ }, pending: { failures: 3, nextAttemptAt: null } })
  t.match(lines.filter(({ webhook }) => webhook === id), [{ level: 40, msg: 'webhook disabled', reason: 'failures' }])
  t.notMatch(JSON.stringify(lines), new RegExp(url), 'the log has no addresses')
  await grow()
  await sleep(400)
  t.equal(received.length, 3, 'and left alone')
  behave((response) => response.writeHead(204).end())
  t.match((await portal.call('PATCH', `/${id}`, { state: 'active' })).body, { state: 'active', notice: null })
  await count(5)
  t.equal(received[3]!.headers['webhook-id'], received[0]!.headers['webhook-id'])
  const tip = await position()
  t.match(received[4]!.json.data, { after: received[0]!.json.data.until, until: tip })
  t.match(await until(async () => { const found = await portal.find(id); return found.position === tip && found }), { pending: null })
})

t.test('410 disables at once', async (t) => {
  const { client, grow } = await testWebhooks(t)
  const { url, received } = await testReceiver(t, (response) => response.writeHead(410).end())
  const portal = await client()
  const { id } = await portal.create({ url })
  await grow()
  t.match(await until(async () => { const found = await portal.find(id); return found.notice && found }), { state: 'disabled', notice: { reason: 'gone' } })
  t.equal(received.length, 1)
  t.match(await portal.deliveries(id), [{ outcome: 'gone', status: 410 }])
})

t.test('receivers that misbehave harm nobody else', async (t) => {
  const { client, grow } = await testWebhooks(t, { schedule: [60], timeoutMs: 5000, leaseMs: 60_000, slots: 8 })
  const good = await testReceiver(t)
  const elsewhere = await testReceiver(t)
  const answers = {
    silent: await testReceiver(t, () => {}),
    closing: await testReceiver(t, (response) => response.destroy()),
    redirecting: await testReceiver(t, (response) => response.writeHead(307, { location: elsewhere.url }).end()),
    endless: await testReceiver(t, (response) => {
      response.writeHead(200)
      const more = setInterval(() => response.write('x'.repeat(8192)), 5)
      response.on('close', () => clearInterval(more))
    }),
    dripping: await testReceiver(t, (response) => response.writeHead(202).write('.')),
    nonsense: await testReceiver(t, (response) => response.socket?.end('nonsense\r\n\r\n')),
  }
  const portal = await client()
  const ids = new Map<string, number>()
  for (const [name, { url }] of Object.entries(answers)) ids.set(name, (await portal.create({ url })).id)
  ids.set('absent', (await portal.create({ url: 'http://127.0.0.1:1024/' })).id)
  const { id } = await portal.create({ url: good.url })
  await grow()
  await good.count(1)
  t.strictSame(await portal.deliveries(ids.get('silent')!), [], 'a good one does not wait for a silent one')
  const outcomeOf = async (name: string) => { const { durationMs, outcome, status, error } = await until(async () => (await portal.deliveries(ids.get(name)!))[0]); return { durationMs, outcome, status, error } }
  t.match(await outcomeOf('silent'), { outcome: 'timeout', status: null })
  t.match(await outcomeOf('closing'), { outcome: 'unreachable', error: 'ECONNRESET' })
  t.match(await outcomeOf('redirecting'), { outcome: 'redirected', status: 307 })
  t.equal(elsewhere.received.length, 0, 'and nobody follows')
  const endless = await outcomeOf('endless')
  t.match(endless, { outcome: 'delivered', status: 200 })
  t.ok(endless.durationMs < 4900, 'who says more than is read is hung up on')
  t.match(await outcomeOf('dripping'), { outcome: 'delivered', status: 202 }, 'its status came in time')
  t.match(await outcomeOf('nonsense'), { outcome: 'unreachable', status: null, error: /^HPE_/ })
  t.match(await outcomeOf('absent'), { outcome: 'unreachable', error: 'ECONNREFUSED' })
  t.match(await portal.find(id), { pending: null })
})

t.test('two instances tell each thing once', async (t) => {
  const { client, grow, another, position } = await testWebhooks(t)
  await another()
  const receivers = await Promise.all([1, 2, 3].map(() => testReceiver(t, (response) => setTimeout(() => response.writeHead(204).end(), 15))))
  const portal = await client()
  for (const { url } of receivers) await portal.create({ url })
  for (let n = 0; n < 8; n++) await grow(2)
  const tip = await position()
  for (const { received, mostAtOnce } of receivers) {
    await until(() => received.at(-1)?.json.data.until === tip)
    t.strictSame(received.flatMap(({ json }) => json.data.events.map(({ code }) => code)), Array.from({ length: 16 }, (_, n) => codeOf(n)))
    t.equal(mostAtOnce(), 1)
  }
})

t.test('a crash between sending and noting sends the same message again', async (t) => {
  const { client, grow, db, options, start, position } = await testWebhooks(t, { leaseMs: 400 }, { isListening: false })
  const { url, received, count } = await testReceiver(t)
  const portal = await client()
  const { id, secret } = await portal.create({ url })
  await grow()
  const [claimed] = await claimWebhooks(db, 10, 400)
  const message = (await prepareMessage(db, claimed!, '2026-11-22'))!
  const headers = signedHeaders(message.id, new Date(), message.body, (await listSecrets(db, id)).map(({ secret }) => secret))
  t.match(await post(url, { allowPrivate: true, resolve: resolveAll, headers, body: message.body, timeoutMs: 1000, signal: new AbortController().signal }), { outcome: 'delivered' })
  t.strictSame(await claimWebhooks(db, 10, 400), [], 'it stays its own until the lease lapses')
  await grow()
  await start()
  await count(3)
  t.equal(received[1]!.headers['webhook-id'], received[0]!.headers['webhook-id'])
  t.equal(received[1]!.body, received[0]!.body)
  t.ok(new Webhook(secret).verify(received[1]!.body, received[1]!.headers))
  t.match(received[2]!.json.data, { after: message.until, until: await position() }, 'the news come after it')
  const attempt = { messageId: message.id, type: 'register.changed', after: 0, until: message.until, attempt: 1, answer: { outcome: 'delivered', status: 204, error: null, durationMs: 1 } } as const
  await until(async () => (await portal.find(id)).pending === null)
  const before = await portal.find(id)
  t.equal(await settleAttempt(db, claimed!, message, attempt, { kind: 'told' }), false, 'who lost the lease moves nothing')
  t.same(await portal.find(id), before)
  t.ok(options.leaseMs)
})

t.test('a service that ends hangs up, and the next one sends the same message', async (t) => {
  const { client, grow, app, another } = await testWebhooks(t, { timeoutMs: 60_000, leaseMs: 90_000 })
  const { url, count, received, behave } = await testReceiver(t, () => {})
  await (await client()).create({ url })
  await grow()
  await count(1)
  const started = Date.now()
  await app.close()
  t.ok(Date.now() - started < 30_000, 'no receiver holds up the end')
  behave((response) => response.writeHead(204).end())
  await another()
  await count(2)
  t.ok(Date.now() - started < 60_000, 'nor has the next one to wait for the lease')
  t.equal(received[1]!.headers['webhook-id'], received[0]!.headers['webhook-id'])
})

t.test('cut connections to the database are made anew', async (t) => {
  const { client, grow, pool, lines } = await testWebhooks(t)
  const { url, count } = await testReceiver(t)
  await (await client()).create({ url })
  await pool.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'registry-webhooks' and datname = current_database()")
  await grow()
  await count(1)
  t.notMatch(lines, [{ msg: 'webhook disabled' }])
})

t.test('news wake the deliveries, nobody waits for the next look', async (t) => {
  const { client, grow } = await testWebhooks(t, { pollMs: 60_000 })
  const { url, count } = await testReceiver(t)
  await (await client()).create({ url })
  await sleep(200)
  await grow()
  const told = Date.now()
  await count(1)
  t.ok(Date.now() - told < 30_000)
})

t.test('a service whose database is away listens, and ends', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, webhooks: { ...QUICK, pollMs: 50 } })
  await app.listen({ host: '127.0.0.1', port: 0 })
  await sleep(150)
  t.equal((await app.inject('/health/live')).statusCode, 200)
  await app.close()
})

t.test('filters choose by what an enterprise is, and by what it was', async (t) => {
  const { client, grow, load } = await testWebhooks(t)
  const [hanoi, danang, young, gone] = await Promise.all([1, 2, 3, 4].map(() => testReceiver(t)))
  const portal = await client()
  await portal.create({ url: hanoi!.url, provinces: ['01'] })
  await portal.create({ url: danang!.url, provinces: ['48'] })
  const { id: old } = await portal.create({ url: young!.url, categories: ['ii'] })
  await portal.create({ url: gone!.url, types: ['run'] })
  await grow(1)
  await hanoi!.count(1)
  const there = { full: 'Phường Hải Châu, Thành phố Đà Nẵng', city: 'Thành phố Đà Nẵng', district: '', ward: 'Phường Hải Châu' }
  await load([feedRecord({ code: codeOf(0), address: there, amendedOn: '2026-01-05', changes: 1 })])
  t.match((await hanoi!.count(2))[1]!.json.data.events, [{ type: 'enterprise.changed', code: codeOf(0), version: 2 }], 'that it has moved away')
  t.match((await danang!.count(1))[0]!.json.data.events, [{ type: 'enterprise.changed', code: codeOf(0), version: 2 }], 'that it has come')
  t.match((await gone!.count(2))[1]!.json.data.events, [{ type: 'run', code: null, version: null, subject: '2' }])
  await load([feedRecord({ code: codeOf(1), registeredOn: '2015-06-01', amendedOn: '2015-06-01' })])
  t.match((await young!.count(1))[0]!.json.data.events, [{ code: codeOf(1) }])
  await load([feedRecord({ code: codeOf(1), registeredOn: '2015-06-01', amendedOn: '2026-02-01', changes: 1, industries: ['4711'] })])
  t.match((await hanoi!.count(4))[3]!.json.data.events, [{ type: 'enterprise.left', code: codeOf(1), version: 2 }])
  await until(async () => (await portal.find(old)).position >= hanoi!.received[3]!.json.data.until)
  t.equal(danang!.received.length, 1, 'others hear nothing')
})

t.test('a revoked key is told nothing', async (t) => {
  const { client, grow, db } = await testWebhooks(t)
  const [revoked, other] = [await testReceiver(t), await testReceiver(t)]
  await (await client(['webhooks'], 'revoked')).create({ url: revoked.url })
  await (await client()).create({ url: other.url })
  await db.execute(sql`update keys set revoked_at = now() where label = 'revoked'`)
  await grow()
  await other.count(1)
  await sleep(400)
  t.equal(revoked.received.length, 0)
})

t.test('a name that changes its mind is not followed to a private address', async (t) => {
  const receiver = await testReceiver(t)
  let answer = '8.8.8.8'
  const asked: string[] = []
  const { client, grow } = await testWebhooks(t, { allowPrivate: false, schedule: [], resolve: async (name) => { asked.push(name); return [{ address: answer, family: 4 }] } })
  const portal = await client()
  const { id } = await portal.create({ url: `https://rebinding.example.org.:${receiver.port}/` })
  answer = '127.0.0.1'
  await grow()
  t.match(await until(async () => { const found = await portal.find(id); return found.notice && found }), { state: 'disabled', notice: { detail: /forbidden EFORBIDDEN/ }, url: `https://rebinding.example.org:${receiver.port}/` })
  t.match(await portal.deliveries(id), [{ outcome: 'forbidden', status: null, error: 'EFORBIDDEN' }])
  t.strictSame(asked, ['rebinding.example.org', 'rebinding.example.org'])
  t.equal(receiver.received.length, 0)
})

t.test('an address that was allowed once is judged by the settings of now', async (t) => {
  const { client, grow, db, another } = await testWebhooks(t, {}, { isListening: false })
  const { url, received } = await testReceiver(t)
  const portal = await client()
  const { id } = await portal.create({ url })
  await grow()
  await another({ allowPrivate: false, schedule: [] })
  t.match(await until(async () => { const found = await portal.find(id); return found.notice && found }), { state: 'disabled', notice: { detail: /forbidden/ } })
  t.equal(received.length, 0)
  t.equal(await db.$count(sql`webhook_attempts`), 1)
})
