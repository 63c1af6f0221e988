import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import type { Test } from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import type { Database } from '../../src/db/client.ts'
import { findFaults } from '../../src/enterprises/queries.ts'
import { listUnits } from '../../src/enterprises/units/queries.ts'
import { findPosition } from '../../src/journal/queries.ts'
import { Dice } from '../../src/sandbox/dice.ts'
import { loadFile } from '../../src/sync/load-file.ts'
import { codeOf, feedRecord, lineOf } from '../support/feed.ts'
import { ndjson, testPush } from '../support/push.ts'
import { NOW } from '../support/register.ts'
import { locationLine, unitLine } from '../support/units.ts'

const [A, B, LATER, OUTSIDE, GOING] = [codeOf(0), codeOf(1), codeOf(2), codeOf(3), codeOf(4)]
const inlet = await testPush(t, [feedRecord({ code: A }), feedRecord({ code: B }), feedRecord({ code: OUTSIDE, industries: ['4711'] }), feedRecord({ code: GOING })])
const { db, pool, get, call, open, put, commit, dryRun, settled, delta, load } = inlet

/** An answer may be as old as the service allows; here it is asked for until it tells of all that was recorded. */
const fresh = async (path: string, headers: Record<string, string> = {}) => {
  for (;;) {
    const answer = await get(path, headers)
    if (answer.status !== 200 || answer.body.position >= await findPosition(db)) return answer
    await sleep(20)
  }
}
const unitsOf = async (code: string) => (await fresh(`/v1/enterprises/${code}/units`)).body.items
const countOf = async (table: string): Promise<number> => (await db.execute<{ n: number }>(sql`select count(*)::int as n from ${sql.raw(table)}`)).rows[0]!.n
/** All that is known at a position of the units of some enterprises. */
const knownAt = async (of: Database, position: number | undefined, codes: string[]) =>
  await Promise.all(codes.map((enterpriseCode) => listUnits(of, enterpriseCode, { division: '2025', language: 'vi', day: '2026-11-22', knownAt: position }, { limit: 1000 })))

let sources = 0
/** A delta of a source of its own, so that no test minds the numbers of another. */
const request = () => ({ kind: 'delta', source: `source-${++sources}`, sequence: { from: 1, to: 1 } })

t.test('an enterprise without units has an empty page', async (t) => {
  t.match(await get(`/v1/enterprises/${A}/units`), { status: 200, body: { items: { length: 0 }, next: null, position: await findPosition(db) } })
})

t.test('units that a run brings are listed with their enterprise, and counted nowhere', async (t) => {
  const before = (await get('/v1/statistics/localities')).body.nation
  const run = await delta([
    unitLine({ code: `${A}-002`, type: 'Văn phòng đại diện', name: 'VĂN PHÒNG HAI', status: '2' }), unitLine({ code: `${A}001` }),
    unitLine({ code: `${A}-003`, type: 'Loại khác', name: 'GÌ ĐÓ', city: 'Tỉnh Không Rõ' }), locationLine('00001', A), unitLine({ code: '00002' }), unitLine({ code: '079123456789' }),
  ])
  t.match(run, { state: 'succeeded', read: 6, new: 0, changed: 0, units: 4, rejected: 0, skipped: { branch: 3, 'business-location': 2, household: 1 }, diff: { units: 4, new: 0 } })
  t.equal(run.lastPosition, run.firstPosition, 'units take no position of their own')
  const { body } = await fresh(`/v1/enterprises/${A}/units`)
  t.equal(body.position, run.lastPosition, 'a run of units alone moves the register')
  t.strictSame(body.items.map(({ code, kind }: { code: string, kind: string }) => [code, kind]),
    [['00001', 'business-location'], [`${A}-001`, 'branch'], [`${A}-002`, 'representative-office'], [`${A}-003`, 'unknown']])
  t.match(body.items[1], {
    name: 'CHI NHÁNH MỘT', status: 'active', statusName: 'Đang hoạt động', division: '2025', province: '48', provinceName: 'Thành phố Đà Nẵng', communeName: 'Phường Hải Châu',
    address: 'Số 9, Phường Hải Châu, Thành phố Đà Nẵng', registeredOn: '2020-02-03', validFrom: '2020-02-03', position: run.lastPosition,
  })
  t.match(body.items[2], { status: 'suspended' })
  t.match(body.items[3], { province: null, provinceName: null, commune: null, address: 'Số 9, Phường Hải Châu, Tỉnh Không Rõ' })
  t.match(await get(`/v1/enterprises/${A}/units`, { 'accept-language': 'en' }), { body: { items: [{ provinceName: 'Hanoi City', statusName: 'Unknown' }, { statusName: 'Operating' }] } })
  t.match((await get(`/v1/enterprises/${A}/units?division=2004`)).body.items[1], { division: '2004', commune: null })
  t.strictSame((await get('/v1/statistics/localities')).body.nation, before)
  t.notMatch(JSON.stringify((await db.execute(sql`select * from unit_versions`)).rows), /Người/)
  t.strictSame(await findFaults(db), [])
})

