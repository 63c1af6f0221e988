import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import type { Test } from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { testApp } from '../support/app.ts'
import { probe } from '../support/probe.ts'
import { testProvider } from '../support/provider.ts'

/** The app as a server, and all that it has logged. */
async function testServer (t: Test, options: Parameters<typeof testApp>[1] = {}) {
  const lines: string[] = []
  const app = await testApp(t, { routes: probe, logger: { level: 'trace', stream: { write: (line: string) => { lines.push(line) } } }, ...options })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return { app, url, lines, port: Number(new URL(url).port) }
}

/** Bytes as nobody's library would send them, and what comes back. */
async function send (port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  let answer = ''
  socket.setEncoding('utf8').on('data', (part) => { answer += part })
  socket.write(text)
  await Promise.race([once(socket, 'close'), sleep(1500)])
  socket.destroy()
  return answer
}

t.test('a secret is in no log line, no problem and no row of the trail', async (t) => {
  const provider = await testProvider(t)
  const { app, url, lines, port } = await testServer(t, { oidc: provider.settings })
  const { key } = await issueKey(app.db, { label: 'canary', scopes: ['publish'] })
  const { key: ended } = await issueKey(app.db, { label: 'ended', scopes: ['publish'], expiresAt: new Date('2020-01-01') })
  const token = await provider.sign({})
  const answers: string[] = []
  for (const secret of [key, ended, token, `${key}x`]) {
    for (const path of ['/v1/things/0500', '/v1/things/0502', '/v1/things/0501', '/v1/runs', '/v1/forgotten', '/v1/me', '/v1/nothing', `/v1/things?key=${secret}`, `/v1/runs?key=${secret}`, `/v1/things/${secret}`]) {
      for (const authorization of [`Bearer ${secret}`, `Basic ${secret}`, secret, `Bearer ${secret} ${secret}`]) {
        const response = await fetch(url + path, { headers: { authorization, cookie: `key=${secret}`, 'x-api-key': secret } })
        const text = await response.text()
        if (!path.includes(secret)) answers.push(JSON.stringify([...response.headers]) + text)
      }
    }
    answers.push(await send(port, `GET /v1/things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${secret}\r\nBroken\x00: ${secret}\r\n\r\n`))
    answers.push(await send(port, `GET /v1/%ff HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${secret}\r\nConnection: close\r\n\r\n`))
  }
  await sleep(200)
  const { rows: [trail] } = await app.db.execute(sql`select count(*)::int as n, string_agg(audit_content(e), '') as text from audit_entries e`)
  t.ok(Number(trail!['n']) > 10 && lines.length > 3, 'there are lines and rows')
  for (const secret of [key, ended, token]) {
    // What is behind the prefix that may be shown.
    const canary = secret.slice(-30)
    t.notOk(lines.some((line) => line.includes(canary)), 'no line of the log')
    t.notOk(answers.some((answer) => answer.includes(canary)), 'no answer')
    t.notOk(String(trail!['text']).includes(canary), 'no row of the trail')
  }
})

t.test('a body of 100 MB is refused while it comes, with or without a length', async (t) => {
  const { app, port } = await testServer(t)
  const { key } = await issueKey(app.db, { label: 'admin', scopes: ['admin'] })
  const before = process.memoryUsage().rss
  for (const headers of [{ 'content-length': String(100 * 2 ** 20) }, { 'transfer-encoding': 'chunked' }]) {
    const put = httpRequest({ port, method: 'POST', path: '/v1/keys', headers: { ...headers, 'content-type': 'application/json', authorization: `Bearer ${key}` } })
    put.on('error', () => {})
    const answered = once(put, 'response')
    const part = Buffer.alloc(2 ** 20, ' ')
    let sent = 0
    const pour = () => { while (sent < 100 && put.writable && put.write(part)) sent++ }
    put.on('drain', pour)
    pour()
    const [response] = await answered
    t.equal(response.statusCode, 413, Object.keys(headers)[0]!)
    put.destroy()
  }
  t.ok(process.memoryUsage().rss - before < 60 * 2 ** 20, 'and is not kept')
})

