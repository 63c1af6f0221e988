import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import type { Test } from 'tap'
import t from 'tap'
import { testApp } from '../support/app.ts'
import { createDatabase } from '../support/database.ts'
import { probe } from '../support/probe.ts'

/** A door in front of the database that can be shut, as a network or a restart would shut it, or left open onto nothing. */
async function door (t: Test, databaseUrl: string) {
  const target = new URL(databaseUrl)
  let state: 'open' | 'shut' | 'silent' = 'open'
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    sockets.add(near.on('error', () => {}))
    if (state === 'shut') near.destroy()
    if (state !== 'open') return
    const far = connect(Number(target.port), target.hostname)
    sockets.add(far.on('error', () => {}))
    near.pipe(far).pipe(near)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const set = (wanted: typeof state) => {
    state = wanted
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  t.teardown(() => { set('shut'); server.close() })
  const { port } = server.address() as AddressInfo
  return { set, url: Object.assign(new URL(databaseUrl), { hostname: '127.0.0.1', port: String(port) }).href }
}

t.test('while the database is away requests are 503 and ready is red, and all is well when it is back', async (t) => {
  const database = await door(t, await createDatabase(t))
  const app = await testApp(t, { databaseUrl: database.url, routes: probe })
  const ready = () => app.inject('/health/ready')
  let asked = 0
  // What a token stands for is remembered for a second: each one here is new, so that the database has to be asked.
  const asking = () => app.inject({ url: '/v1/runs', headers: { authorization: `Bearer some-token-of-nobody-${++asked}` } })

  t.strictSame((await ready()).json(), { status: 'up' })
  t.equal((await asking()).statusCode, 401)

  for (const state of ['shut', 'silent'] as const) {
    database.set(state)
    for (const response of [await ready(), await asking()]) {
      t.equal(response.statusCode, 503, state)
      t.match(response.json(), { type: '/problems/unavailable', status: 503 })
      t.match(response.headers, { 'retry-after': '5', 'cache-control': 'no-store', 'content-type': /problem/ })
      t.notMatch(response.body, /127\.0\.0\.1|ECONN|timeout/i)
    }
    t.equal((await app.inject('/health/live')).statusCode, 200, 'the process itself lives')

    database.set('open')
    t.equal((await ready()).statusCode, 200, 'back without a restart')
    t.equal((await asking()).statusCode, 401)
  }
})

t.test('health is kept out of caches', async (t) => {
  const app = await testApp(t)
  for (const url of ['/health/live', '/health/ready']) t.match((await app.inject(url)).headers, { 'cache-control': 'no-store', 'api-version': String })
})
