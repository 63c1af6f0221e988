import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import t from 'tap'
import type { Test } from 'tap'
import { addDays, startOf } from '../../src/calendar.ts'
import type { Database } from '../../src/db/client.ts'
import { expectDossiers, expectHandover } from '../../src/sandbox/expectations.ts'
import type { Faults } from '../../src/sandbox/faults.ts'
import { readGeography } from '../../src/sandbox/geography.ts'
import { writeHandover } from '../../src/sandbox/handover.ts'
import { hasPersonalData, PERSONAL_CANARIES } from '../../src/sandbox/people.ts'
import { API_PREFIX, buildSandbox, DEFAULT_CLIENT } from '../../src/sandbox/server.ts'
import { createWorld } from '../../src/sandbox/world.ts'
import type { Run } from '../../src/sync/commands.ts'
import { loadFile } from '../../src/sync/load-file.ts'
import { pull } from '../../src/sync/pull.ts'
import { listRejects } from '../../src/sync/queries.ts'
import type { RunOptions } from '../../src/sync/run.ts'
import { connectTest } from '../support/database.ts'

const ANCHOR = '2026-11-01'
const SIZE = 1_000
const geography = await readGeography()
const everything: Faults = { tooMany: 23, failing: 17, cut: 13, slow: 29, slowMs: 30, expireToken: 41 }

/** Breaks a run off twice behind its first batch, once in this process and once in the database, and lets it go on. */
const killedTwice = <O extends RunOptions>(pool: pg.Pool, options: O) => async (work: (given: O) => Promise<Run | undefined>) => {
  const stop = new AbortController()
  await work({ ...options, signal: stop.signal, onProgress: () => stop.abort() }).then(unfinished, () => {})
  const killer = new pg.Client(pool.options.connectionString)
  await killer.connect()
  const kill = () => killer.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()')
  await work({ ...options, onProgress: () => { kill().catch(() => {}) } }).catch(() => undefined)
  await kill()
  await killer.end()
  // The pool learns of its dead connections by their last words, which take a moment.
  await sleep(200)
  return await work(options)
}
const unfinished = (run: Run | undefined) => {
  if (run?.state === 'succeeded') throw new Error('the run was not broken off')
}

/** A register that has read a world: the hand-over file, then the service on three later days. */
async function registerOf (t: Test, { flaws, faults = {}, isKilled = false }: { flaws: 'none' | 'all', faults?: Faults, isKilled?: boolean }) {
  const world = createWorld({ geography, seed: 7, size: SIZE, anchorOn: ANCHOR, flaws })
  const { db, pool } = await connectTest(t, { seeds: true })
  const path = join(tmpdir(), `handover-${randomUUID()}.ndjson.gz`)
  t.teardown(() => rm(path, { force: true }))
  await writeHandover(world, path)
  let now = startOf(ANCHOR)
  const options = { db, pool, vsic: { version: '2018' as const }, now: () => now }
  const run = isKilled ? killedTwice(pool, options) : (work: (given: typeof options) => Promise<Run | undefined>) => work(options)
  const loaded = (await run((given) => loadFile({ source: 'sandbox', path, cutoff: addDays(ANCHOR, -1) }, given)))!

  const app = buildSandbox({ world, faults, now: () => now })
  t.teardown(() => app.close())
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const access = { baseUrl: `${url}${API_PREFIX}/`, tokenUrl: `${url}/token`, ...DEFAULT_CLIENT }
  const pulled: Run[] = []
  // Over more than one window, to the end of a day, and again where the window before has ended.
  for (const at of [startOf(addDays(ANCHOR, 8)), new Date(startOf(addDays(ANCHOR, 9)).getTime() - 60_000), startOf(addDays(ANCHOR, 10))]) {
    now = at
    pulled.push((await run((given) => pull('sandbox', access, given)))!)
  }
  return { world, db, loaded, pulled }
}

const versions = async (db: Database) => (await db.execute(sql`
  select to_jsonb(v) - 'run_id' as version from enterprise_versions v order by code, version`)).rows
