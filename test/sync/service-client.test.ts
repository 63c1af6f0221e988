import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import type { Test } from 'tap'
import { createServiceClient, ServiceRefusal } from '../../src/sync/sources/service-client.ts'

// Patient, so that a busy machine is no silent service; what never answers is asked with less.
const quick = { retries: 3, minTimeoutMs: 1, timeoutMs: 10_000 }
const impatient = { ...quick, timeoutMs: 500 }

/** A service that answers operations by `answer`; counts tokens given and calls taken. */
async function service (t: Test, answer: (call: number, request: IncomingMessage, response: ServerResponse) => void, expiresIn = 3600, settings = quick) {
  const counts = { tokens: 0, calls: 0 }
  const server = createServer((request, response) => {
    if (request.url === '/token') {
      const isKnown = request.headers.authorization === `Basic ${Buffer.from('id:secret').toString('base64')}`
      response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' })
      return response.end(JSON.stringify({ access_token: `token-${++counts.tokens}`, expires_in: expiresIn }))
    }
    answer(++counts.calls, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => { server.closeAllConnections(); server.close() })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const access = { baseUrl: `${url}/api/1.0`, tokenUrl: `${url}/token`, clientId: 'id', clientSecret: 'secret' }
  return { counts, access, client: createServiceClient(access, settings) }
}
const ok = (response: ServerResponse, body: unknown = { Status: '1' }) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))

t.test('asks below the base URL with a token that it asked for once', async (t) => {
  const seen: (string | undefined)[] = []
  const { client, counts } = await service(t, (_call, request, response) => { seen.push(request.url, request.headers.authorization); ok(response) })
  t.strictSame(await client.get('operation?x=1'), { Status: '1' })
  await Promise.all([client.get('operation'), client.get('operation')])
  t.strictSame(seen.slice(0, 2), ['/api/1.0/operation?x=1', 'Bearer token-1'])
  t.equal(counts.tokens, 1)
})

t.test('renews a token that runs out or is refused', async (t) => {
  const short = await service(t, (_call, _request, response) => { ok(response) }, 1)
  await short.client.get('a')
  await short.client.get('b')
  t.equal(short.counts.tokens, 2)
  const revoked = await service(t, (_call, request, response) => { request.headers.authorization === 'Bearer token-1' ? response.writeHead(401).end() : ok(response) })
  t.strictSame(await revoked.client.get('a'), { Status: '1' })
  t.equal(revoked.counts.tokens, 2)
})

t.test('asks again where asking can help', async (t) => {
  const silence = () => {}
  const troubles: ((response: ServerResponse) => void)[] = [
    (response) => { response.writeHead(429, { 'retry-after': '0' }).end() },
    (response) => { response.writeHead(500).end('<html>') },
    (response) => { response.writeHead(200, { 'content-length': '99' }).write('{"Status'); response.destroy() },
    (response) => { response.writeHead(200).end('{"Status": ') },
    silence,
  ]
  for (const trouble of troubles) {
    const { client, counts } = await service(t, (call, _request, response) => { call === 1 ? trouble(response) : ok(response) }, 3600, trouble === silence ? impatient : quick)
    t.strictSame(await client.get('a'), { Status: '1' }, String(trouble))
    t.equal(counts.calls, 2)
  }
})

t.test('gives up in the end, so that a run keeps its checkpoint', async (t) => {
  const { client, counts } = await service(t, (_call, _request, response) => { response.writeHead(503).end() })
  await t.rejects(client.get('a'), { message: 'The service answers 503.' })
  t.equal(counts.calls, quick.retries + 1)
})

t.test('does not ask again what is refused for good', async (t) => {
  const { client, counts, access } = await service(t, (_call, _request, response) => { response.writeHead(404).end() })
  await t.rejects(client.get('chiTietDoanhNghiep?msdn=1'), new ServiceRefusal('The service refuses chiTietDoanhNghiep (404).'))
  t.equal(counts.calls, 1)
  const stranger = createServiceClient({ ...access, clientSecret: 'wrong' }, quick)
  await t.rejects(stranger.get('a'), new ServiceRefusal('The token service refuses the client id or secret (401).'))
  t.equal(counts.calls, 1)
})

t.test('no message holds the secret, the token or what was asked about', async (t) => {
  const { client } = await service(t, (_call, _request, response) => { response.writeHead(400).end() })
  const err = await client.get('chiTietDoanhNghiep?msdn=0100047516').catch((caught: Error) => caught) as Error
  t.notMatch(`${err.message} ${err.stack}`, /secret-|token-1|0100047516/)
})

t.test('stops at once when it is told to', async (t) => {
  const stop = new AbortController()
  const { access } = await service(t, (_call, _request, response) => { stop.abort(); response.writeHead(503).end() })
  await t.rejects(createServiceClient(access, { ...quick, minTimeoutMs: 60_000 }, stop.signal).get('a'), { name: 'AbortError' })
})