t.test('pages go by code', async (t) => {
  const first = await get(`/v1/enterprises/${A}/units?limit=3`)
  t.match(first.headers['link'], `cursor=${first.body.next}`)
  const second = await get(`/v1/enterprises/${A}/units?limit=3&cursor=${first.body.next}`)
  t.match(second.body, { items: [{ code: `${A}-003` }], next: null })
  t.match(await get(`/v1/enterprises/${B}/units?limit=3&cursor=${first.body.next}`), { status: 400, body: { errors: [{ path: 'cursor' }] } }, 'a cursor of another enterprise')
})

t.test('a code is answered as by the enterprise itself', async (t) => {
  const cases: [string, number, string][] = [
    [codeOf(90), 404, 'not-found'], [OUTSIDE, 404, 'not-digital'], [`${A}-001`, 404, 'dependent-unit'], ['0100047517', 400, 'invalid-request'], ['abc', 400, 'invalid-request'],
  ]
  for (const [code, status, type] of cases) t.match(await get(`/v1/enterprises/${code}/units`), { status, body: { type: `/problems/${type}` } }, code)
  const queries: [string, string][] = [['limit=0', 'limit'], ['division=2026', 'division'], ['cursor=%00', 'cursor'], ['total=true', 'total'], ['limit=1&limit=2', 'limit']]
  for (const [query, path] of queries) {
    t.match(await get(`/v1/enterprises/${A}/units?${query}`), { status: 400, body: { errors: [{ path }] } }, query)
  }
})

t.test('the same again costs nothing and changes nothing', async (t) => {
  const [position, versions] = [await findPosition(db), await countOf('unit_versions')]
  const lines = [unitLine({ code: `${A}001` }), locationLine('00001', A)]
  t.match(await delta([...lines, ...lines]), { state: 'succeeded', units: 0, firstPosition: null, skipped: { branch: 2, 'business-location': 2 } })
  await load(lines)
  t.strictSame([await findPosition(db), await countOf('unit_versions')], [position, versions])
  const { body: run } = await open(request())
  await put(run.id, 1, lines)
  const { rows } = await db.execute<{ code: string | null }>(sql`select code from ${sql.raw(`staging.units_${run.id}`)}`)
  t.strictSame(rows, [{ code: null }, { code: null }], 'known by their bytes, they are not read')
  await call('DELETE', `/v1/sync/runs/${run.id}`)
  await delta([unitLine({ code: `${A}-001` })])
  t.strictSame([await findPosition(db), await countOf('unit_versions')], [position, versions], 'other bytes for the same facts are no news either')
})

t.test('a unit that changes keeps what it was', async (t) => {
  const before = await findPosition(db)
  const run = await delta([
    unitLine({ code: `${A}-001`, name: 'CHI NHÁNH BA', amended: '2024-01-01', changes: 2 }), unitLine({ code: `${A}-001`, name: 'CHI NHÁNH HAI', amended: '2022-01-01', changes: 1 }),
    unitLine({ code: `${A}-001`, name: 'CHI NHÁNH BA', amended: '2024-01-01', changes: 2 }),
  ])
  t.match(run, { units: 2, skipped: { branch: 3 } }, 'told twice in one run, it is one state')
  t.match((await unitsOf(A))[1], { name: 'CHI NHÁNH BA', validFrom: '2024-01-01', position: run.lastPosition })
  t.match(await knownAt(db, before, [A]), [{ 1: { name: 'CHI NHÁNH MỘT' } }], 'as known before')
  const [then] = await listUnits(db, A, { division: '2025', language: 'vi', day: '2023-06-01' }, { after: `${A}-000`, limit: 1 })
  t.match(then, { name: 'CHI NHÁNH HAI' }, 'as it was between')
  await delta([unitLine({ code: `${A}-001`, name: 'CHI NHÁNH MUỘN', amended: '2021-01-01' })])
  t.match((await unitsOf(A))[1], { name: 'CHI NHÁNH BA' }, 'a late record does not become what holds')
})

