import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import t from 'tap'
import type { Test } from 'tap'
import { addDays, dayOf } from '../src/calendar.ts'
import type { Faults } from '../src/sandbox/faults.ts'
import { readGeography } from '../src/sandbox/geography.ts'
import { writeHandover } from '../src/sandbox/handover.ts'
import { API_PREFIX, buildSandbox, DEFAULT_CLIENT } from '../src/sandbox/server.ts'
import { createWorld } from '../src/sandbox/world.ts'
import { loadFile } from '../src/sync/load-file.ts'
import { runs } from '../src/sync/tables.ts'
import { run, runToEnd } from './cli/command.ts'
import { reportMails } from '../src/reports/mail-tables.ts'
import { connectTest } from './support/database.ts'
import { mailServer } from './support/mail.ts'

const WORKER = '../worker'
const OWN_NAME = 'test of the worker'
const anchorOn = addDays(dayOf(new Date()), -8)
const world = createWorld({ geography: await readGeography(), seed: 11, size: 300, anchorOn, flaws: 'none' })
const { path } = await writeHandover(world, join(t.testdir(), 'handover.ndjson.gz'))
const { db, pool, url: DATABASE_URL } = await connectTest(t, { seeds: true, applicationName: OWN_NAME })
await loadFile({ source: 'nbrs', path, cutoff: addDays(anchorOn, -1) }, { db, pool, vsic: { version: '2018' }, now: () => new Date() })

const settingsFor = (url: string) => ({
  DATABASE_URL, NBRS_BASE_URL: `${url}${API_PREFIX}/`, NBRS_TOKEN_URL: `${url}/token`,
  NBRS_CLIENT_ID: DEFAULT_CLIENT.clientId, NBRS_CLIENT_SECRET: DEFAULT_CLIENT.clientSecret, POLL_SECONDS: '1',
})

/** The settings of a worker that reads a sandbox of this test. */
async function sandboxFor (t: Test, faults: Faults = {}) {
  const app = buildSandbox({ world, faults })
  t.teardown(() => app.close())
  return settingsFor(await app.listen({ host: '127.0.0.1', port: 0 }))
}

/** SIGTERM, and what must be gone after it. */
async function end (t: Test, worker: ReturnType<typeof run>, withinMs: number) {
  const from = performance.now()
  worker.signal('SIGTERM')
  t.strictSame(await worker.ended, { code: 0, signal: null }, 'ends as a success')
  const took = Math.round(performance.now() - from)
  t.ok(took < withinMs, `within ${withinMs} ms (${took})`)
  t.match(worker.output(), /"msg":"stopping"/)
  // The server learns of a closed connection a moment later.
  for (let tries = 0; await others() > 0 && tries < 40; tries++) await sleep(50)
  t.equal(await others(), 0, 'no connection is left')
}

/** Connections to the register beside those of this test. */
async function others (): Promise<number> {
  const { rows: [row] } = await db.execute<{ n: number }>(sql`select count(*)::int as n from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and application_name <> ${OWN_NAME}`)
  return row!.n
}

const pulled = async () => (await db.select().from(runs).where(eq(runs.mode, 'pull'))).at(-1)

t.test('does not start without what it needs', async (t) => {
  t.match(await runToEnd(t, WORKER, { DATABASE_URL }), { code: 78, said: /nothing to read: set NBRS_BASE_URL/ })
  const wrong = { DATABASE_URL, POLL_SCHEDULE: '61 * * * *', GATE_DROP_PERCENT: '2.345', GATE_REJECT_PERCENT: '101' }
  t.match(await runToEnd(t, WORKER, wrong), { code: 78, said: /POLL_SCHEDULE: got "61 .*\n.*GATE_DROP_PERCENT: got "2.345".*two decimals\n.*GATE_REJECT_PERCENT/ })
})

t.test('a worker without a feed sends the letters that wait, and shows no login', async (t) => {
  const { received, url } = await mailServer(t, { password: 'a-secret' })
  await db.insert(reportMails).values({ messageId: 'm1', cycle: 'd01-2026', locality: '48', kind: 'returned', address: 'so-khcn@example.org', subject: 'Báo cáo', body: 'Kính gửi', writtenAt: sql`now()`, nextTryAt: sql`now()` })
  const worker = run(t, WORKER, { DATABASE_URL, SMTP_URL: url.replace('//', '//a-user:a-secret@'), MAIL_FROM: 'registry@example.org' })
  await worker.says(/"msg":"letters sent"/)
  t.match(received, [{ from: 'registry@example.org', to: ['so-khcn@example.org'] }])
  await end(t, worker, 7000)
  t.notMatch(worker.output(), /a-user|a-secret|so-khcn/)
  const mute = run(t, WORKER, { DATABASE_URL, SNAPSHOT_SCHEDULE: '0 0 29 2 *' })
  await mute.says(/no letters are sent without SMTP_URL/)
  await end(t, mute, 7000)
})

t.test('SIGTERM in the middle of a pull ends it, and the next worker takes the run up', async (t) => {
  const slow = run(t, WORKER, await sandboxFor(t, { slow: 1, slowMs: 400 }))
  while ((await pulled())?.state !== 'reading') await sleep(50)
  await end(t, slow, 7000)
  const left = await pulled()
  t.match(left, { state: 'reading', failure: String })

  const next = run(t, WORKER, await sandboxFor(t))
  await next.says(/"msg":"run recorded"/)
  await end(t, next, 7000)
  const [taken] = await db.select().from(runs).where(eq(runs.id, left!.id))
  t.match(taken, { state: 'succeeded', resumed: 1 })
  t.ok(taken!.new + taken!.changed > 0)
})

t.test('a service that never answers does not hold up the end', async (t) => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  t.teardown(() => {
    silent.closeAllConnections()
    silent.close()
  })
  await once(silent, 'listening')
  const asked = once(silent, 'request')
  const worker = run(t, WORKER, settingsFor(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`))
  await asked
  await end(t, worker, 8000)
})
