import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { createAnswerCache } from '../../src/http/answer-cache.ts'
import { matchesTag, matchesVersion } from '../../src/http/entity-tag.ts'
import { MAX_AGE_MS } from '../../src/journal/head-watch.ts'
import { testApp } from '../support/app.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { NOW, testRegister } from '../support/register.ts'

const records = Array.from({ length: 60 }, (_, i) => feedRecord({ code: codeOf(i), name: `CÔNG TY PHẦN MỀM SỐ ${i}` }))
let today = NOW
const { app, db, pool, url, load } = await testRegister(t, records, () => today)
const ask = async (path: string, headers: Record<string, string> = {}, on = app) => {
  const answer = await on.inject({ url: path, headers })
  return { status: answer.statusCode, headers: answer.headers, tag: String(answer.headers['etag']), body: answer.body, bytes: answer.rawPayload }
}
const LISTS = ['/v1/enterprises', '/v1/statistics/localities', '/v1/statistics/target', '/v1/localities', '/v1/localities/48', '/v1/localities/48/communes', '/v1/industries', '/v1/categories', '/v1/classification/rulesets', `/v1/enterprises/${codeOf(0)}/versions`]
const ALL = [...LISTS, `/v1/enterprises/${codeOf(0)}`]

t.test('every open answer has a strong tag, and is not sent again to whoever has it', async (t) => {
  for (const path of ALL) {
    const first = await ask(path)
    t.match(first, { status: 200, tag: /^"[\w.-]+"$/, headers: { 'cache-control': 'public, no-cache', vary: 'Accept, Accept-Encoding, Accept-Language', 'content-language': 'vi' } }, path)
    for (const header of [first.tag, `W/${first.tag}`, `"other", ${first.tag}`, '*']) {
      const again = await ask(path, { 'if-none-match': header })
      t.match(again, { status: 304, tag: first.tag, body: '' }, `${path} ${header}`)
      t.notOk(again.headers['content-type'] ?? again.headers['content-encoding'], 'a 304 says nothing of a body')
      t.equal(again.headers['access-control-allow-origin'], '*', 'and keeps the headers of all answers')
    }
    t.match(await ask(path, { 'if-none-match': '"other"' }), { status: 200, body: first.body }, path)
  }
})

t.test('another language, form or coding is another representation', async (t) => {
  const tags = new Set<string>()
  for (const language of ['vi', 'en']) {
    for (const accept of ['application/json', 'text/csv', 'application/x-ndjson']) {
      for (const coding of ['identity', 'gzip', 'br']) tags.add((await ask('/v1/localities', { accept, 'accept-language': language, 'accept-encoding': coding })).tag)
    }
  }
  t.equal(tags.size, 18)
  const [vi, en] = [await ask(`/v1/enterprises/${codeOf(0)}`), await ask(`/v1/enterprises/${codeOf(0)}`, { 'accept-language': 'en' })]
  t.not(vi.tag, en.tag)
  const version = (tag: string) => /^"v(\d+)\./.exec(tag)![1]!
  t.equal(version(vi.tag), version(en.tag), 'the version in the tag of a resource is the same in both')
  t.ok(matchesVersion(en.tag, 1))
  t.notOk(matchesVersion(en.tag, 2))
  t.notOk(matchesVersion('"1.20261122.x"', 1), 'the tag of a list is none of a version')
})

t.test('is coded as the caller likes, and decodes to the same', async (t) => {
  const plain = await ask('/v1/enterprises')
  for (const [header, coding, decode] of [['gzip', 'gzip', gunzipSync], ['gzip, br', 'br', brotliDecompressSync], ['br;q=0.1, gzip', 'gzip', gunzipSync], ['*', 'br', brotliDecompressSync]] as const) {
    for (const turn of ['fresh', 'kept']) {
      const coded = await ask('/v1/enterprises', { 'accept-encoding': header })
      t.equal(coded.headers['content-encoding'], coding, `${header}, ${turn}`)
      t.equal(decode(coded.bytes).toString(), plain.body)
      t.equal(Number(coded.headers['content-length']), coded.bytes.length)
      t.ok(coded.bytes.length < plain.bytes.length / 4)
    }
  }
  for (const header of ['', 'identity', 'deflate', 'gzip;q=0', 'nonsense;;;']) t.equal((await ask('/v1/enterprises', { 'accept-encoding': header })).headers['content-encoding'], undefined, JSON.stringify(header))
  t.equal((await ask('/v1/categories?format=csv', { 'accept-encoding': 'br' })).headers['content-encoding'], 'br', 'files too')
})

