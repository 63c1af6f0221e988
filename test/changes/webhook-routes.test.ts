import { sql } from 'drizzle-orm'
import { Webhook } from 'standardwebhooks'
import t from 'tap'
import { testReceiver, testWebhooks, until } from '../support/webhooks.ts'

const URL = 'https://portal.example.org/hook'
const world = await testWebhooks(t, { allowPrivate: false, resolve: async (name) => [{ address: name === 'inside.example.org' ? '10.0.0.7' : '8.8.8.8', family: 4 }] }, { isListening: false })
const { app, client, db, grow, position } = world
const portal = await client()
const ENTERPRISE = ['enterprise.registered', 'enterprise.changed', 'enterprise.left', 'enterprise.gone', 'enterprise.returned', 'enterprise.withdrawn']

t.test('a webhook is made, read, changed and deleted', async (t) => {
  const made = await portal.call('POST', '', { url: URL, provinces: ['79', '01', '79'], categories: ['iv', 'ii'] })
  const { secret, ...webhook } = made.body
  t.match(made, { status: 201, headers: { location: `/v1/webhooks/${webhook.id}`, 'cache-control': 'no-store' } })
  t.match(secret, /^whsec_[\w+/]{43}=$/)
  t.match(webhook, { url: URL, types: ENTERPRISE, provinces: ['01', '79'], categories: ['ii', 'iv'], state: 'active', notice: null, position: await position(), pending: null, createdBy: 'portal', secrets: [{ expiresAt: null }] })
  t.strictSame(await portal.find(webhook.id), webhook, 'and never shows its secret again')
  t.strictSame((await portal.call('GET', '')).body, { items: [webhook] })
  t.strictSame((await portal.call('PATCH', `/${webhook.id}`, {})).body, webhook, 'what is absent stays')
  t.match((await portal.call('PATCH', `/${webhook.id}`, { url: 'https://other.example.org/', types: ['run', 'run'], provinces: null, categories: ['i'] })).body,
    { url: 'https://other.example.org/', types: ['run'], provinces: null, categories: ['i'], state: 'active', position: webhook.position })
  t.match((await portal.call('PATCH', `/${webhook.id}`, { types: null, after: 3 })).body, { types: ENTERPRISE, position: 3 })
  t.match((await portal.call('PATCH', `/${webhook.id}`, { state: 'disabled' })).body, { state: 'disabled', notice: { reason: 'owner', since: /Z$/ } })
  const disabled = await portal.find(webhook.id)
  t.strictSame((await portal.call('PATCH', `/${webhook.id}`, { state: 'disabled' })).body, disabled, 'twice is once')
  t.strictSame((await portal.call('DELETE', `/${webhook.id}`)).body, disabled)
  t.equal((await portal.call('GET', `/${webhook.id}`)).status, 404)
  t.equal(await db.$count(sql`webhook_secrets`), 0)
})

t.test('a webhook is for the key that made it, and for the scope', async (t) => {
  const { id } = await portal.create({ url: URL })
  const [stranger, admin, other] = [await client(['webhooks'], 'stranger'), await client(['admin'], 'admin'), await client(['feed:write', 'publish'], 'other')]
  const requests = [['GET', `/${id}`], ['PATCH', `/${id}`, { state: 'disabled' }], ['DELETE', `/${id}`], ['GET', `/${id}/deliveries`], ['POST', `/${id}/test`], ['POST', `/${id}/secret`, {}]] as const
  for (const [method, path, body] of requests) {
    for (const one of [stranger, admin]) t.match(await one.call(method, path, body), { status: 404, body: { type: '/problems/not-found' } }, `${method} ${path}`)
    t.match(await other.call(method, path, body), { status: 403, body: { detail: /webhooks/ } }, `${method} ${path}`)
    t.equal((await app.inject({ method, url: `/v1/webhooks${path}`, ...body && { payload: body } })).statusCode, 401, `${method} ${path}`)
  }
  t.strictSame((await stranger.call('GET', '')).body, { items: [] })
  t.match(await portal.find(id), { state: 'active', secrets: { length: 1 } }, 'and is untouched')
  t.equal((await admin.call('POST', '', { url: URL })).status, 201, 'admin implies the scope')
  await portal.call('DELETE', `/${id}`)
})

t.test('a key has at most twenty, also when it asks at once', async (t) => {
  const many = await client(['webhooks'], 'many')
  const answers = await Promise.all(Array.from({ length: 24 }, () => many.call('POST', '', { url: URL })))
  t.strictSame(answers.map(({ status }) => status).sort(), [...Array.from({ length: 20 }, () => 201), 409, 409, 409, 409])
  t.match(answers.find(({ status }) => status === 409)!.body, { type: '/problems/wrong-state', detail: 'A key has at most 20 webhooks.' })
  t.equal((await many.call('GET', '')).body.items.length, 20)
})

