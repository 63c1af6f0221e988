import { sql } from 'drizzle-orm'
import t from 'tap'
import type { Test } from 'tap'
import type { Database } from '../../src/db/client.ts'
import { countCells, findFaults } from '../../src/enterprises/queries.ts'
import { findPosition } from '../../src/journal/queries.ts'
import type { FeedRecord } from '../../src/sync/feed-record.ts'
import type { Run, RunRequest } from '../../src/sync/commands.ts'
import { blockOf } from '../../src/sync/reading/line-block.ts'
import { findWatermark, listSources } from '../../src/sync/queries.ts'
import { RunInProgress, sync } from '../../src/sync/run.ts'
import { codeOf, feed, feedRecord } from '../support/feed.ts'
import { connectTest } from '../support/database.ts'

const NOW = new Date('2026-11-22T03:00:00Z')
const request: RunRequest = { source: 'nbrs', kind: 'delta', mode: 'pull', cutoff: null, scope: {}, watermark: NOW }

async function register (t: Parameters<typeof connectTest>[0]) {
  const { db, pool } = await connectTest(t, { seeds: true })
  const load = (records: Parameters<typeof feed>[0], options = {}) =>
    sync(request, () => feed(records, options), { db, pool, vsic: { version: '2018' }, now: () => NOW })
  return { db, pool, load }
}

interface Version { code: string, version: number, name: string, valid_from: string, position: number, has_event: boolean, recorded_from: number, is_current: boolean, category_before: string | null, basis: string | null }
const versions = async (db: Database) =>
  (await db.execute<Version & Record<string, unknown>>(sql`select code, version, name, valid_from, position, has_event, recorded_from, is_current, category_before, basis from enterprise_versions order by code, version`)).rows
const active = { status: ['active'], basis: ['derived'] }
const total = async (db: Database, day = '2026-11-22') => (await countCells(db, day, active)).reduce((sum, cell) => sum + cell.enterprises, 0)

/** Cells equal the versions, positions are dense, every enterprise has one current version. */
const checkInvariants = async (t: Tap, db: Database) => t.strictSame(await findFaults(db), [])
type Tap = Pick<Test, 'strictSame'>

const shop = (given: Partial<FeedRecord> = {}) => feedRecord({ name: 'CÔNG TY BÁN LẺ', industries: ['4711'], ...given })

t.test('a first load writes versions, positions and counts', async (t) => {
  const { db, load } = await register(t)
  const before = await findPosition(db)
  const run = await load([feedRecord(), shop({ code: codeOf(1) }), feedRecord({ code: codeOf(2), registeredOn: '2015-01-01', amendedOn: '2015-01-01' })])
  t.match(run, { state: 'succeeded', read: 3, new: 3, changed: 0, unchanged: 0, rejected: 0, firstPosition: before + 1, lastPosition: before + 3 })
  const rows = await versions(db)
  t.strictSame(rows.map((v) => [v.position, v.has_event, v.recorded_from]), [[before + 2, true, before + 3], [before + 3, false, before + 3], [before + 1, true, before + 3]],
    'the shop takes no position of its own and carries the last of its block')
  t.equal(await total(db), 2)
  await checkInvariants(t, db)
})

t.test('the same records again are unchanged and move nothing', async (t) => {
  const { db, load } = await register(t)
  const records = [feedRecord(), shop({ code: codeOf(1) })]
  const first = await load(records)
  const again = await load(records)
  t.match(again, { state: 'succeeded', read: 2, new: 0, changed: 0, unchanged: 2, firstPosition: null, lastPosition: null })
  t.equal(await findPosition(db), first.lastPosition)
})

