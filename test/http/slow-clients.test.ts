import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { Test } from 'tap'
import { NO_DATABASE, testApp } from '../support/app.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testInlet } from '../support/inlet.ts'
import { probe } from '../support/probe.ts'
import { ndjson } from '../support/push.ts'

const PATIENCE = { headerMs: 300, requestMs: 900 }
/** Between two bytes. */
const PACE_MS = 20
/** After the time is up: until somebody looks, and until a caller in the middle of sending has been let read his answer. */
const GRACE_MS = 3000

/** Sends what it has at once, the rest byte by byte for as long as it is let, and reads what comes back. */
async function dribble (port: number, atOnce: string, rest: Buffer = Buffer.alloc(0)) {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  let answer = ''
  socket.setEncoding('utf8').on('data', (part) => { answer += part })
  const closed = once(socket, 'close')
  const began = performance.now()
  let answeredMs: number | undefined
  socket.once('data', () => { answeredMs = performance.now() - began })
  socket.write(atOnce)
  let sent = 0
  while (sent < rest.length && !socket.destroyed && performance.now() - began < PATIENCE.requestMs + GRACE_MS) {
    if (socket.writable) socket.write(rest.subarray(sent, ++sent))
    await sleep(PACE_MS)
  }
  await Promise.race([closed, sleep(PATIENCE.requestMs + GRACE_MS)])
  const isClosed = socket.destroyed
  socket.destroy()
  return { status: Number(/^HTTP\/1\.1 (\d+) /.exec(answer)?.[1]), answer, answeredMs, isClosed, isWhole: sent === rest.length }
}

const cutOff = (t: Test, what: string, { status, answer, answeredMs = Number.NaN, isClosed, isWhole }: Awaited<ReturnType<typeof dribble>>, afterMs: number) => {
  t.equal(status, 408, `${what}: is told that it took too long`)
  t.match(answer, /"type":"\/problems\/timeout"/, what)
  t.ok(isClosed && !isWhole, `${what}: the connection is closed before all has come`)
  t.ok(answeredMs >= afterMs * 0.9 && answeredMs < afterMs + GRACE_MS, `${what}: after ${Math.round(answeredMs)} ms`)
}
const forever = Buffer.alloc(10_000, 'a')

t.test('whoever sends a request byte by byte is cut off, and everybody else is served meanwhile', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, routes: probe, patience: PATIENCE })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const post = 'POST /v1/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
  const { headerMs, requestMs } = PATIENCE
  const cases: [string, number, string, Buffer][] = [
    ['a request line', headerMs, 'GET /v1/things?q=', forever],
    ['headers', headerMs, 'GET /v1/things HTTP/1.1\r\nHost: x\r\nX-Slow: ', forever],
    ['one header after the other', headerMs, 'GET /v1/things HTTP/1.1\r\nHost: x\r\n', Buffer.from('X: y\r\n'.repeat(1000))],
    ['a body of a length', requestMs, `${post}Content-Length: 10000\r\n\r\n`, forever],
    ['a body in chunks', requestMs, `${post}Transfer-Encoding: chunked\r\n\r\n`, Buffer.from('1\r\n \r\n'.repeat(2000))],
    ['the second request of a connection', headerMs, 'GET /v1/things/0007 HTTP/1.1\r\nHost: x\r\n\r\nGET /v1/things HTTP/1.1\r\nX-Slow: ', forever],
  ]
  const slow = cases.map(([, , atOnce, rest]) => dribble(port, atOnce, rest))
  const crowd = Array.from({ length: 30 }, (_, n) => dribble(port, cases[n % 5]![2], cases[n % 5]![3]))
  const silent = dribble(port, '')
  const all = Promise.all([...slow, ...crowd])
  let isOver = false
  void all.then(() => { isOver = true })
  let served = 0
  let longest = 0
  for (; !isOver; served++) {
    const began = performance.now()
    const { status } = await fetch(`${url}/v1/things/0007`, { headers: { connection: 'close' } })
    if (status !== 200) t.fail('is served')
    longest = Math.max(longest, performance.now() - began)
  }
  t.ok(served > 2 && longest < GRACE_MS, `${served} others were served, each within ${Math.round(longest)} ms`)
  for (const [i, [what, afterMs]] of cases.entries()) {
    const one = await slow[i]!
    if (!what.startsWith('the second')) cutOff(t, what, one, afterMs)
    else t.match(one, { status: 200, answer: /"code":"0007"[\s\S]*HTTP\/1\.1 408 /, isClosed: true, isWhole: false }, what)
  }
  for (const one of await Promise.all(crowd)) t.match(one, { status: 408, isClosed: true })
  t.match(await silent, { isClosed: true }, 'a connection that says nothing')
  const left = () => new Promise<number>((resolve) => { app.server.getConnections((_err, count) => resolve(count)) })
  for (const until = performance.now() + GRACE_MS; await left() > 0 && performance.now() < until;) await sleep(PACE_MS)
  t.equal(await left(), 0, 'no connection is left')
})

t.test('a chunk that trickles in leaves nothing, and can be sent again', async (t) => {
  const { app, key, open, put, chunks, commit, ended, get } = await testInlet(t, [feedRecord()], { patience: PATIENCE })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const body = Buffer.from(ndjson([feedRecord({ code: codeOf(1) })]))
  const id = await open()
  const head = `PUT /v1/sync/runs/${id}/chunks/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/x-ndjson\r\nContent-Length: ${body.length}\r\n\r\n`
  cutOff(t, 'a chunk', await dribble((app.server.address() as AddressInfo).port, head, body), PATIENCE.requestMs)
  t.strictSame(await chunks(id), [])
  t.equal((await put(id, 1, body)).status, 201)
  await commit(id, { chunks: 1 })
  t.match(await ended(id), { state: 'succeeded', new: 1 })
  t.equal((await get(`/v1/enterprises/${codeOf(1)}`)).status, 200)
})
