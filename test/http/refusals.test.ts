import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { clientErrorHandler } from '../../src/http/refusals.ts'
import { NO_DATABASE, testApp } from '../support/app.ts'
import { probe } from '../support/probe.ts'

interface Answer { status: number, headers: Map<string, string>, body: string }

/** Sends bytes as they are, and reads until the server has no more to say. */
function send (port: number, ...parts: (string | Buffer)[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.setEncoding('utf8').setTimeout(10_000, () => socket.destroy(new Error('no answer')))
    socket.on('error', (err) => { if (!text) reject(err) })
    socket.on('data', (chunk) => { text += chunk })
    socket.on('end', () => { if (text) resolve(parse(text)) })
    socket.on('close', () => { if (text) resolve(parse(text)) })
    for (const part of parts) socket.write(part)
  })
}

function parse (text: string): Answer {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [start = '', ...lines] = head.split('\r\n')
  const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const))
  return { status: Number(start.split(' ')[1]), headers, body: rest.join('\r\n\r\n') }
}

const lines = (...given: string[]) => [...given, '', ''].join('\r\n')
const request = (line: string, ...headers: string[]) => lines(line, 'Host: x', 'Connection: close', ...headers)

t.test('whatever Node, its parser or the router refuse is a problem document', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, routes: probe })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const long = 'x'.repeat(17_000)
  const cases: [title: string, status: number, type: string, ...parts: (string | Buffer)[]][] = [
    ['a request line over 16 kB', 431, 'header-too-large', request(`GET /v1/things?q=${long} HTTP/1.1`)],
    ['a request line of 2 MB', 431, 'header-too-large', `GET /${'x'.repeat(2_000_000)} HTTP/1.1\r\n`],
    ['headers over 16 kB', 431, 'header-too-large', request('GET /v1/things HTTP/1.1', `X-Long: ${long}`)],
    ['a path that is not UTF-8', 400, 'invalid-request', request('GET /%ff HTTP/1.1')],
    ['a code that is not UTF-8', 400, 'invalid-request', request('GET /v1/things/%c3%28 HTTP/1.1')],
    ['a query that is not encoded', 400, 'invalid-request', request('GET /v1/things?q=viễn HTTP/1.1')],
    ['something else than HTTP', 400, 'invalid-request', 'HELO registry\r\n\r\n'],
    ['a TLS greeting', 400, 'invalid-request', Buffer.from('16030100c8010000c40303', 'hex')],
    ['an unknown method', 400, 'invalid-request', request('FETCH /v1/things HTTP/1.1')],
    ['two lengths of one body', 400, 'invalid-request', request('POST /v1/things HTTP/1.1', 'Content-Length: 1', 'Content-Length: 2')],
    ['no host', 400, 'invalid-request', lines('GET /v1/things HTTP/1.1', 'Connection: close')],
    ['an unknown expectation', 417, 'expectation-failed', request('POST /v1/things HTTP/1.1', 'Expect: a miracle', 'Content-Length: 0')],
    ['a method of no route', 404, 'not-found', request('PROPFIND /v1/nothing HTTP/1.1')],
  ]
  for (const [title, status, type, ...parts] of cases) {
    const answer = await send(port, ...parts)
    t.equal(answer.status, status, title)
    t.match(JSON.parse(answer.body), { type: `/problems/${type}`, status, title: String, detail: String })
    t.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8')
    t.equal(answer.headers.get('content-length'), String(Buffer.byteLength(answer.body)))
    t.equal(answer.headers.get('connection'), 'close')
    t.ok(answer.headers.get('api-version'))
    t.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  }
  t.equal((await send(port, request('GET /health/live HTTP/1.1'))).status, 200, 'and the server goes on')
})

t.test('a request that does not come to its end is a 408', async (t) => {
  const server = createServer({ headersTimeout: 100, requestTimeout: 100, connectionsCheckingInterval: 50 })
  server.on('clientError', clientErrorHandler)
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  t.teardown(() => { server.close() })
  const { port } = server.address() as AddressInfo
  const answer = await send(port, 'GET / HTTP/1.1\r\nHost: x\r\n')
  t.match(JSON.parse(answer.body), { type: '/problems/timeout', status: 408 })
})

t.test('a caller that is gone gets nothing', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  socket.write('GET / HT')
  await sleep(50)
  socket.resetAndDestroy()
  await sleep(50)
  t.equal((await app.inject('/health/live')).statusCode, 200)
})

t.test('closing waits for an answer and for nothing else', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, routes: async (app) => { app.get('/slow', { config: { access: 'public' } }, async () => { await sleep(300); return { slow: true } }) } })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const slow = send(port, lines('GET /slow HTTP/1.1', 'Host: x'))
  await sleep(100)
  const begun = Date.now()
  await app.close()
  t.strictSame(JSON.parse((await slow).body), { slow: true })
  t.ok(Date.now() - begun < 5000, 'not for a connection that is kept alive')
})
