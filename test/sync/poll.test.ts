import { join } from 'node:path'
import { asc, eq } from 'drizzle-orm'
import t from 'tap'
import type { Test } from 'tap'
import { addDays, startOf } from '../../src/calendar.ts'
import { loadConfig } from '../../src/config.ts'
import { connect } from '../../src/db/client.ts'
import { systemAuthor } from '../../src/journal/audit.ts'
import { findReferencePosition } from '../../src/journal/queries.ts'
import { readGeography } from '../../src/sandbox/geography.ts'
import { writeHandover } from '../../src/sandbox/handover.ts'
import { API_PREFIX, buildSandbox, DEFAULT_CLIENT } from '../../src/sandbox/server.ts'
import { createWorld } from '../../src/sandbox/world.ts'
import type { Run } from '../../src/sync/commands.ts'
import { moveRun, openRun } from '../../src/sync/commands.ts'
import { DEFAULT_THRESHOLDS } from '../../src/sync/gates.ts'
import { loadFile } from '../../src/sync/load-file.ts'
import { obstacleOf } from '../../src/sync/outcome.ts'
import type { PollOptions } from '../../src/sync/poll.ts'
import { poll } from '../../src/sync/poll.ts'
import { findRun } from '../../src/sync/queries.ts'
import { runs, runTransitions } from '../../src/sync/tables.ts'
import { connectTest } from '../support/database.ts'

const ANCHOR = '2026-11-01'
const world = createWorld({ geography: await readGeography(), seed: 7, size: 300, anchorOn: ANCHOR, flaws: 'none' })
const { path } = await writeHandover(world, join(t.testdir(), 'handover.ndjson.gz'))
/** Eight days of dossiers behind the first load: two windows, so more than one batch. */
const now = () => startOf(addDays(ANCHOR, 8))
const sandbox = buildSandbox({ world, now })
const url = await sandbox.listen({ host: '127.0.0.1', port: 0 })
t.teardown(() => sandbox.close())

/** Polls a register that has its first load, until the test says stop. */
async function testPoll (t: Test) {
  const { db, pool, url: databaseUrl } = await connectTest(t, { seeds: true })
  const loading = { db, pool, vsic: { version: '2018' as const }, now }
  await loadFile({ source: 'nbrs', path, cutoff: addDays(ANCHOR, -1) }, loading)
  const access = { baseUrl: `${url}${API_PREFIX}/`, tokenUrl: `${url}/token`, ...DEFAULT_CLIENT }
  const start = (given: Partial<PollOptions> = {}) => {
    const stop = new AbortController()
    const ended = poll({ ...loading, source: 'nbrs', access, pollSeconds: 1, signal: stop.signal, ...given })
    t.teardown(async () => {
      stop.abort()
      await ended
    })
    return { stop: () => stop.abort(), ended }
  }
  return { db, pool, databaseUrl, access, start }
}

/** The first `count` values that are told. */
function listener<T> (count: number) {
  const told: T[] = []
  let done = () => {}
  const all = new Promise<T[]>((resolve) => { done = () => resolve(told) })
  return { told, all, tell: (value: T) => { if (told.push(value) === count) done() } }
}

t.test('reads the feed again and again until the signal', async (t) => {
  const { start } = await testPoll(t)
  const { tell, all, told } = listener<Run | undefined>(2)
  const { stop, ended } = start({ onRun: tell })
  const [first, second] = await all
  stop()
  await ended
  t.match(first, { mode: 'pull', state: 'succeeded' })
  t.ok(first!.new + first!.changed > 0, 'the first brings what is new')
  t.match(second, { state: 'succeeded', new: 0, changed: 0 })
  t.equal(told.length, 2)
})

t.test('tells where there is no first load', async (t) => {
  const { db, pool } = await connectTest(t)
  const stop = new AbortController()
  const { tell, all } = listener<Run | undefined>(1)
  const ended = poll({ db, pool, vsic: { version: '2018' }, now, source: 'nbrs', access: { baseUrl: '', tokenUrl: '', ...DEFAULT_CLIENT }, pollSeconds: 1, signal: stop.signal, onRun: tell })
  t.strictSame(await all, [undefined])
  stop.abort()
  await ended
})

t.test('the signal stops a run between two batches, and the next start takes it up', async (t) => {
  const { db, start } = await testPoll(t)
  const broken = start({ onProgress: () => broken.stop(), onFailure: () => t.fail('that is no failure') })
  await broken.ended
  const [left] = await db.select().from(runs).where(eq(runs.mode, 'pull'))
  t.match(left, { state: 'reading' })
  t.ok(left!.read > 0, 'what was read is kept')
  const { tell, all } = listener<Run | undefined>(1)
  start({ onRun: tell })
  t.match(await all, [{ id: left!.id, state: 'succeeded', resumed: 1 }])
})