t.test('nobody without a key gets as far as sending a body', async (t) => {
  const { port } = await testServer(t)
  t.match(await send(port, 'POST /v1/keys HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 104857600\r\n\r\n{'), /^HTTP\/1\.1 401 /)
})

t.test('no way of writing a path gets around its access', async (t) => {
  const { port } = await testServer(t)
  for (const path of ['/v1/keys', '/v1/keys/', '/v1//keys', '//v1/keys', '/v1/./keys', '/v1/things/../keys', '/v1/%6beys', '/v1/ke%79s', '/V1/KEYS', '/v1/keys%2f1', '/v1/things/..%2fkeys', '/v1/keys;x=1', '/v1/keys%00', '/v1/keys?x', '/docs/../v1/keys', '/docs/static/..%2f..%2fpackage.json', '/docs/static/%2e%2e/%2e%2e/package.json', 'http://other.example.org/v1/keys', '/v1/keys#x', '\\v1\\keys', '/v1/audit/', '*']) {
    const answer = await send(port, `GET ${path} HTTP/1.1\r\nHost: x\r\nX-Original-URL: /v1/things\r\nX-Rewrite-URL: /v1/things\r\nX-HTTP-Method-Override: PUT\r\nConnection: close\r\n\r\n`)
    t.match(answer, /^HTTP\/1\.1 (400|401|404|405|302) /, path)
    t.notMatch(answer, /"items"|"prefixes"|"dependencies"/, `${path} shows nothing`)
  }
})

t.test('what a caller writes into headers comes back in none', async (t) => {
  const { app, url, port } = await testServer(t)
  const { key } = await issueKey(app.db, { label: 'Đà Nẵng "x"', scopes: ['publish'] })
  for (const value of ['%0d%0aset-cookie:%20a=b', '\u00e9"; scope="admin', 'x'.repeat(3000)]) {
    const response = await fetch(`${url}/v1/things?cursor=${encodeURIComponent(value)}&limit=1`, { headers: { authorization: `Bearer ${key}`, 'accept-language': 'en', 'x-request-id': 'mine', origin: 'https://evil.example.org' } })
    t.equal(response.headers.get('set-cookie'), null)
    t.equal(response.headers.get('access-control-allow-origin'), '*')
    t.equal(response.headers.get('access-control-allow-credentials'), null, 'no site gets at what a browser knows')
    t.notMatch(JSON.stringify([...response.headers]), /mine|evil/)
  }
  for (const header of ['Authorization: Bearer x\ry', 'Authorization: Bearer a\r\n b', 'Host: x\r\nHost: y', 'Content-Length: 5\r\nTransfer-Encoding: chunked', 'Transfer-Encoding: chunked, identity']) {
    t.match(await send(port, `GET /v1/runs HTTP/1.1\r\nHost: x\r\n${header}\r\nConnection: close\r\n\r\n`), /^(HTTP\/1\.1 (400|401|408) |$)/, JSON.stringify(header))
  }
  const both = await send(port, 'GET /v1/runs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer first-of-two-keys\r\nAuthorization: Bearer second-of-two-keys\r\nConnection: close\r\n\r\n')
  t.match(both, /^HTTP\/1\.1 (400|401) /, 'of two keys neither counts')
})

t.test('other sites may read, and nothing else', async (t) => {
  const { url } = await testServer(t)
  const preflight = async (method: string, path: string) => {
    const { status, headers } = await fetch(url + path, { method: 'OPTIONS', headers: { origin: 'https://a.example.org', 'access-control-request-method': method } })
    return [status, headers.get('access-control-allow-methods')]
  }
  t.strictSame(await preflight('GET', '/v1/things'), [204, 'GET, HEAD'])
  for (const [method, path] of [['POST', '/v1/keys'], ['PUT', '/v1/mappings/status/1'], ['DELETE', '/v1/keys/1']] as const) t.strictSame(await preflight(method, path), [204, 'GET, HEAD'], `${method} ${path} is not among them`)
})
