import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { makeKey } from '../../src/auth/key.ts'
import { makeRateLimiter, networkOf } from '../../src/auth/rate-limit.ts'
import { shareTallies } from '../../src/auth/shared-tallies.ts'
import { loadConfig } from '../../src/config.ts'
import { NO_DATABASE, testApp } from '../support/app.ts'
import { connectTest } from '../support/database.ts'
import { earlyInAMinute } from '../support/minute.ts'
import { probe } from '../support/probe.ts'

const LIMITS = { perAddress: 3, perKey: 5 }

t.beforeEach(earlyInAMinute)

t.test('requests are counted per minute and client', async (t) => {
  let now = Date.parse('2026-11-22T03:00:15.200Z')
  const count = makeRateLimiter(LIMITS, () => now)
  t.strictSame(count(undefined, '192.0.2.1'), { policy: '"address";q=3;w=60', limit: '"address";r=2;t=45', isExceeded: false, secondsLeft: 45 })
  t.match(count(undefined, '192.0.2.1'), { limit: '"address";r=1;t=45', isExceeded: false })
  t.match(count(undefined, '192.0.2.1'), { limit: '"address";r=0;t=45', isExceeded: false })
  t.match(count(undefined, '192.0.2.1'), { limit: '"address";r=0;t=45', isExceeded: true })
  t.match(count(undefined, '192.0.2.2'), { isExceeded: false }, 'another address')
  t.match(count('key:7', '192.0.2.1'), { policy: '"key";q=5;w=60', limit: '"key";r=4;t=45', isExceeded: false }, 'a key, wherever it comes from')
  t.match(count('key:8', '192.0.2.1'), { limit: '"key";r=4;t=45' }, 'another key')
  now += 44_900
  t.match(count(undefined, '192.0.2.1'), { limit: '"address";r=2;t=60', isExceeded: false }, 'the next minute')
})

t.test('instances that share a table count together, and each by itself while it is away', async (t) => {
  const { db, pool } = await connectTest(t)
  const now = () => Date.parse('2026-11-22T03:00:15Z')
  const lines: unknown[] = []
  const log = { warn: (...line: unknown[]) => { lines.push(line) } }
  const [one, other] = [makeRateLimiter({ perAddress: 10, perKey: 5 }, now), makeRateLimiter({ perAddress: 10, perKey: 5 }, now)]
  const [shareOne, shareOther] = [shareTallies(db, one, log, 1e6), shareTallies(db, other, log, 1e6)]
  t.teardown(() => Promise.all([shareOne.close(), shareOther.close()]))
  for (let n = 0; n < 6; n++) one(undefined, '192.0.2.1')
  for (let n = 0; n < 3; n++) other(undefined, '192.0.2.1')
  await shareOne.exchange()
  await shareOther.exchange()
  t.match(other(undefined, '192.0.2.1'), { limit: '"address";r=0;t=45', isExceeded: false }, 'ten of both')
  t.match(other(undefined, '192.0.2.1'), { isExceeded: true })
  t.match(one(undefined, '192.0.2.1'), { limit: '"address";r=3;t=45' }, 'who has not asked since knows its own')
  await shareOther.exchange()
  await shareOne.exchange()
  t.match(one(undefined, '192.0.2.1'), { isExceeded: true }, 'a second later both know')
  await pool.query('alter table rate_tallies rename to away')
  for (let n = 0; n < 4; n++) t.match(one('key:1', ''), { isExceeded: false })
  await shareOne.exchange()
  await shareOne.exchange()
  t.equal(lines.length, 1, 'it is said once')
  t.match(one('key:1', ''), { isExceeded: false }, 'nobody is refused for it')
  await pool.query('alter table away rename to rate_tallies')
  await shareOne.exchange()
  other('key:1', '')
  await shareOther.exchange()
  t.match(other('key:1', ''), { isExceeded: true }, 'what was counted meanwhile is not lost')
})

t.test('an address of IPv6 counts by its network', async (t) => {
  t.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2')
  t.equal(networkOf('2001:db8:1:2::6'), '2001:db8:1:2')
  t.equal(networkOf('2001:db8::6'), '2001:db8:0:0')
  t.equal(networkOf('::1'), '0:0:0:0')
  t.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0')
  t.equal(networkOf('::ffff:192.0.2.1'), '192.0.2.1')
  t.equal(networkOf('192.0.2.1'), '192.0.2.1')
})

