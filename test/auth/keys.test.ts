import { setTimeout as sleep } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import type { InjectOptions } from 'fastify'
import type { Test } from 'tap'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { makeKey } from '../../src/auth/key.ts'
import { keySecrets, keys } from '../../src/auth/tables.ts'
import { findAuditFaults } from '../../src/journal/audit-queries.ts'
import { testApp } from '../support/app.ts'
import { createDatabase } from '../support/database.ts'

type Method = NonNullable<InjectOptions['method']>

/** The app, and ways to ask it with a key. */
async function testKeys (t: Test) {
  const databaseUrl = await createDatabase(t, { seeds: true })
  const app = await testApp(t, { databaseUrl })
  const { id: adminId, key: admin } = await issueKey(app.db, { label: 'admin', scopes: ['admin'] })
  const call = async (method: Method, url: string, payload?: object, key: string | undefined = admin, headers: Record<string, string> = {}) => {
    const response = await app.inject({ method, url, headers: { 'accept-language': 'en', ...key && { authorization: `Bearer ${key}` }, ...headers }, ...payload && { payload } })
    return { status: response.statusCode, headers: response.headers, body: response.json() }
  }
  const statusWith = async (key: string) => (await call('GET', '/v1/me', undefined, key)).status
  return { databaseUrl, db: app.db, admin, adminId, call, statusWith }
}

t.test('a key is made, listed, used and revoked', async (t) => {
  const { call, statusWith, adminId } = await testKeys(t)
  const made = await call('POST', '/v1/keys', { label: 'Sở KH&CN Đà Nẵng', scopes: ['decide:48', 'decide:48', 'reports:48'], expires: '2099-01-01T00:00:00Z' })
  t.match(made, { status: 201, headers: { location: /^\/v1\/keys\/\d+$/, 'cache-control': 'no-store' }, body: { scopes: ['decide:48', 'reports:48'], state: 'active', lastUsedAt: null, expiresAt: '2099-01-01T00:00:00.000Z' } })
  const { id, secret, prefixes } = made.body
  t.match(secret, /^vdr_local_[0-9a-f]{12}_[\w-]{43}$/)
  t.strictSame(prefixes, [secret.slice(10, 22)])
  t.match(await call('GET', '/v1/me', undefined, secret), { status: 200, body: { kind: 'key', name: `key:${id}`, label: 'Sở KH&CN Đà Nẵng', scopes: ['decide:48', 'reports:48'], provinces: { decide: ['48'], catalogue: [], reports: ['48'] }, expiresAt: '2099-01-01T00:00:00.000Z', requestsPerMinute: 1e9 } })
  t.match(await call('GET', '/v1/keys', undefined, secret), { status: 403, body: { type: '/problems/forbidden', scope: 'admin' } })
  const first = await call('GET', '/v1/keys?limit=1')
  t.match(first.body, { items: [{ id, label: 'Sở KH&CN Đà Nẵng' }], next: String })
  t.notMatch(JSON.stringify(first.body), secret.slice(23), 'no list has the secret')
  t.match((await call('GET', `/v1/keys?limit=1&cursor=${first.body.next}`)).body, { items: [{ id: adminId, label: 'admin', scopes: ['admin'] }], next: null })
  t.match(await call('DELETE', `/v1/keys/${id}`), { status: 200, body: { id, state: 'revoked', revokedAt: String, prefixes: [] } })
  t.match(await call('DELETE', `/v1/keys/${id}`), { status: 200 }, 'and again')
  t.equal(await statusWith(secret), 401)
  t.match((await call('GET', '/v1/keys')).body.items, [{ id: adminId }])
  t.match((await call('GET', '/v1/keys?all=true')).body.items, [{ id, state: 'revoked' }, { id: adminId }])
  for (const [method, url] of [['GET', '/v1/keys/999'], ['DELETE', '/v1/keys/999'], ['POST', '/v1/keys/999/rotate']] as const) t.match(await call(method, url), { status: 404 }, `${method} ${url}`)
})