t.test('what cannot be used is refused by name', async (t) => {
  const { id } = await portal.create({ url: URL })
  const tip = await position()
  const wrong: Record<string, unknown[]> = {
    url: ['', ' ', 'x', 5, null, [], {}, true, 'http://portal.example.org/', 'https://127.0.0.1/', 'https://inside.example.org/', 'https://user@portal.example.org/', 'https://portal.example.org:25/', 'https://portal.example.org/#a', `https://portal.example.org/${'a'.repeat(2000)}`, 'https://portal.example.org/\u0000', 'https://portal.example.org/ b', "https://'; drop table webhooks; --/", 'https://(a+)+$/'],
    types: [[], ['enterprise'], ['enterprise.*'], [''], [null], 'run', {}, 5, Array.from({ length: 15 }, () => 'run'), ['run\u0000'], ['RUN']],
    provinces: [[], ['1'], ['001'], ['99'], ['63'], ['٠١'], [79], '79', {}, Array.from({ length: 35 }, () => '79'), ["79' or 1=1"], ['7\u0000']],
    categories: [[], ['v'], ['I'], ['i', 'ii', 'iii', 'iv', 'i'], 'ii', {}, [''], [2]],
    after: [-1, 0.5, '0', null, tip + 1, Number.MAX_SAFE_INTEGER, 1e300, [], {}, true],
  }
  for (const [field, values] of Object.entries(wrong)) {
    for (const value of values) {
      for (const [method, path, body] of [['POST', '', { url: URL, [field]: value }], ['PATCH', `/${id}`, { [field]: value }]] as const) {
        const answer = await portal.call(method, path, body)
        t.match(answer, { status: 400, body: { type: '/problems/invalid-request' } }, `${method} ${field} ${JSON.stringify(value)?.slice(0, 60)}`)
        t.ok(answer.body.errors.every((error: { path: string }) => error.path.startsWith(field)), `names ${field}: ${JSON.stringify(answer.body.errors)}`)
      }
    }
  }
  for (const state of ['', 'Active', 'deleted', null, 1, [], {}]) t.equal((await portal.call('PATCH', `/${id}`, { state })).status, 400, `state ${JSON.stringify(state)}`)
  for (const overlap of [-1, 0.5, '5', null, 604_801, [], true]) t.match(await portal.call('POST', `/${id}/secret`, { overlap }), { status: 400, body: { errors: [{ path: 'overlap' }] } }, `overlap ${JSON.stringify(overlap)}`)
  for (const body of [[], 'text', 5, { url: URL, urls: [] }, { URL }, {}, { url: URL, secret: 'whsec_mine' }, { url: URL, state: 'active' }]) t.equal((await portal.call('POST', '', body)).status, 400, JSON.stringify(body))
  for (const body of [[], 'text', 5, { position: 0 }, { id: 7 }]) t.equal((await portal.call('PATCH', `/${id}`, body)).status, 400, JSON.stringify(body))
  for (const number of ['0', '-1', '01', '1.0', 'x', '%00', '1e3', '1'.repeat(13), '１', '%20']) t.equal((await portal.call('GET', `/${number}`)).status, 400, `number ${number}`)
  t.equal((await portal.call('GET', '/999999999999')).status, 404)
  for (const query of ['?limit=0', '?limit=1001', '?limit=', '?limit=1&limit=2', '?cursor=', '?cursor=abc', '?cursor=%00', `?cursor=${'a'.repeat(700)}`, '?page=1', '?after=1']) t.equal((await portal.call('GET', `/${id}/deliveries${query}`)).status, 400, query)
  for (const path of ['?x=1', `/${id}?x=1`]) t.equal((await portal.call('GET', path)).status, 400, path)
  t.equal((await app.inject({ method: 'POST', url: '/v1/webhooks', headers: { authorization: `Bearer ${portal.key}`, 'content-type': 'application/xml' }, payload: '<x/>' })).statusCode, 415)
  t.match(await portal.find(id), { url: URL, types: ENTERPRISE, state: 'active', provinces: null, categories: null }, 'nothing of it came through')
  t.equal((await portal.call('GET', '')).body.items.length, 1)
  await portal.call('DELETE', `/${id}`)
})