t.test('HEAD says what GET would', async (t) => {
  for (const path of ['/v1/enterprises', `/v1/enterprises/${codeOf(1)}`]) {
    for (const turn of ['kept', 'fresh']) {
      const get = await ask(turn === 'kept' ? path : `${path}?division=2025`)
      const head = await app.inject({ method: 'HEAD', url: turn === 'kept' ? path : `${path}?division=2025` })
      t.equal(head.statusCode, 200)
      t.equal(head.body, '')
      for (const name of ['etag', 'content-length', 'content-type', 'cache-control']) t.equal(head.headers[name], get.headers[name], `${path} ${name}`)
    }
  }
})

t.test('what stands still is answered without a query, and what moves is not', async (t) => {
  const path = '/v1/enterprises?limit=7'
  const first = await ask(path)
  await db.execute('alter table enterprise_versions rename to hidden')
  try {
    t.match(await ask(path), { status: 200, tag: first.tag, body: first.body }, 'kept')
    t.match(await ask(path, { 'if-none-match': first.tag }), { status: 304 })
    t.match(await ask('/v1/enterprises?limit=8'), { status: 500 }, 'while the database would have been of no use')
  } finally {
    await db.execute('alter table hidden rename to enterprise_versions')
  }
  const one = await ask(`/v1/enterprises/${codeOf(3)}`)
  const other = await ask(`/v1/enterprises/${codeOf(4)}`)
  await load([feedRecord({ code: codeOf(3), name: 'TÊN MỚI', amendedOn: '2026-11-20', changes: 1 })])
  const moved = await ask(path, { 'if-none-match': first.tag })
  t.equal(moved.status, 200, 'a new position is seen at once')
  t.not(moved.tag, first.tag)
  t.match(JSON.parse(moved.body).items[3], { name: 'TÊN MỚI' })
  t.equal((await ask(`/v1/enterprises/${codeOf(3)}`, { 'if-none-match': one.tag })).status, 200)
  t.equal((await ask(`/v1/enterprises/${codeOf(4)}`, { 'if-none-match': other.tag })).status, 304, 'a resource that did not change keeps its tag')
})