t.test('what a key cannot be is refused', async (t) => {
  const { call } = await testKeys(t)
  const bodies: [object, string][] = [
    [{ label: '', scopes: ['publish'] }, 'label'], [{ label: 'x\ny', scopes: ['publish'] }, 'label'], [{ label: 'x'.repeat(101), scopes: ['publish'] }, 'label'],
    [{ label: 'x', scopes: [] }, 'scopes'], [{ label: 'x', scopes: ['decide'] }, 'scopes.0'], [{ label: 'x', scopes: ['decide:99'] }, 'scopes'], [{ label: 'x', scopes: ['root'] }, 'scopes.0'],
    [{ label: 'x', scopes: ['publish'], expires: '2020-01-01T00:00:00Z' }, 'expires'], [{ label: 'x', scopes: ['publish'], expires: 'tomorrow' }, 'expires'], [{ label: 'x', scopes: ['publish'], secret: 'my own' }, 'secret'],
  ]
  for (const [body, path] of bodies) t.match(await call('POST', '/v1/keys', body), { status: 400, body: { errors: [{ path }] } }, JSON.stringify(body).slice(0, 60))
})

t.test('a rotated key has two secrets for a while, and then one', async (t) => {
  const { db, call, statusWith } = await testKeys(t)
  const { body: { id, secret: first } } = await call('POST', '/v1/keys', { label: 'job', scopes: ['feed:write'] })
  t.equal(await statusWith(first), 200)
  const { status, body: { secret: second, prefixes } } = await call('POST', `/v1/keys/${id}/rotate`, { overlap: 3600 })
  t.strictSame([status, prefixes.length], [201, 2])
  t.strictSame([await statusWith(first), await statusWith(second)], [200, 200], 'both are valid')
  const { body: { secret: third } } = await call('POST', `/v1/keys/${id}/rotate`)
  t.strictSame([await statusWith(first), await statusWith(second), await statusWith(third)], [401, 200, 200], 'the newest two')
  const { body: { secret: fourth } } = await call('POST', `/v1/keys/${id}/rotate`, { overlap: 0, expires: '2099-01-01T00:00:00Z' })
  t.strictSame([await statusWith(second), await statusWith(third), await statusWith(fourth)], [401, 401, 200], 'at once where there is no overlap')
  t.match((await call('GET', `/v1/keys/${id}`)).body, { expiresAt: '2099-01-01T00:00:00.000Z' })
  await call('DELETE', `/v1/keys/${id}`)
  t.match(await call('POST', `/v1/keys/${id}/rotate`), { status: 409, body: { type: '/problems/wrong-state' } })
  t.equal(await statusWith(fourth), 401)
  t.equal((await db.select().from(keySecrets).where(eq(keySecrets.keyId, id))).length, 4)
})

t.test('a key that is cut off, of another environment, expired or revoked says which it is', async (t) => {
  const { databaseUrl, db, call } = await testKeys(t)
  const { id, key } = await issueKey(db, { label: 'job', scopes: ['publish'] })
  const refusal = async (given: string) => {
    const { status, headers, body } = await call('GET', '/v1/me', undefined, given)
    return { status, told: headers['www-authenticate'], detail: body.detail }
  }
  const told = 'Bearer realm="registry", error="invalid_token"'
  t.strictSame(await refusal(key.slice(0, -1)), { status: 401, told, detail: 'There is no such key.' })
  t.strictSame(await refusal(key.slice(0, 20)), { status: 401, told, detail: 'There is no such key.' })
  t.strictSame(await refusal(`${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`), { status: 401, told, detail: 'There is no such key.' }, 'another secret')
  t.strictSame(await refusal(makeKey('test')), { status: 401, told, detail: 'This key is of another environment.' })
  const live = await testApp(t, { databaseUrl, environment: 'live' })
  t.equal((await live.inject({ url: '/v1/me', headers: { authorization: `Bearer ${key}` } })).statusCode, 401, 'and the other way round')
  await db.update(keys).set({ expiresAt: sql`now()` }).where(eq(keys.id, id))
  t.strictSame(await refusal(key), { status: 401, told, detail: 'This key has expired.' })
  await db.update(keys).set({ expiresAt: null, revokedAt: sql`now()` }).where(eq(keys.id, id))
  await sleep(1100)
  t.strictSame(await refusal(key), { status: 401, told, detail: 'This key was revoked.' }, 'within a second, whoever revoked it')
})

