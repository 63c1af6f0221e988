import { createHmac, createPublicKey } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import type { Test } from 'tap'
import { makeTokenJudge, scopesOf } from '../../src/auth/token.ts'
import { testApp } from '../support/app.ts'
import { probe } from '../support/probe.ts'
import { AUDIENCE, testProvider } from '../support/provider.ts'

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

async function testTokens (t: Test, clients: string[] = []) {
  const provider = await testProvider(t, clients)
  const app = await testApp(t, { routes: probe, oidc: provider.settings })
  const ask = async (url: string, token: string) => {
    const response = await app.inject({ url, headers: { authorization: `Bearer ${token}`, 'accept-language': 'en' } })
    return { status: response.statusCode, headers: response.headers, body: response.json() }
  }
  const status = async (token: string) => (await ask('/v1/me', token)).status
  return { provider, app, ask, status }
}

t.test('a token of the provider opens what its roles stand for', async (t) => {
  const { provider, app, ask } = await testTokens(t, ['officer-48+viewer', 'ministry', 'viewer'])
  const officer = await provider.tokenOf('officer-48+viewer')
  t.match(await ask('/v1/me', officer), { status: 200, body: {
    kind: 'person', name: `${provider.issuer}#officer-48+viewer`, label: 'officer-48+viewer', scopes: ['decide:48', 'reports:48'], provinces: { decide: ['48'] }, expiresAt: String,
  } })
  const statuses = async (token: string) => [(await ask('/v1/things', token)).status, (await ask('/v1/decisions', token)).status, (await ask('/v1/forgotten', token)).status]
  t.strictSame(await statuses(officer), [200, 200, 403])
  t.strictSame(await statuses(await provider.tokenOf('ministry')), [200, 200, 200])
  const viewer = await provider.tokenOf('viewer')
  t.strictSame(await statuses(viewer), [200, 403, 403], 'a role that the table does not have opens nothing')
  t.match(await ask('/v1/webhooks', await provider.tokenOf('ministry')), { status: 403 }, 'webhooks belong to keys')
  for (let tries = 0; tries < 100; tries++) {
    const { rows } = await app.db.execute(sql`select who, label from audit_entries where action = 'access.refuse' and who like '%#viewer'`)
    if (rows.length === 2) break
    await sleep(20)
  }
  t.match((await app.db.execute(sql`select who, label from audit_entries where action = 'access.refuse' and who like '%#viewer'`)).rows, [{ who: `${provider.issuer}#viewer`, label: 'viewer' }, {}], 'what was refused is told of by issuer and subject')
})