t.test('two workers on one database are never at it at once', async (t) => {
  const { db, databaseUrl, start } = await testPoll(t)
  const other = connect(databaseUrl, { max: 5 })
  const { tell, all } = listener<Run | undefined>(4)
  const given = { onRun: tell, onFailure: () => t.fail('to find the other at it is no failure') }
  const workers = [start(given), start({ ...given, db: other.db, pool: other.pool })]
  await all
  for (const { stop } of workers) stop()
  await Promise.all(workers.map(({ ended }) => ended))
  await other.close()
  const moves = await db.select().from(runTransitions).orderBy(asc(runTransitions.id))
  const inTurn = moves.map(({ runId }) => runId)
  t.strictSame(inTurn, inTurn.toSorted((a, b) => a - b), 'no run begins before the one before has ended')
  t.equal(moves.filter(({ to }) => to === 'succeeded').length * 3, moves.length, 'and each has ended well')
})

t.test('a refusal is told with the pause that follows', async (t) => {
  const { access, start } = await testPoll(t)
  const { tell, all } = listener<[unknown, number]>(2)
  const { stop, ended } = start({ access: { ...access, clientSecret: 'wrong' }, random: () => 0.5, onFailure: (err, wait) => tell([err, wait]) })
  const [first, second] = await all
  stop()
  await ended
  t.match(first![0], /refuses the client id or secret/)
  t.strictSame([first![1], second![1]], [2, 3], 'a longer one each time')
})

t.test('behind a held run nothing is pulled until somebody has decided', async (t) => {
  const { db, start } = await testPoll(t)
  const gate = { gate: 'rejects' as const, subject: null, found: 4.2, allowed: 1 }
  const scope = { from: now().toISOString(), to: now().toISOString() }
  const [held] = await db.insert(runs).values({ source: 'nbrs', kind: 'delta', mode: 'pull', state: 'held', scope, gates: [gate] }).returning()
  const { tell, all, told } = listener<Run | undefined>(1)
  const { stop, ended } = start({ onRun: tell })
  t.match(await all, [{ id: held!.id, state: 'held' }])
  await new Promise((done) => setTimeout(done, 2500))
  t.equal(told.length, 1, 'it is told of once')
  t.equal(await db.$count(runs), 2, 'and nothing is read meanwhile')
  await db.update(runs).set({ state: 'failed' }).where(eq(runs.id, held!.id))
  while (told.length < 2) await new Promise((done) => setTimeout(done, 50))
  t.match(told[1], { mode: 'pull', state: 'succeeded' })
  stop()
  await ended
})

t.test('a pushed run that waits is recorded before the pull', async (t) => {
  const { db, start } = await testPoll(t)
  const pushed = await openRun(db, { source: 'nbrs', kind: 'delta', mode: 'push', scope: {}, cutoff: null, watermark: null, sequenceFrom: 1, sequenceTo: 1, referencePosition: await findReferencePosition(db) }, systemAuthor('tester'))
  await db.transaction((tx) => moveRun(tx, pushed.id, { to: 'committing', by: systemAuthor('tester'), set: { committedAt: now() } }))
  const { tell, all } = listener<Run | undefined>(1)
  start({ onRun: tell })
  const [pull] = await all
  t.ok(pull!.id > pushed.id)
  t.match(await findRun(db, pushed.id), { state: 'succeeded', failure: null })
})

t.test('says in a sentence why a run is not in the register', async (t) => {
  const run = { id: 7, state: 'held', failure: null, gates: [
    { gate: 'drop' as const, subject: null, found: 3.5, allowed: 2 }, { gate: 'province-drop' as const, subject: '79', found: 12, allowed: 10 },
    { gate: 'rejects' as const, subject: null, found: 1.2, allowed: 1 }, { gate: 'lost-field' as const, subject: 'LAST_AMEND_DATE', found: 0, allowed: 5 },
  ] }
  t.equal(obstacleOf(run), 'Run 7 is held, and the register is as it was: 3.5 % of the live register would be gone (allowed are 2 %); ' +
    '12 % of province 79 would be gone (allowed are 10 %); 1.2 % of the records were rejected (allowed are 1 %); ' +
    'only 0 % of the records have LAST_AMEND_DATE, which nearly all had before. POST /v1/sync/runs/7/release lets it through.')
  t.equal(obstacleOf({ ...run, state: 'failed', failure: 'The file is cut.' }), 'Run 7 failed: The file is cut. The register is as it was.')
  t.equal(obstacleOf({ ...run, state: 'succeeded' }), undefined)
})

t.test('without settings the gates are those of the rules', async (t) => {
  t.strictSame(loadConfig({}).thresholds, DEFAULT_THRESHOLDS)
})