t.test('they are listed as of a day, and as known at a position', async (t) => {
  const names = async (query: string) => (await (query.startsWith('knownat') ? get : fresh)(`/v1/enterprises/${B}/units?${query}`)).body.items.map(({ name }: { name: string }) => name)
  const state = (name: string, amended: string, changes: number) => unitLine({ code: `${B}-040`, name, amended, changes })
  const first = await inlet.push(request(), [state('MỘT', '2024-02-02', 1)])
  const second = await inlet.push(request(), [state('HAI', '2025-02-02', 2)])
  t.strictSame([await names(''), await names('asof=2024-12-31'), await names('asof=2023-12-31')], [['HAI'], ['MỘT'], []])
  t.strictSame([await names(`knownat=${first.lastPosition}`), await names(`knownat=${first.lastPosition - 1}`)], [['MỘT'], []])
  t.equal((await get(`/v1/enterprises/${B}/units?knownat=${first.lastPosition}`)).body.position, first.lastPosition)
  t.equal((await get(`/v1/enterprises/${B}/units?asof=2020-01-01`)).status, 404, 'the enterprise was not there yet')
  for (const query of ['asof=2099-01-01', `knownat=${second.lastPosition + 1}`]) t.match(await get(`/v1/enterprises/${B}/units?${query}`), { status: 400, body: { errors: [{ path: query.split('=')[0] }] } })
  await call('POST', `/v1/sync/runs/${second.id}/revert`, { reason: 'a test' })
  await call('POST', `/v1/sync/runs/${first.id}/revert`, { reason: 'a test' })
  t.strictSame([await names(''), await names(`knownat=${second.lastPosition}`)], [[], ['HAI']])
})

t.test('a state without a date holds from the day on which it was read', async (t) => {
  const undated = (name: string) => unitLine({ code: `${B}-001`, name, amended: null })
  await delta([undated('CHI NHÁNH MỘT')])
  t.match(await unitsOf(B), [{ name: 'CHI NHÁNH MỘT', validFrom: '2020-02-03' }])
  t.match(await delta([undated('CHI NHÁNH HAI')]), { units: 1 })
  t.match(await unitsOf(B), [{ name: 'CHI NHÁNH HAI', validFrom: '2026-11-22' }])
  t.match(await delta([undated('CHI NHÁNH HAI')]), { units: 0, firstPosition: null })
  t.match(await delta([undated('CHI NHÁNH MỘT')]), { units: 1 }, 'and back')
  t.match(await unitsOf(B), [{ name: 'CHI NHÁNH MỘT', validFrom: '2026-11-22' }])
})

t.test('what of a unit cannot be read is left out, and nothing of it holds a run', async (t) => {
  const bad = unitLine({ code: `${B}-009`, name: null, type: '', registered: '31/02/2020', amended: '2099-01-01', changes: -1, ward: '' })
  t.match(await delta([bad, JSON.stringify({ MainInformation: { ENTERPRISE_GDT_CODE: `${B}-010` } })]), { state: 'succeeded', units: 2, rejected: 0, gates: { length: 0 } })
  t.match((await unitsOf(B)).slice(1), [
    { code: `${B}-009`, kind: 'unknown', name: null, registeredOn: null, validFrom: '2026-11-22', province: '48' }, { code: `${B}-010`, status: 'unknown', address: '', province: null },
  ])
})

t.test('a business location is joined by the code of its enterprise, and a wrong one is rejected by name', async (t) => {
  const run = await delta([
    locationLine('00007', B), locationLine('00007', null), locationLine('00008', '0100047517'), locationLine('00009', `${B}-001`), locationLine('00010', 'công ty'),
    locationLine(`${B}-002`, B), locationLine(`${B}-003`, A),
  ])
  t.match(run, { units: 2, rejected: 4, skipped: { 'business-location': 2, branch: 1 } })
  const { body } = await call('GET', `/v1/sync/runs/${run.id}/rejects`)
  t.strictSame(body.items.map(({ reason, field, code }: Record<string, unknown>) => [reason, field, code]),
    ['00008', '00009', '00010', `${B}-003`].map((code) => ['invalid-code', 'parent', code]))
  t.match(body.items[0].record, { parent: '0100047517' })
  t.strictSame((await unitsOf(B)).map(({ code }: { code: string }) => code), ['00007', `${B}-001`, `${B}-002`, `${B}-009`, `${B}-010`])
})