const cells = async (db: Database) => (await db.execute(sql`select to_jsonb(c) as cell from cells c order by 1`)).rows
const reasons = (rows: { code: string | null, reason: string }[]) => rows.map(({ code, reason }) => `${reason} ${code ?? '-'}`).sort()
const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, n) => total + n, 0)

const clean = await registerOf(t, { flaws: 'none' })
const flawed = await registerOf(t, { flaws: 'all', faults: everything })

t.test('a feed with every misbehaviour ends in the same register as a clean one', async (t) => {
  const expected = await versions(clean.db)
  const found = await versions(flawed.db)
  t.ok(expected.length > SIZE)
  t.equal(found.length, expected.length)
  const differences = expected.flatMap((row, i) => JSON.stringify(row) === JSON.stringify(found[i]) ? [] : [[row, found[i]]])
  t.strictSame(differences.slice(0, 3), [], 'facts, versions, validity and positions')
  t.strictSame(await cells(flawed.db), await cells(clean.db))
})

t.test('a first load and deltas that were killed again and again end in the same register', async (t) => {
  const killed = await registerOf(t, { flaws: 'all', faults: everything, isKilled: true })
  for (const run of [killed.loaded, ...killed.pulled]) t.match(run, { state: 'succeeded' })
  const { rows } = await killed.db.execute<{ mode: string, resumed: number }>(sql`select mode, sum(resumed)::int as resumed from runs group by mode order by mode`)
  for (const { mode, resumed } of rows) t.ok(resumed > 0, `${mode} was taken up again`)
  t.strictSame(await versions(killed.db), await versions(clean.db))
  t.strictSame(await cells(killed.db), await cells(clean.db))
})

t.test('the hand-over file leaves exactly the rejects and skips that it should', async (t) => {
  const expected = expectHandover(flawed.world)
  t.ok(expected.rejects.length > 5, 'there is something to reject')
  t.strictSame(reasons(await listRejects(flawed.db, flawed.loaded.id, { after: undefined, limit: 10_000 })), reasons(expected.rejects))
  t.strictSame({ branch: 0, 'business-location': 0, household: 0, duplicate: 0, ...flawed.loaded.skipped }, expected.skips)
  t.equal(flawed.loaded.read, expected.records)
  t.equal(flawed.loaded.new, SIZE)
})

t.test('the service leaves exactly the rejects that its dossiers should', async (t) => {
  const days = expectDossiers(flawed.world, ANCHOR, addDays(ANCHOR, 7))
  const first = await listRejects(flawed.db, flawed.pulled[0]!.id, { after: undefined, limit: 10_000 })
  t.ok(days.rejects.length > 0)
  // A dossier of a bad code may stand on several days of a window; the register asks once.
  t.strictSame([...new Set(reasons(first))], [...new Set(reasons(days.rejects))])
})

t.test('a clean feed leaves no rejects', async (t) => {
  for (const run of [clean.loaded, ...clean.pulled]) t.match(run, { rejected: 0, state: 'succeeded' })
})

t.test('the counts of every run add up', async (t) => {
  for (const { loaded, pulled } of [clean, flawed]) {
    for (const run of [loaded, ...pulled]) t.equal(run.read, run.new + run.changed + run.unchanged + run.rejected + sum(run.skipped), `run ${run.id}`)
    t.ok(pulled.some((run) => run.new > 0) && pulled.some((run) => run.changed > 0), 'the service had news')
  }
})

t.test('keeps no personal data, neither in versions nor in rejects', async (t) => {
  const { rows } = await flawed.db.execute<{ text: string }>(sql`
    select to_jsonb(v)::text as text from enterprise_versions v union all select to_jsonb(r)::text from rejects r union all select to_jsonb(r)::text from runs r`)
  t.ok(rows.length > SIZE)
  t.strictSame(rows.filter(({ text }) => hasPersonalData(text) || PERSONAL_CANARIES.some((canary) => text.includes(canary))), [])
})