t.test('a token that is not right in every part is a 401', async (t) => {
  const { provider, ask, status } = await testTokens(t)
  const now = Math.floor(Date.now() / 1000)
  const good = await provider.sign({})
  t.equal(await status(good), 200, 'one that is')
  const [header = '', payload = '', signature = ''] = good.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const pem = createPublicKey({ key: provider.key().publicJwk as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  const hs256 = `${base64({ alg: 'HS256', kid: 'first' })}.${payload}`
  const stranger = await provider.otherKey('first')
  const bad: [string, string][] = [
    ['without a signature', `${base64({ alg: 'none' })}.${payload}.`],
    ['that says none and has one', `${base64({ alg: 'none', kid: 'first' })}.${payload}.${signature}`],
    ['signed with the public key as a secret', `${hs256}.${createHmac('sha256', pem).update(hs256).digest('base64url')}`],
    ['signed with the text of the public key', `${hs256}.${createHmac('sha256', JSON.stringify(provider.key().publicJwk)).update(hs256).digest('base64url')}`],
    ['with other claims', `${header}.${base64({ ...claims, roles: ['ministry'] })}.${signature}`],
    ['that is cut off', good.slice(0, -4)],
    ['signed by somebody else under the same name', await provider.sign({}, stranger)],
    ['of an unknown key', await provider.sign({}, await provider.otherKey('nobody'))],
    ['for another service', await provider.sign({ aud: 'https://other.example.org' })],
    ['for nobody', await provider.sign({ aud: [] })],
    ['of another issuer', await provider.sign({ iss: 'https://issuer.example.org' })],
    ['that has expired', await provider.sign({ exp: now - 60 })],
    ['that never expires', await provider.sign({ exp: undefined as never })],
    ['that is not valid yet', await provider.sign({ nbf: now + 60 })],
    ['of no subject', await provider.sign({ sub: undefined as never })],
    ['with a key of its own', await provider.sign({}, stranger).then((token) => `${base64({ alg: 'RS256', jwk: stranger.publicJwk })}.${token.split('.').slice(1).join('.')}`)],
    ['that is no JSON', `${Buffer.from('eyJ').toString('base64url')}.${payload}.${signature}`],
    ['with a critical extension', `${base64({ alg: 'RS256', kid: 'first', crit: ['exp'] })}.${payload}.${signature}`],
  ]
  for (const [what, token] of bad) {
    const answer = await ask('/v1/me', token)
    t.match(answer, { status: 401, headers: { 'www-authenticate': /error="invalid_token"/ }, body: { type: '/problems/unauthenticated' } }, `one ${what}`)
  }
  t.match((await ask('/v1/me', await provider.sign({ aud: ['https://other.example.org', AUDIENCE] }))).status, 200, 'one for several services')
  t.equal(await status(await provider.sign({ exp: Math.floor(Date.now() / 1000) - 2 })), 200, 'clocks may differ a little')
})

t.test('a token is checked once, and no longer than it is valid', async (t) => {
  const { provider, status } = await testTokens(t)
  const token = await provider.sign({ exp: Math.floor(Date.now() / 1000) - 3 })
  t.equal(await status(token), 200)
  await sleep(2500)
  t.equal(await status(token), 401)
  const asked = provider.asked()
  const other = await provider.sign({})
  for (let n = 0; n < 20; n++) t.equal(await status(other), 200)
  t.equal(provider.asked(), asked, 'and the provider is not asked for it')
})

t.test('while the provider is away its keys are kept, and without them nobody is let in', async (t) => {
  const { provider, status } = await testTokens(t)
  const token = await provider.sign({})
  provider.goAway()
  const fresh = await testApp(t, { routes: probe, oidc: provider.settings })
  const away = await fresh.inject({ url: '/v1/things', headers: { authorization: `Bearer ${token}` } })
  t.match(away, { statusCode: 503, headers: { 'retry-after': '5' } }, 'a 503 and never open')
  t.equal((await fresh.inject('/v1/things')).statusCode, 200, 'others are served')
  provider.comeBack()
  t.equal(await status(token), 200)
  provider.goAway()
  t.equal(await status(await provider.sign({ sub: 'u-2' })), 200, 'a new token by the keys that are known')
  t.equal(await status(await provider.sign({}, await provider.otherKey('unknown'))), 401, 'an unknown key so soon is wrong')
})

t.test('keys are asked for anew in time, believed for a day, and what they signed is forgotten with them', async (t) => {
  const provider = await testProvider(t)
  let clock = 0
  let forgotten = 0
  const judge = makeTokenJudge({ ...provider.settings, now: () => new Date(), onKeysChanged: () => { forgotten++ }, clock: () => clock })
  const sign = () => provider.sign({ exp: Math.floor(Date.now() / 1000) + 900_000 })
  const old = await sign()
  t.match(await judge(old), { identity: { caller: { kind: 'person' } }, maxAgeMs: 600_000 })
  await provider.rotate()
  const young = await sign()
  t.match(await judge(young), { identity: { fault: 'invalid-token' } }, 'an unknown key is not looked for more than every half a minute')
  clock = 31_000
  t.match(await judge(young), { identity: { caller: { kind: 'person' } } }, 'then it is found')
  t.equal(forgotten, 1)
  t.match(await judge(old), { identity: { fault: 'invalid-token' } }, 'and the old one is gone')
  provider.goAway()
  clock += 600_001
  t.match(await judge(young), { identity: { caller: { kind: 'person' } } }, 'while the provider is away, what is known holds')
  clock += 86_400_000
  await t.rejects(judge(young), { message: /provider cannot be asked/ }, 'for a day')
  provider.comeBack()
  await t.rejects(judge(young), { message: /provider cannot be asked/ }, 'after a failure nobody asks for a moment')
  clock += 5001
  t.match(await judge(young), { identity: { caller: { kind: 'person' } } })
})

t.test('a provider that says it is another is not believed', async (t) => {
  const provider = await testProvider(t)
  const judge = makeTokenJudge({ ...provider.settings, issuer: provider.issuer.replace('127.0.0.1', 'localhost'), now: () => new Date(), onKeysChanged: () => {} })
  await t.rejects(judge(await provider.sign({})), { message: /provider cannot be asked/ })
})

t.test('roles open what the table says', async (t) => {
  const table = [{ role: 'officer-{province}', scopes: ['decide:{province}', 'reports:{province}'] }, { role: 'ministry', scopes: ['decide:*', 'publish'] }]
  t.strictSame(scopesOf(['officer-48', 'officer-79'], table), ['decide:48', 'decide:79', 'reports:48', 'reports:79'])
  t.strictSame(scopesOf(['ministry', 'ministry'], table), ['decide:*', 'publish'])
  for (const role of ['officer-', 'officer-*', 'officer-480', 'officer-4x', 'xofficer-48', 'admin', 'Ministry', 'officer-{province}']) t.strictSame(scopesOf([role], table), [], role)
  t.strictSame(scopesOf(['decide:48', 'admin', 'root', 'decide:*'], undefined), ['admin', 'decide:*', 'decide:48'], 'or, without a table, what they are called')
})