t.test('a unit waits for an enterprise that is not known or not served yet', async (t) => {
  await delta([unitLine({ code: `${LATER}-001` }), unitLine({ code: `${OUTSIDE}-001` })])
  t.equal((await get(`/v1/enterprises/${LATER}/units`)).status, 404)
  await delta([feedRecord({ code: LATER }), feedRecord({ code: OUTSIDE, amendedOn: '2026-01-01', changes: 1 })])
  t.match([await unitsOf(LATER), await unitsOf(OUTSIDE)], [[{ code: `${LATER}-001` }], [{ code: `${OUTSIDE}-001` }]])
})

t.test('a full file that names no unit says nothing of them; a gone enterprise is gone with its units', async (t) => {
  await delta([unitLine({ code: `${GOING}-001` })])
  const stay = [A, B, LATER, OUTSIDE].map((code) => feedRecord({ code, amendedOn: '2026-11-01', changes: 3 }))
  const { body: run } = await open({ kind: 'full', cutoff: '2026-11-21' })
  await put(run.id, 1, stay)
  t.match((await dryRun(run.id)).body, { diff: { gone: 1, units: 0 }, gates: [{ gate: 'drop' }] })
  await commit(run.id)
  await settled(run.id)
  await call('POST', `/v1/sync/runs/${run.id}/release`, { reason: 'a test' })
  t.match(await settled(run.id), { state: 'succeeded', gone: 1, units: 0 })
  t.match(await get(`/v1/enterprises/${GOING}/units`), { status: 410, body: { type: '/problems/gone', lastVersion: { code: GOING } } })
  t.equal((await unitsOf(LATER)).length, 1)
  await delta([feedRecord({ code: GOING, amendedOn: '2026-11-22', changes: 1 })])
  t.match(await unitsOf(GOING), [{ code: `${GOING}-001` }], 'they come back with it')
})

t.test('a revert takes back the units of its run, and what was known stays known as it was', async (t) => {
  const before = [await findPosition(db), await unitsOf(A)] as const
  const lines = [unitLine({ code: `${A}-001`, name: 'SAI', amended: '2026-10-01', changes: 9 }), unitLine({ code: `${A}-050` })]
  const run = await inlet.push(request(), lines)
  t.equal((await unitsOf(A)).length, before[1].length + 1)
  const wrong = await knownAt(db, run.lastPosition, [A])
  t.match(await call('POST', `/v1/sync/runs/${run.id}/revert`, { reason: 'a test' }), { status: 200 })
  t.strictSame(await unitsOf(A), before[1])
  t.ok(await findPosition(db) > run.lastPosition, 'the way back is a block of its own')
  t.strictSame(await knownAt(db, run.lastPosition, [A]), wrong)
  t.match(await inlet.push(request(), lines), { units: 2 }, 'sent again, it is news again')
  t.match((await unitsOf(A))[1], { name: 'SAI' })
  t.strictSame(await findFaults(db), [])
})

t.test('two runs at once end as if they came one after the other', async (t) => {
  const [first, second] = [(await open(request())).body, (await open(request())).body]
  const state = (name: string, amended: string, changes: number) => unitLine({ code: `${A}-060`, name, amended, changes })
  await put(second.id, 1, [state('HAI', '2025-02-02', 2), state('MỘT', '2025-01-01', 1)])
  await put(first.id, 1, [state('MỘT', '2025-01-01', 1), state('KHÔNG', '2020-02-03', 0)])
  await commit(second.id)
  t.match(await settled(second.id), { state: 'succeeded', units: 2 })
  await commit(first.id)
  t.match(await settled(first.id), { state: 'succeeded', units: 1 }, 'what the other one brought meanwhile is no news')
  const { rows } = await db.execute(sql`select name from unit_versions where code = ${`${A}-060`} order by valid_from`)
  t.strictSame(rows.map(({ name }) => name), ['KHÔNG', 'MỘT', 'HAI'])
  t.match((await unitsOf(A)).at(-1), { code: `${A}-060`, name: 'HAI' })
})

