import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { issueKey } from '../../../../src/auth/commands.ts'
import { connect } from '../../../../src/db/client.ts'
import { number } from '../../screen.ts'
import { startService } from '../programs.ts'
import type { Side, Speed } from '../round.ts'
import { measure, reservation } from '../round.ts'
import type { Row, Stage } from '../stage.ts'
import { ask, get } from '../stage.ts'

/** What knowing the caller may cost, as a share of the look-up. */
const SHARE = 0.15
const AUDIENCE = 'bench'
/** A round of 64 connections begins a few more than it counts. */
const SPARE = 128

/** Signs tokens and shows the key that they are checked by. */
async function startProvider () {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const keys = JSON.stringify({ keys: [{ ...await exportJWK(publicKey), kid: 'bench', alg: 'RS256', use: 'sig' }] })
  const server = createServer((_request, response) => { response.setHeader('content-type', 'application/json').end(keys) })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    env: { OIDC_ISSUER: issuer, OIDC_AUDIENCE: AUDIENCE, OIDC_JWKS_URL: `${issuer}/keys` },
    token: await new SignJWT({ sub: 'officer', roles: ['decide:48'] }).setProtectedHeader({ alg: 'RS256', kid: 'bench' }).setIssuer(issuer).setAudience(AUDIENCE).setExpirationTime('8h').sign(privateKey),
    stop: () => { server.close() },
  }
}

async function makeKey (url: string): Promise<string> {
  const { db, close } = connect(url, { max: 1 })
  try {
    return (await issueKey(db, { label: 'bench', scopes: ['decide:48'] })).key
  } finally {
    await close()
  }
}

/** Look-ups of codes never asked before, by nobody, with a key and with a token of a provider: what knowing the caller costs. */
export async function callers ({ register, known, rounds, signal }: Stage): Promise<Row[]> {
  const provider = await startProvider()
  const service = await startService({ ...register, env: { ...register.env, ...provider.env } })
  try {
    const key = await makeKey(register.serviceUrl)
    const shown: [name: string, kind: string, headers: Record<string, string>][] = [
      ['without a key', 'anonymous', {}], ['with a key', 'key', { authorization: `Bearer ${key}` }], ['with a token', 'person', { authorization: `Bearer ${provider.token}` }],
    ]
    for (const [name, kind, headers] of shown) {
      const { status, body } = await ask(service.url, { ...get('/v1/me'), headers })
      if (status !== 200 || JSON.parse(body).kind !== kind) throw new Error(`${name}: ${status} ${body}`)
    }
    // Each code once, of whichever side: a kept answer would make knowing the caller all of the cost.
    const sides = shown.map(([name, , headers], side): Side =>
      ({ name, ...service, questions: known.filter((_one, i) => i % shown.length === side).map(({ code }) => ({ ...get(`/v1/enterprises/${code}`), headers })) }))
    const amount = Math.floor(sides[0]!.questions.length / (rounds + 1)) - SPARE
    if (amount < SPARE) throw new Error(`There are too few enterprises for ${rounds} rounds.`)
    const [nobody, ...others] = await measure(sides, rounds, signal, Math.min(amount, 5000))
    return others.map((one) => costOf(one, nobody!))
  } finally {
    await service.stop()
    provider.stop()
  }
}

function costOf (one: Speed, nobody: Speed): Row {
  const note = reservation(one, nobody)
  return {
    name: `look-up ${one.name}, what that costs more`, measured: `${number(one.perSecond)}/s`, against: `${nobody.name} ${number(nobody.perSecond)}/s`,
    ratio: nobody.perSecond / one.perSecond - 1, reach: { most: SHARE }, cpu: [one.cpu, nobody.cpu], ...note !== undefined && { note },
  }
}
