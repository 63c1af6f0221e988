import { readdir, readFile } from 'node:fs/promises'
import { eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { ensureBootstrapKey, issueKey } from '../../src/auth/commands.ts'
import { bearerToken, hashOf, makeKey, matches, prefixOf } from '../../src/auth/key.ts'
import { allows, ANONYMOUS, forbidden, provincesOf, requireScope, Scope } from '../../src/auth/schemas.ts'
import { keySecrets, keys } from '../../src/auth/tables.ts'
import { testApp } from '../support/app.ts'
import { connectTest } from '../support/database.ts'
import { probe } from '../support/probe.ts'

const get = (app: FastifyInstance, url: string, key?: string) =>
  app.inject({ url, headers: { 'accept-language': 'en', ...key && { authorization: `Bearer ${key}` } } })

t.test('a route is as open as it says, and for admin alone where it says nothing', async (t) => {
  const app = await testApp(t, { routes: probe })
  const { key: reader } = await issueKey(app.db, { label: 'reader', scopes: ['reports:01'] })
  const { key: feed } = await issueKey(app.db, { label: 'feed', scopes: ['feed:release'] })
  const { key: officer } = await issueKey(app.db, { label: 'officer', scopes: ['decide:79'] })
  const { key: admin } = await issueKey(app.db, { label: 'admin', scopes: ['admin'] })
  const statuses = async (url: string) => Promise.all([undefined, reader, feed, officer, admin].map(async (key) => (await get(app, url, key)).statusCode))
  t.strictSame(await statuses('/v1/things/0007'), [200, 200, 200, 200, 200])
  t.strictSame(await statuses('/v1/runs'), [401, 403, 200, 403, 200])
  t.strictSame(await statuses('/v1/decisions'), [401, 403, 403, 200, 200], 'the province is for the handler to judge')
  t.strictSame(await statuses('/v1/forgotten'), [401, 403, 403, 403, 200])
  t.strictSame(await statuses('/v1/nothing'), [404, 404, 404, 404, 404])
  t.strictSame((await get(app, '/v1/caller', officer)).json(), { kind: 'key', label: 'officer' })
  t.strictSame((await get(app, '/v1/caller')).json(), { kind: 'anonymous' })
})

t.test('a refusal says which scope is missing', async (t) => {
  const app = await testApp(t, { routes: probe })
  const anonymous = await get(app, '/v1/runs')
  t.match(anonymous.json(), { type: '/problems/unauthenticated', status: 401, detail: 'feed:release', scope: 'feed:release' })
  t.equal(anonymous.headers['www-authenticate'], 'Bearer realm="registry", scope="feed:release"')
  const { key } = await issueKey(app.db, { label: 'publisher', scopes: ['publish'] })
  const lacking = await get(app, '/v1/runs', key)
  t.match(lacking.json(), { type: '/problems/forbidden', status: 403, detail: 'feed:release', scope: 'feed:release' })
  t.match(lacking.headers, { 'www-authenticate': /insufficient_scope.*feed:release/ })
})

t.test('a key that does not work is refused, on public routes too', async (t) => {
  const app = await testApp(t, { routes: probe })
  const { key } = await issueKey(app.db, { label: 'revoked', scopes: ['admin'] })
  await app.db.update(keys).set({ revokedAt: new Date() }).where(eq(keys.label, 'revoked'))
  const headers = [`Bearer ${key}`, `Bearer ${makeKey('local')}`, `Bearer ${key.slice(0, -1)}`, 'Bearer short', 'Bearer', 'Basic dTpw', '', `Bearer ${'x'.repeat(5000)}`]
  for (const authorization of headers) {
    const response = await app.inject({ url: '/v1/things', headers: { authorization, 'accept-language': 'en' } })
    t.equal(response.statusCode, 401, authorization.slice(0, 20))
    t.match(response.headers['www-authenticate'], 'error="invalid_token"')
    t.match(response.json(), { type: '/problems/unauthenticated' })
  }
})

t.test('a key is stored by its hash and found by its prefix', async (t) => {
  const { db } = await connectTest(t)
  const { key } = await issueKey(db, { label: 'a', scopes: ['publish'] })
  t.match(key, /^vdr_local_[0-9a-f]{12}_[\w-]{43}$/)
  const [row] = await db.select().from(keySecrets)
  t.equal(row?.prefix, prefixOf(key))
  t.notMatch(JSON.stringify(row), key.slice(23))
  t.ok(row && matches(key, row.secretHash))
  t.notOk(matches(key, ''))
  await t.rejects(issueKey(db, { label: 'b', scopes: [], secret: 'short' }), RangeError)
})

t.test('secrets are compared in one place, in constant time', async (t) => {
  const compared: string[] = []
  for (const file of await readdir('src', { recursive: true })) {
    if (file.endsWith('.ts') && /\bsecretHash\b[^\n]*[!=]==?|[!=]==?[^\n]*\bsecretHash\b|eq\([^\n]*secretHash|hashOf\([^\n]*[!=]==/.test(await readFile(`src/${file}`, 'utf8'))) compared.push(file)
  }
  t.strictSame(compared, [], 'nowhere by the operators or the database')
  t.match(matches.toString(), /timingSafeEqual\)?\(expected, ?actual\)/)
  const [key, other] = [makeKey('local'), makeKey('local')]
  t.strictSame([matches(key, hashOf(key)), matches(other, hashOf(key)), matches(key, hashOf(key).slice(2)), matches(`${key}x`, hashOf(key))], [true, false, false, false])
})

t.test('the bootstrap key is made up once', async (t) => {
  const { db } = await connectTest(t)
  const results = await Promise.all([ensureBootstrapKey(db), ensureBootstrapKey(db)])
  t.equal(results.filter(({ created }) => created).length, 1, 'by one of two that start together')
  t.equal(results.filter(({ key }) => key !== undefined).length, 1)
  t.strictSame(await ensureBootstrapKey(db), { created: false })
  t.match(await db.select().from(keys), [{ label: 'bootstrap', scopes: ['admin'] }])
})

t.test('a given bootstrap key takes the place of the one before', async (t) => {
  const app = await testApp(t, { routes: probe })
  const { key: madeUp = '' } = await ensureBootstrapKey(app.db)
  t.equal((await get(app, '/v1/forgotten', madeUp)).statusCode, 200)
  t.strictSame(await ensureBootstrapKey(app.db, 'chosen-by-the-operator'), { created: true })
  t.strictSame(await ensureBootstrapKey(app.db, 'chosen-by-the-operator'), { created: false })
  const status = async (key: string) => (await get(app, '/v1/forgotten', key)).statusCode
  t.equal(await status('chosen-by-the-operator'), 200)
  t.equal(await status(madeUp), 401)
  await ensureBootstrapKey(app.db, 'chosen-another-time')
  t.strictSame([await status('chosen-by-the-operator'), await status('chosen-another-time')], [401, 200])
  t.strictSame(await ensureBootstrapKey(app.db, 'chosen-by-the-operator'), { created: true }, 'and may come back')
  t.equal(await status('chosen-by-the-operator'), 200)
})

t.test('a scope of a province reaches that province', async (t) => {
  const officer = { kind: 'key' as const, name: 'key:1' as const, id: 1, label: 'x', scopes: ['decide:79', 'reports:*'] }
  t.ok(allows(officer, 'decide'))
  t.ok(allows(officer, 'decide', '79'))
  t.notOk(allows(officer, 'decide', '01'))
  t.ok(allows(officer, 'reports', '01'))
  t.notOk(allows(officer, 'catalogue', '79'))
  t.notOk(allows(ANONYMOUS, 'publish'))
  t.strictSame([provincesOf(officer, 'decide'), provincesOf(officer, 'reports'), provincesOf(officer, 'catalogue'), provincesOf(ANONYMOUS, 'decide')], [['79'], '*', [], []])
  t.strictSame(provincesOf({ ...officer, scopes: ['admin'] }, 'catalogue'), '*')
  t.doesNotThrow(() => requireScope(officer, 'decide', '79'))
  t.throws(() => requireScope(officer, 'decide', '48'), 'and no other')
  t.match(forbidden('decide', '48'), { kind: 'forbidden', members: { scope: 'decide:48' }, headers: { 'www-authenticate': /insufficient_scope", scope="decide:48"/ } })
  for (const text of ['admin', 'feed:write', 'decide:79', 'catalogue:*']) t.ok(Scope.safeParse(text).success, text)
  for (const text of ['decide', 'decide:', 'decide:7', 'feed:read', 'admin:79', '*']) t.notOk(Scope.safeParse(text).success, text)
})

t.test('a bearer token is read from its header', async (t) => {
  t.equal(bearerToken('Bearer sixteen-letters-or-more'), 'sixteen-letters-or-more')
  t.equal(bearerToken('bearer  sixteen-letters-or-more '), 'sixteen-letters-or-more')
  for (const header of ['sixteen-letters-or-more', 'Bearer a b', 'Basic sixteen-letters-or-more', 'Bearer ', 'Bearer sixteen-lettérs-or-more']) t.equal(bearerToken(header), undefined, header)
})