t.test('a test message arrives at once, also where the webhook is disabled', async (t) => {
  const { client, options } = await testWebhooks(t, {}, { isListening: false })
  const { url, received, behave } = await testReceiver(t)
  const own = await client()
  const { id, secret, position } = await own.create({ url })
  t.match(await own.call('POST', `/${id}/test`), { status: 200, body: { type: 'webhook.test', after: null, until: null, attempt: 1, outcome: 'delivered', status: 204, messageId: received[0]?.headers['webhook-id'] } })
  t.same(new Webhook(secret).verify(received[0]!.body, received[0]!.headers), { type: 'webhook.test', timestamp: received[0]!.json.timestamp, data: { webhook: id } })
  await own.call('PATCH', `/${id}`, { state: 'disabled' })
  behave((response) => setTimeout(() => response.writeHead(500).end(), 200))
  const [first, second] = await Promise.all([own.call('POST', `/${id}/test`), until(() => received.length === 2).then(() => own.call('POST', `/${id}/test`))])
  t.match([first, second], [{ status: 200, body: { outcome: 'refused', status: 500 } }, { status: 409, body: { detail: 'Another test message is under way.' } }])
  t.match(await own.find(id), { state: 'disabled', position, pending: null, notice: { reason: 'owner' } }, 'and moves nothing')
  behave(() => {})
  t.match(await own.call('POST', `/${id}/test`), { body: { outcome: 'timeout' } })
  t.ok(options.timeoutMs)
  t.strictSame((await own.deliveries(id)).map(({ outcome }: { outcome: string }) => outcome), ['timeout', 'refused', 'delivered'])
  const pages: string[] = []
  for (let next: string | null = ''; next !== null;) {
    const { body }: { body: { items: { outcome: string }[], next: string | null } } = await own.call('GET', `/${id}/deliveries?limit=2${next && `&cursor=${next}`}`)
    pages.push(body.items.map(({ outcome }) => outcome).join())
    next = body.next
  }
  t.strictSame(pages, ['timeout,refused', 'delivered'])
  const { id: other } = await own.create({ url })
  const { next } = (await own.call('GET', `/${id}/deliveries?limit=1`)).body
  t.match(await own.call('GET', `/${other}/deliveries?limit=1&cursor=${next}`), { status: 400, body: { errors: [{ path: 'cursor' }] } }, 'a cursor is of one webhook')
})

t.test('only the last 500 attempts are kept', async (t) => {
  const { client, db } = await testWebhooks(t, {}, { isListening: false })
  const { url } = await testReceiver(t)
  const own = await client()
  const { id } = await own.create({ url })
  await db.execute(sql`
    insert into webhook_attempts (webhook_id, message_id, type, attempt, attempted_at, duration_ms, outcome)
    select ${id}::bigint, 'msg_0', 'webhook.test', n, now(), 1, 'timeout' from generate_series(1, 503) n`)
  await own.call('POST', `/${id}/test`)
  t.equal(await db.$count(sql`webhook_attempts`), 500)
  t.match((await own.deliveries(id))[0], { outcome: 'delivered' })
})

t.test('secrets take turns, and sign together for a while', async (t) => {
  const { client, db } = await testWebhooks(t, {}, { isListening: false })
  const { url, received } = await testReceiver(t)
  const own = await client()
  const { id, secret: first } = await own.create({ url })
  const rotate = async (body?: object) => { const answer = await own.call('POST', `/${id}/secret`, body); t.equal(answer.status, 201); return answer.body.secret as string }
  /** Which of the secrets verify the newest message. */
  const signing = async (...secrets: string[]) => {
    await own.call('POST', `/${id}/test`)
    const { body, headers } = received.at(-1)!
    const verified = secrets.map((secret) => { try { return Boolean(new Webhook(secret).verify(body, headers)) } catch { return false } })
    t.equal(headers['webhook-signature'].split(' ').length, verified.filter(Boolean).length)
    return verified
  }
  t.strictSame(await signing(first), [true])
  const second = await rotate()
  t.strictSame(await signing(first, second), [true, true], 'both sign')
  const [newest, before] = (await own.find(id)).secrets
  t.match([newest.expiresAt, Math.round((Date.parse(before.expiresAt) - Date.now()) / 3_600_000)], [null, 24], 'for a day')
  const third = await rotate({ overlap: 60 })
  t.strictSame(await signing(first, second, third), [false, true, true], 'never more than two')
  await db.execute(sql`update webhook_secrets set expires_at = now() - interval '1 second' where expires_at is not null`)
  t.strictSame(await signing(first, second, third), [false, false, true], 'until its time is over')
  const fourth = await rotate({ overlap: 0 })
  t.strictSame(await signing(third, fourth), [false, true], 'one that leaked goes at once')
  t.equal((await own.find(id)).secrets.length, 1)
})

t.test('another position drops what is under way', async (t) => {
  const { client, grow, start, position } = await testWebhooks(t, { schedule: [0.3, 60] }, { isListening: false })
  const { url, received, count, behave } = await testReceiver(t, (response) => response.writeHead(500).end())
  const own = await client()
  const { id } = await own.create({ url })
  await grow()
  await start()
  await count(2)
  behave((response) => response.writeHead(204).end())
  await grow()
  const tip = await position()
  t.match((await own.call('PATCH', `/${id}`, { after: tip - 1, types: ['run'] })).body, { position: tip - 1, pending: null })
  await count(3)
  t.match(received[2]!.json.data, { after: tip - 1, until: tip, events: [{ position: tip, type: 'run' }] })
  t.not(received[2]!.headers['webhook-id'], received[1]!.headers['webhook-id'])
})

t.test('nothing is sent before the service listens', async (t) => {
  await grow()
  await portal.create({ url: URL, after: 0 })
  const { rows } = await db.execute(sql`select from pg_stat_activity where application_name = 'registry-webhooks' and datname = current_database()`)
  t.equal(rows.length, 0)
})