t.test('a run whose units the database lost is sent again, and one that repeats what was taken back fails', async (t) => {
  const { body: lost } = await open(request())
  await put(lost.id, 1, [unitLine({ code: `${A}-070` })])
  await db.execute(sql`truncate ${sql.raw(`staging.units_${lost.id}`)}`)
  t.match(await commit(lost.id), { status: 409, body: { type: '/problems/missing-chunk' } })
  await put(lost.id, 1, [unitLine({ code: `${A}-070` })])
  await commit(lost.id)
  t.match(await settled(lost.id), { state: 'succeeded', units: 1 })

  const { body: repeating } = await open(request())
  await put(repeating.id, 1, [unitLine({ code: `${A}-070` })])
  await db.execute(sql`delete from known_units where code = ${`${A}-070`}`)
  await commit(repeating.id)
  t.match(await settled(repeating.id), { state: 'failed', failure: /not any more/ })
})

t.test('what a raw status means is told by the mapping of the time', async (t) => {
  await delta([unitLine({ code: `${B}-020`, status: 'XX' })])
  const status = async () => (await unitsOf(B)).find(({ code }: { code: string }) => code === `${B}-020`).status
  t.equal(await status(), 'unknown')
  const { key } = await issueKey(db, { label: 'admin', scopes: ['admin'] })
  const edited = await inlet.app.inject({ method: 'PUT', url: '/v1/mappings/status/xx', payload: { code: 'ended', note: 'a test' }, headers: { authorization: `Bearer ${key}` } })
  t.equal(edited.statusCode, 200, edited.body)
  t.equal(await status(), 'ended')
})

/** A file as a hand-over, at its own path. */
async function file (t: Test, lines: string[], cutoff: string) {
  const path = join(tmpdir(), `units-${randomUUID()}.ndjson`)
  t.teardown(() => rm(path, { force: true }))
  await writeFile(path, ndjson(lines))
  return await loadFile({ source: 'nbrs', path, cutoff }, { db, pool, vsic: { version: '2018' }, now: () => NOW })
}

t.test('a file brings units as a push does, and known ones are looked up in memory', async (t) => {
  const enterprises = [A, B, LATER, OUTSIDE, GOING].map((code) => lineOf(feedRecord({ code, amendedOn: '2026-11-01', changes: 4 })))
  const lines = [...enterprises, unitLine({ code: `${B}-030` }), locationLine('00030', B)]
  t.match(await file(t, lines, '2026-11-20'), { state: 'succeeded', units: 2, skipped: { branch: 1, 'business-location': 1 } })
  t.match(await file(t, lines, '2026-11-21'), { state: 'succeeded', units: 0, changed: 0, unchanged: 5, skipped: { branch: 1, 'business-location': 1 }, firstPosition: null })
  t.match(await delta([lines[5]!, lines[6]!]), { units: 0, firstPosition: null }, 'the same bytes in a push')
})

t.test('what was known of units at a position never changes, whatever comes later', async (t) => {
  const seed = Date.now() % 1_000_000
  const dice = new Dice(seed, 1, 0)
  const codes = [A, B, LATER]
  const seen: { position: number, known: unknown }[] = []
  const runs: number[] = []
  for (let step = 0; step < 15; step++) {
    if (runs.length > 0 && dice.chance(0.25)) {
      const [id] = runs.splice(dice.below(runs.length), 1)
      t.equal((await call('POST', `/v1/sync/runs/${id}/revert`, { reason: 'a test' })).status, 200)
    } else {
      const lines = Array.from({ length: 1 + dice.below(6) }, () => unitLine({
        code: `${dice.pick(codes)}-10${dice.below(4)}`, name: `CHI NHÁNH ${dice.below(3)}`, amended: dice.chance(0.2) ? null : `202${dice.below(7)}-06-01`, registered: '2019-01-01', changes: dice.below(3),
      }))
      const run = await inlet.push(request(), lines)
      t.equal(run.state, 'succeeded', `seed ${seed}`)
      if (run.units > 0) runs.push(run.id)
    }
    const position = await findPosition(db)
    seen.push({ position, known: await knownAt(db, position, codes) })
    t.strictSame(await knownAt(db, undefined, codes), seen.at(-1)!.known, 'the head is what is known now')
  }
  t.ok(new Set(seen.map(({ position }) => position)).size > 5, 'the register moved')
  for (const { position, known } of seen) t.strictSame(await knownAt(db, position, codes), known, `position ${position}, seed ${seed}`)
  t.strictSame(await findFaults(db), [])
})