t.test('a key of the form before environments is still one', async (t) => {
  const { db, statusWith } = await testKeys(t)
  const old = `vdr_0123456789ab_${'s'.repeat(43)}`
  await issueKey(db, { label: 'old', scopes: ['publish'], secret: old })
  t.equal(await statusWith(old), 200)
})

t.test('when a key was used is noted, at most once a minute and behind the request', async (t) => {
  const { db, call } = await testKeys(t)
  const { id, key } = await issueKey(db, { label: 'job', scopes: ['publish'] })
  const usedAt = async () => (await db.select().from(keys).where(eq(keys.id, id)))[0]!.lastUsedAt
  await Promise.all(Array.from({ length: 20 }, () => call('GET', '/v1/me', undefined, key)))
  while (await usedAt() === null) await sleep(10)
  const first = await usedAt()
  await sleep(1100)
  await call('GET', '/v1/me', undefined, key)
  await sleep(50)
  t.strictSame(await usedAt(), first)
})

t.test('what happens to keys is in the trail, without their secrets', async (t) => {
  const { db, call, adminId } = await testKeys(t)
  const { body: { id, secret } } = await call('POST', '/v1/keys', { label: 'job', scopes: ['publish'] })
  const { body: { secret: second } } = await call('POST', `/v1/keys/${id}/rotate`, { overlap: 60 })
  await call('DELETE', `/v1/keys/${id}`)
  await call('DELETE', `/v1/keys/${id}`)
  const trail = await call('GET', `/v1/audit?subject=key/${id}`)
  const by = { who: `key:${adminId}`, label: 'admin', address: '127.0.0.1', requestId: String, subject: `key/${id}` }
  t.match(trail, { status: 200, body: { items: [
    { ...by, action: 'key.revoke', before: { label: 'job' } },
    { ...by, action: 'key.rotate', after: { overlapSeconds: 60 } },
    { ...by, action: 'key.create', before: null, after: { label: 'job', scopes: ['publish'] } },
  ], next: null, end: { number: Number, hash: String } } })
  t.equal(trail.body.items.length, 3)
  const { rows } = await db.execute(sql`select string_agg(audit_content(e), '') as text from audit_entries e`)
  for (const one of [secret, second]) t.notMatch(rows[0]!['text'], one.slice(23))
  t.strictSame(await findAuditFaults(db), [])
})

t.test('the trail is asked by caller, action, thing and time, page by page', async (t) => {
  const { call, adminId } = await testKeys(t)
  for (let n = 0; n < 5; n++) await call('POST', '/v1/keys', { label: `job ${n}`, scopes: ['publish'] })
  const numbers = async (query: string) => (await call('GET', `/v1/audit?${query}`)).body.items.map(({ number }: { number: number }) => number)
  const all = await numbers('')
  t.strictSame(all, all.toSorted((a: number, b: number) => b - a), 'the newest first')
  t.equal((await numbers(`who=key:${adminId}`)).length, 5)
  t.strictSame(await numbers('action=key'), await numbers('action=key.create'))
  t.strictSame(await numbers('action=ke'), [])
  t.equal((await numbers('subject=key/3')).length, 1)
  const { body: { items: [newest] } } = await call('GET', '/v1/audit?limit=1')
  t.strictSame(await numbers(`from=${encodeURIComponent(newest.at)}`), [newest.number])
  t.strictSame(await numbers(`until=${encodeURIComponent(newest.at)}`), all.slice(1))
  const pages: number[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await call('GET', `/v1/audit?limit=2${cursor && `&cursor=${cursor}`}`)
    pages.push(...body.items.map(({ number }: { number: number }) => number))
    cursor = body.next
  }
  t.strictSame(pages, all)
  for (const query of ['who=', 'action=Key', 'action=key.', 'from=today', 'until=2026-01-01', 'subject=%00', 'x=1']) t.match(await call('GET', `/v1/audit?${query}`), { status: 400 }, query)
})