t.test('a change becomes a version from its day on, a move moves the count', async (t) => {
  const { db, load } = await register(t)
  await load([feedRecord()])
  const moved = feedRecord({ amendedOn: '2025-10-01', changes: 1, address: { full: '', city: 'Thành phố Đà Nẵng', district: '', ward: 'Phường Hải Châu' } })
  t.match(await load([moved]), { new: 0, changed: 1 })
  t.strictSame((await countCells(db, '2026-11-22', active)).map((cell) => [cell.provinceCode, cell.category, cell.enterprises]), [['48', 'iv', 1]])
  t.match((await versions(db)).map((v) => [v.version, v.valid_from, v.is_current]), [[1, '2023-05-04', false], [2, '2025-10-01', true]])
  await checkInvariants(t, db)
})

t.test('several states of one enterprise in a run become versions in the order of the source', async (t) => {
  const { db, load } = await register(t)
  const states = [3, 0, 2, 1].map((changes) => feedRecord({ changes, amendedOn: `2024-0${changes + 1}-01`, name: `TÊN ${changes}` }))
  t.match(await load([...states, states[0]!]), { read: 5, new: 1, changed: 3, skipped: { duplicate: 1 } })
  t.strictSame((await versions(db)).map((v) => [v.version, v.name, v.is_current]), [[1, 'TÊN 0', false], [2, 'TÊN 1', false], [3, 'TÊN 2', false], [4, 'TÊN 3', true]])
  await checkInvariants(t, db)
})

t.test('a late record becomes a version and not the current one', async (t) => {
  const { db, load } = await register(t)
  await load([feedRecord({ amendedOn: '2025-01-01', changes: 2, name: 'MỚI' })])
  t.match(await load([feedRecord({ amendedOn: '2024-01-01', changes: 1, name: 'CŨ' })]), { changed: 1 })
  t.strictSame((await versions(db)).map((v) => [v.version, v.name, v.valid_from, v.is_current]), [[1, 'MỚI', '2025-01-01', true], [2, 'CŨ', '2024-01-01', false]])
  await checkInvariants(t, db)
})

t.test('back to an earlier state is a change where the source dates it, and where it does not', async (t) => {
  const { db, load } = await register(t)
  for (const name of ['A', 'B', 'A']) await load([feedRecord({ amendedOn: null, name })])
  t.strictSame((await versions(db)).map((v) => [v.name, v.valid_from, v.is_current]), [['A', '2023-05-04', false], ['B', '2026-11-22', false], ['A', '2026-11-22', true]])
  await checkInvariants(t, db)
})

t.test('leaving the scope is an event and takes the count away', async (t) => {
  const { db, load } = await register(t)
  await load([feedRecord()])
  const run = await load([shop({ amendedOn: '2025-01-01', changes: 1 })])
  t.equal(run.lastPosition! - run.firstPosition! + 1, 2, 'the version and the run')
  t.equal(await total(db), 0)
  await checkInvariants(t, db)
})

t.test('a category turns on its day without a write', async (t) => {
  const { db, load } = await register(t)
  await load([feedRecord({ registeredOn: '2024-02-29', amendedOn: '2024-02-29' })])
  const on = async (day: string) => (await countCells(db, day, active)).map((cell) => [cell.category, cell.enterprises])
  t.strictSame(await on('2029-02-27'), [['iv', 1]])
  t.strictSame(await on('2029-02-28'), [['ii', 1]])
})

t.test('an unknown status is kept raw and never counts as active', async (t) => {
  const { db, load } = await register(t)
  await load([feedRecord({ status: { value: '77', name: 'Lạ' } })])
  t.equal(await total(db), 0)
  const { rows } = await db.execute(sql`select status, status_raw, status_raw_name from enterprise_versions`)
  t.strictSame(rows, [{ status: 'unknown', status_raw: '77', status_raw_name: 'Lạ' }])
})

t.test('an unreadable province is a reject and stops nothing', async (t) => {
  const { db, load } = await register(t)
  const run = await load([feedRecord({ address: { full: '', city: 'Atlantis', district: '', ward: '' } }), feedRecord({ code: codeOf(1) })])
  t.match(run, { read: 2, new: 1, rejected: 1 })
  const { rows } = await db.execute(sql`select line, reason, code from rejects`)
  t.strictSame(rows, [{ line: 1, reason: 'unknown-province', code: codeOf(0) }])
})

