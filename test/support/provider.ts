import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { JWK, JWTPayload } from 'jose'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import Provider from 'oidc-provider'
import type { Test } from 'tap'
import type { OidcSettings } from '../../src/config.ts'

export const AUDIENCE = 'https://so.example.org'

async function makeSigningKey (kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  return { kid, privateKey, jwk: { ...await exportJWK(privateKey), kid, alg: 'RS256', use: 'sig' }, publicJwk: { ...await exportJWK(publicKey), kid, alg: 'RS256', use: 'sig' } }
}
export type SigningKey = Awaited<ReturnType<typeof makeSigningKey>>

/** A real OpenID Connect provider on this machine. Its clients get the roles that their names list: `officer-48+viewer`. */
export async function testProvider (t: Test, clients: string[] = []) {
  const server = createServer()
  let isOpen = true
  let asked = 0
  let signing = await makeSigningKey('first')
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await listen(0)
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  const providerWith = (keys: JWK[]) => {
    const provider = new Provider(issuer, {
      jwks: { keys: keys as never },
      clients: clients.map((client_id) => ({ client_id, client_secret: 'secret', grant_types: ['client_credentials'], redirect_uris: [], response_types: [] })),
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => AUDIENCE,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({ scope: '', audience: AUDIENCE, accessTokenFormat: 'jwt', accessTokenTTL: 300, jwt: { sign: { alg: 'RS256' } } }),
        },
      },
      extraTokenClaims: (_ctx, token) => ({ roles: (token as { clientId?: string }).clientId?.split('+') }),
    })
    return provider.callback()
  }
  let handle = providerWith([signing.jwk])
  server.on('request', (request, response) => {
    asked++
    // As a provider behind a broken proxy: it is there, and answers nothing.
    if (isOpen) void handle(request, response)
    else response.writeHead(502).end()
  })
  t.teardown(() => new Promise((resolve) => {
    server.close(resolve)
    server.closeAllConnections()
  }))
  const settings: OidcSettings = { issuer, audience: AUDIENCE, algorithms: ['RS256', 'ES256'], rolesClaim: 'roles', roles: [{ role: 'ministry', scopes: ['admin'] }, { role: 'officer-{province}', scopes: ['decide:{province}', 'reports:{province}'] }] }
  return {
    issuer, settings,
    asked: () => asked,
    /** A token as the provider itself gives it. */
    tokenOf: async (client: string): Promise<string> => {
      const response = await fetch(`${issuer}/token`, {
        method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }),
        headers: { authorization: `Basic ${Buffer.from(`${encodeURIComponent(client)}:secret`).toString('base64')}` },
      })
      const answer = await response.json() as { access_token?: string }
      if (answer.access_token === undefined) throw new Error(JSON.stringify(answer))
      return answer.access_token
    },
    /** A token with the provider's own key and whatever a test wants in it. */
    sign: (claims: JWTPayload, key: SigningKey = signing) => new SignJWT({ iss: issuer, aud: AUDIENCE, sub: 'u-1', roles: ['officer-48'], exp: Math.floor(Date.now() / 1000) + 300, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: key.kid }).sign(key.privateKey),
    key: () => signing,
    otherKey: makeSigningKey,
    /** From now on it signs with another key, and knows the old one no more. */
    rotate: async () => {
      signing = await makeSigningKey('second')
      handle = providerWith([signing.jwk])
    },
    goAway: () => { isOpen = false },
    comeBack: () => { isOpen = true },
  }
}
