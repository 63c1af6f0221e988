import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { makeKey } from '../../src/auth/key.ts'
import { networkToTell, pathToTell } from '../../src/auth/refused.ts'
import type { Database } from '../../src/db/client.ts'
import { findAuditFaults } from '../../src/journal/audit-queries.ts'
import { testApp } from '../support/app.ts'
import { createDatabase } from '../support/database.ts'
import { probe } from '../support/probe.ts'

const NOW = new Date('2026-11-22T03:00:30Z')

const refusals = async (db: Database, count: number) => {
  for (let tries = 0; ; tries++) {
    const { rows } = await db.execute(sql`select who, label, subject, after, address, once from audit_entries where action = 'access.refuse' order by number`)
    if (rows.length >= count || tries === 100) return rows
    await sleep(20)
  }
}

t.test('every refused attempt of a known caller is in the trail', async (t) => {
  const app = await testApp(t, { routes: probe, now: () => NOW })
  const { id, key } = await issueKey(app.db, { label: 'publisher', scopes: ['publish'] })
  const ended = await issueKey(app.db, { label: 'ended', scopes: ['admin'], expiresAt: new Date('2020-01-01') })
  const ask = (url: string, given: string) => app.inject({ url, headers: { authorization: `Bearer ${given}` } })
  for (let n = 0; n < 3; n++) await ask('/v1/runs?key=in-the-wrong-place', key)
  await ask('/v1/forgotten', key)
  await ask('/v1/things', ended.key)
  const rows = await refusals(app.db, 5)
  t.match(rows, [
    ...Array.from({ length: 3 }, () => ({ who: `key:${id}`, label: 'publisher', subject: 'GET /v1/runs', after: { status: 403, reason: 'missing-scope', scope: 'feed:release' }, address: '127.0.0.1', once: null })),
    { subject: 'GET /v1/forgotten', after: { scope: 'admin' } },
    { who: `key:${ended.id}`, label: 'ended', subject: 'GET /v1/things', after: { status: 401, reason: 'expired' } },
  ])
  t.equal(rows.length, 5)
  t.strictSame(await findAuditFaults(app.db), [])
})

t.test('refused attempts of strangers are one row per network, reason and minute', async (t) => {
  let now = NOW
  const app = await testApp(t, { routes: probe, now: () => now, trustProxy: ['127.0.0.1'] })
  const ask = (address: string, authorization?: string) => app.inject({ url: '/v1/runs', headers: { 'x-forwarded-for': address, ...authorization && { authorization } } })
  for (let n = 0; n < 200; n++) t.equal((await ask(`203.0.113.${n}`)).statusCode, 401)
  for (let n = 0; n < 20; n++) await ask(`2001:db8:7:${n}::1`)
  for (let n = 0; n < 20; n++) await ask('203.0.113.9', `Bearer ${makeKey('local')}`)
  await ask('203.0.113.9', 'Basic dTpw')
  await ask('198.51.100.1')
  now = new Date('2026-11-22T03:01:01Z')
  await ask('203.0.113.250')
  const rows = await refusals(app.db, 6)
  t.match(rows.map(({ address, after }) => [address, (after as { reason: string }).reason]), [
    ['203.0.113.0/24', 'no-key'], ['2001:db8:7::/48', 'no-key'], ['203.0.113.0/24', 'unknown-key'], ['203.0.113.0/24', 'malformed'], ['198.51.100.0/24', 'no-key'], ['203.0.113.0/24', 'no-key'],
  ])
  t.equal(rows.length, 6)
  t.match(rows[0], { who: 'anonymous', label: 'anonymous', once: '2026-11-22T03:00 203.0.113.0/24 no-key' })
})

t.test('two instances write a stranger once as well', async (t) => {
  const databaseUrl = await createDatabase(t)
  const app = await testApp(t, { routes: probe, now: () => NOW, databaseUrl })
  const other = await testApp(t, { routes: probe, now: () => NOW, databaseUrl })
  for (const one of [app, other, app, other]) await one.inject('/v1/runs')
  await sleep(200)
  t.equal((await refusals(app.db, 1)).length, 1)
  t.strictSame(await findAuditFaults(app.db), [])
})

t.test('asking too often is told of once a minute, of strangers and of callers', async (t) => {
  const app = await testApp(t, { routes: probe, now: () => NOW, rateLimits: { perAddress: 1, perKey: 1 } })
  const { id, key } = await issueKey(app.db, { label: 'job', scopes: ['publish'] })
  const ask = async (authorization?: string) => (await app.inject({ url: '/v1/things', headers: authorization === undefined ? {} : { authorization } })).statusCode
  for (let n = 0; n < 10; n++) await Promise.all([ask(), ask(`Bearer ${key}`)])
  const rows = await refusals(app.db, 2)
  await sleep(100)
  t.strictSame(rows.map(({ who, after }) => [who, (after as { reason: string }).reason]).sort(), [['anonymous', 'too-many-requests'], [`key:${id}`, 'too-many-requests']])
  t.equal((await refusals(app.db, 2)).length, 2)
})

t.test('what was refused last is written before the app has closed', async (t) => {
  const databaseUrl = await createDatabase(t)
  const app = await testApp(t, { routes: probe, databaseUrl })
  await app.inject('/v1/runs')
  await app.close()
  const later = await testApp(t, { databaseUrl })
  t.equal((await refusals(later.db, 1)).length, 1)
})

t.test('a stranger is told of by his network', async (t) => {
  t.equal(networkToTell('203.0.113.77'), '203.0.113.0/24')
  t.equal(networkToTell('::ffff:203.0.113.77'), '203.0.113.0/24')
  t.equal(networkToTell('2001:db8:7:8::1'), '2001:db8:7::/48')
  t.equal(networkToTell('::1'), '0:0:0::/48')
})

t.test('a path is told of without what may be a secret', async (t) => {
  t.equal(pathToTell('/v1/enterprises/0150136539/classification?x=1'), '/v1/enterprises/0150136539/classification')
  t.equal(pathToTell('/v1/things/sixteen-letters-'), '/v1/things/…')
})