t.test('a run that is cut off goes on where it stopped and ends as one that was not', async (t) => {
  const records = Array.from({ length: 9 }, (_, i) => i % 3 === 2 ? shop({ code: codeOf(i) }) : feedRecord({ code: codeOf(i) }))
  const whole = await register(t)
  await whole.load(records)
  const cut = await register(t)
  await t.rejects(cut.load(records, { failAt: 2 }), { message: 'the feed is cut' })
  t.strictSame(await versions(cut.db), [], 'nothing of it shows')
  await t.rejects(cut.load(records, { failAt: 3 }))
  const run = await cut.load(records)
  t.match(run, { state: 'succeeded', read: 9, new: 9, resumed: 2, failure: null })
  t.strictSame(await versions(cut.db), await versions(whole.db))
  await checkInvariants(t, cut.db)
})

t.test('a run whose staging table was lost reads from the beginning', async (t) => {
  const { db, load } = await register(t)
  const records = Array.from({ length: 5 }, (_, i) => feedRecord({ code: codeOf(i) }))
  await t.rejects(load(records, { failAt: 2 }))
  await db.execute(sql`truncate staging.run_1`)
  t.match(await load(records), { id: 1, read: 5, new: 5, resumed: 1 })
  await checkInvariants(t, db)
})

t.test('two runs at once: the second is told', async (t) => {
  const { db, pool, load } = await register(t)
  let refused: unknown
  await sync(request, () => ({
    ...feed([]),
    async * batches () {
      refused = await load([feedRecord()]).catch((err: unknown) => err)
      yield { block: blockOf('', 1), decided: [], checkpoint: {} }
    },
  }), { db, pool, vsic: { version: '2018' }, now: () => NOW })
  t.ok(refused instanceof RunInProgress)
  t.match(await load([feedRecord()]), { new: 1 }, 'and may come again')
})

t.test('what a failed run tells operators holds no record', async (t) => {
  const { db, pool } = await register(t)
  const broken = (run: Run) => ({
    ...feed([]),
    async * batches () {
      await db.execute(sql.raw(`alter table staging.run_${run.id} drop column name`))
      yield * feed([feedRecord({ name: 'BÍ MẬT' })]).batches(null)
    },
  })
  await t.rejects(sync(request, broken, { db, pool, vsic: { version: '2018' }, now: () => NOW }))
  const { rows: [run] } = await db.execute<{ failure: string, state: string }>(sql`select failure, state from runs`)
  t.match(run, { state: 'reading', failure: /42703/ })
  t.notMatch(run!.failure, /BÍ MẬT/)
})

t.test('a fault in counts or positions is found and said', async (t) => {
  const { db, load } = await register(t)
  await load([feedRecord(), feedRecord({ code: codeOf(1) })])
  await checkInvariants(t, db)
  await db.execute(sql`update cells set enterprises = enterprises + 1 where day = '-infinity'`)
  await db.execute(sql`update enterprise_versions set is_current = false where code = ${codeOf(1)}`)
  await db.execute(sql`delete from events where type = 'run'`)
  const faults = await findFaults(db)
  t.match(faults, [/summary counts differ/, /enterprises of 1 provinces are not as many/, /of the search are not what the versions say/, /1 enterprises have no current version/, /events for/])
})

t.test('a whole file without an enterprise is refused and leaves no watermark', async (t) => {
  const { db, pool } = await register(t)
  const load = sync({ ...request, kind: 'full', mode: 'file' }, () => feed([{ kind: 'skip', reason: 'branch' }]), { db, pool, vsic: { version: '2018' }, now: () => NOW })
  await t.rejects(load, { name: 'EmptyFile', message: /1 records were read/ })
  t.equal(await findWatermark(db, 'nbrs'), null)
  t.strictSame(await listSources(db), [], 'and does not make the register the real one')
})