t.test('whom there is no room to count passes', async (t) => {
  const count = makeRateLimiter({ perAddress: 1, perKey: 1 }, () => 0)
  for (let key = 0; key < 100_000; key++) count(`key:${key}`, '')
  t.equal(count(undefined, '192.0.2.1'), undefined)
  t.match(count('key:5', ''), { isExceeded: true }, 'those known go on being counted')
})

t.test('too many requests are a 429 that says when to come again', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, routes: probe, rateLimits: LIMITS })
  const ask = (url: string, headers = {}) => app.inject({ url, headers: { 'accept-language': 'en', ...headers } })
  const first = await ask('/v1/things')
  t.match(first, { statusCode: 200, headers: { 'ratelimit-policy': '"address";q=3;w=60', ratelimit: /^"address";r=2;t=\d+$/ } })
  t.match((await ask('/v1/things/12')).headers, { ratelimit: /r=1/ }, 'a refused request counts and says so')
  t.match((await ask('/v1/nothing')).headers, { ratelimit: /r=0/ }, 'one to an unknown address too')
  const refused = await ask('/v1/things')
  t.match(refused, { statusCode: 429, headers: { ratelimit: /r=0/, 'cache-control': 'no-store', 'content-type': /problem/ } })
  t.match(refused.json(), { type: '/problems/too-many-requests', status: 429 })
  t.equal(refused.headers['retry-after'], /t=(\d+)/.exec(String(refused.headers['ratelimit']))?.[1])
  t.equal((await ask('/v1/runs')).statusCode, 401, 'what needs a key still says so')
  t.equal((await ask('/health/live')).statusCode, 200, 'watchers are not counted')
  t.notOk((await ask('/health/live')).headers['ratelimit'])
  t.equal((await ask('/v1/things', { 'x-forwarded-for': '192.0.2.9' })).statusCode, 429, 'an address of the caller\'s choice is not believed')
})

t.test('behind a proxy that is named, callers are told apart', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, routes: probe, rateLimits: { perAddress: 1, perKey: 1 }, trustProxy: ['loopback'] })
  const statuses: number[] = []
  for (const forwarded of ['192.0.2.1', '192.0.2.2', '192.0.2.1', '198.51.100.9, 192.0.2.2', 'nonsense', `${'x'.repeat(5000)}`]) {
    statuses.push((await app.inject({ url: '/v1/things', headers: { 'x-forwarded-for': forwarded } })).statusCode)
  }
  t.strictSame(statuses, [200, 200, 429, 429, 200, 200])
})

t.test('a key has a limit of its own, and one that is not valid is a 401 however often', async (t) => {
  const app = await testApp(t, { routes: probe, rateLimits: { perAddress: 1, perKey: 2 } })
  const { key } = await issueKey(app.db, { label: 'job', scopes: ['publish'] })
  const ask = async (authorization?: string) => (await app.inject({ url: '/v1/things', headers: authorization === undefined ? {} : { authorization } })).statusCode
  t.strictSame([await ask(), await ask()], [200, 429])
  t.strictSame([await ask(`Bearer ${key}`), await ask(`Bearer ${key}`), await ask(`Bearer ${key}`)], [200, 200, 429])
  t.strictSame([await ask(`Bearer ${makeKey('local')}`), await ask(`Bearer ${makeKey('local')}`)], [401, 401])
})

t.test('while the table that instances share is away, nobody is refused who would not be without it', async (t) => {
  const { pool, url } = await connectTest(t)
  await pool.query('drop table rate_tallies')
  const app = await testApp(t, { databaseUrl: url, routes: probe, rateStore: 'postgres', rateLimits: { perAddress: 3, perKey: 5 } })
  const statuses: number[] = []
  for (let n = 0; n < 4; n++) {
    statuses.push((await app.inject('/v1/things')).statusCode)
    // Longer than it takes to tell the others.
    if (n === 0) await sleep(1200)
  }
  t.strictSame(statuses, [200, 200, 200, 429], 'and who asks too often is')
})

t.test('what one may ask for is told, as it is set', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, rateLimits: { perAddress: 7, perKey: 70 }, patience: { headerMs: 5000, requestMs: 90_000 } })
  t.match((await app.inject('/v1/limits')).json(), { windowSeconds: 60, requestsPerAddress: 7, requestsPerKey: 70, countedBy: 'instance', headerBytes: 16_384, bodyBytes: 1_048_576, headerSeconds: 5, requestSeconds: 90 })
  t.match((await app.inject('/v1/me')).json(), { kind: 'anonymous', requestsPerMinute: 7 })
  t.match(loadConfig({}).rateLimits, { perAddress: 1200, perKey: 12_000 }, 'and what is set where nothing is said')
})