t.test('one of many who ask for the same at once makes the answer for all', async (t) => {
  const waiting = async () => Number((await db.execute<{ n: string }>("select count(*)::text as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).rows[0]!.n)
  const client = await pool.connect()
  await client.query('begin; lock table enterprise_versions in access exclusive mode')
  const asking = Promise.all(Array.from({ length: 20 }, () => ask('/v1/enterprises?limit=33')))
  while (await waiting() === 0) await sleep(10)
  await sleep(100)
  t.equal(await waiting(), 1, 'one statement for twenty requests')
  await client.query('commit')
  client.release()
  const answers = await asking
  for (const { status, tag, body } of answers) t.match({ status, tag, body }, { status: 200, tag: answers[0]!.tag, body: answers[0]!.body })
  const rates = [(await ask('/v1/enterprises?limit=33')).headers['ratelimit'], (await ask('/v1/enterprises?limit=33')).headers['ratelimit']]
  t.ok(rates[0])
  t.not(rates[0], rates[1], 'while what is about the caller is told anew each time')
})

t.test('a new day is a new answer', async (t) => {
  const path = `/v1/enterprises/${codeOf(0)}`
  const [list, one] = [await ask('/v1/enterprises'), await ask(path)]
  t.match(JSON.parse(one.body), { category: 'iv' })
  today = new Date('2028-05-03T17:00:00Z')
  try {
    t.equal((await ask('/v1/enterprises', { 'if-none-match': list.tag })).status, 200)
    const older = await ask(path, { 'if-none-match': one.tag })
    t.match(JSON.parse(older.body), { category: 'ii' }, 'the fifth anniversary begins at midnight in Vietnam')
    t.equal(older.tag.slice(0, 4), one.tag.slice(0, 4), 'of the same version')
  } finally {
    today = NOW
  }
  t.equal((await ask(path)).tag, one.tag)
})

t.test('a day and a position together fix an answer for good', async (t) => {
  const { position } = JSON.parse((await ask('/v1/enterprises?limit=1')).body)
  const path = `/v1/enterprises?limit=5&asof=2026-11-21&knownat=${position}`
  const first = await ask(path)
  t.match(first, { status: 200, headers: { 'cache-control': 'public, max-age=86400, immutable' } })
  t.equal(JSON.parse(first.body).position, position)
  await load([feedRecord({ code: codeOf(0), name: 'TÊN MUỘN', amendedOn: '2026-11-19', changes: 1 })])
  today = new Date('2027-01-01T03:00:00Z')
  try {
    t.match(await ask(path), { status: 200, tag: first.tag, body: first.body }, 'whatever comes later')
    t.equal((await ask(path, { 'if-none-match': first.tag })).status, 304)
  } finally {
    today = NOW
  }
})

t.test('what is about now, or about the caller, is not kept by anybody', async (t) => {
  for (const path of ['/v1/status', '/health/live', '/v1/enterprises/0100000000', '/v1/sync/runs', '/v1/enterprises?nonsense=1']) {
    const { headers } = await ask(path)
    t.equal(headers['cache-control'], 'no-store', path)
    t.equal(headers['etag'], undefined, path)
  }
})

t.test('Accept that nothing satisfies is a 406', async (t) => {
  for (const accept of ['image/png', 'text/html', 'application/xml', 'application/json;q=0', 'nonsense', 'text/csv']) {
    t.match(await app.inject({ url: `/v1/enterprises/${codeOf(0)}`, headers: { accept } }).then((r) => r.json()), { type: '/problems/not-acceptable', status: 406 }, accept)
  }
  for (const accept of ['', '*/*', 'application/*', 'application/json', 'text/html, */*;q=0.1', 'application/problem+json, application/json']) t.equal((await ask('/v1/localities', { accept })).status, 200, accept)
  t.match((await ask('/v1/localities', { accept: 'text/csv;q=0.5, application/json;q=0.4' })).headers['content-type'], 'text/csv')
  t.match((await ask('/v1/localities?format=csv', { accept: 'application/json' })).headers['content-type'], 'text/csv', 'the parameter goes before it')
})

t.test('another instance is never behind by more than it says', async (t) => {
  const other = await testApp(t, { databaseUrl: url, now: () => today })
  const path = `/v1/enterprises/${codeOf(9)}`
  for (let turn = 1; turn <= 3; turn++) {
    await ask(path, {}, other)
    await load([feedRecord({ code: codeOf(9), name: `TÊN ${turn}`, amendedOn: '2026-11-20', changes: turn })])
    const since = performance.now()
    while (JSON.parse((await ask(path, {}, other)).body).name !== `TÊN ${turn}`) {
      if (performance.now() - since > MAX_AGE_MS + 500) return t.fail('the other instance is behind')
      await sleep(5)
    }
  }
  t.pass('told by notification')
  await other.db.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'registry-listen'")
  await ask(path, {}, other)
  await load([feedRecord({ code: codeOf(9), name: 'TÊN CUỐI', amendedOn: '2026-11-21', changes: 9 })])
  await sleep(MAX_AGE_MS)
  t.equal(JSON.parse((await ask(path, {}, other)).body).name, 'TÊN CUỐI', 'and by asking, where notifications are lost')
})

t.test('the tags of a header are compared one by one', async (t) => {
  t.ok(matchesTag('"a", W/"b"', '"b"'))
  t.ok(matchesTag('*', '"b"'))
  for (const header of [undefined, '', '"ab"', 'b', '"a" "b"', ',']) t.notOk(matchesTag(header, '"b"'), String(header))
})

t.test('the cache holds no more than it may, and drops what was asked for longest ago', async (t) => {
  const rendered = (size: number) => ({ tag: '"x"', headers: [], headersUnchanged: [], body: Buffer.alloc(size) })
  const cache = createAnswerCache(100_000)
  cache.get('/', 1, '2026-01-01')
  for (let i = 0; i < 50; i++) {
    cache.set(`/${i}`, 1, '2026-01-01', rendered(3000))
    cache.get('/0', 1, '2026-01-01')
  }
  t.ok(cache.bytes <= 100_000)
  t.ok(cache.get('/0', 1, '2026-01-01'), 'asked for all the time')
  t.ok(cache.get('/49', 1, '2026-01-01'))
  t.notOk(cache.get('/1', 1, '2026-01-01'))
  cache.set('/big', 1, '2026-01-01', rendered(50_000))
  t.notOk(cache.get('/big', 1, '2026-01-01'), 'one answer is not to push out all others')
  t.notOk(cache.get('/0', 2, '2026-01-01'), 'a new position empties it')
  t.equal(cache.bytes, 0)
  cache.set('/late', 1, '2026-01-01', rendered(3000))
  t.equal(cache.bytes, 0, 'and an answer of the old one comes too late')
})
