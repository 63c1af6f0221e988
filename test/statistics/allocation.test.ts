import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { allocate, stateOf } from '../../src/statistics/allocation.ts'
import { dice } from '../support/bad-values.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, HANOI } from '../support/history.ts'
import { testRegister } from '../support/register.ts'
import { seedRows } from '../support/seed-rows.ts'

const records = [
  ...[0, 1, 2].map((n) => feedRecord({ code: codeOf(n), address: HANOI, registeredOn: '2021-01-01', amendedOn: '2021-01-01' })),
  feedRecord({ code: codeOf(3), address: DANANG, registeredOn: '2026-03-01', amendedOn: '2026-03-01' }),
]
const { app, db, get } = await testRegister(t, records)
const { key } = await issueKey(db, { label: 'ministry', scopes: ['publish'] })
const { key: other } = await issueKey(db, { label: 'feeder', scopes: ['feed:write'] })
const codes = seedRows('01-provinces.csv').filter((row) => row['division'] === '2025' && row['valid_to'] === '').map((row) => row['code']!)
const put = async (table: string, payload: object, token = key) => {
  const response = await app.inject({ method: 'PUT', url: `/v1/statistics/allocation/tables/${table}`, payload, headers: { authorization: `Bearer ${token}` } })
  return { status: response.statusCode, body: response.json() }
}
interface Row { code: string, count: number, allocated: number, gap: number, state: string }
const row = (body: { localities: Row[] }, code: string) => body.localities.find((one) => one.code === code)!
const sum = (body: { localities: Row[] }) => body.localities.reduce((total, { allocated }) => total + allocated, 0)
const even = codes.map((province, i) => ({ province, enterprises: i === 0 ? 100_000 - 33 * 2900 : 2900 }))

t.test('loses nothing of the whole, whatever the weights', async (t) => {
  const next = dice(5)
  const random = (below: number) => Math.floor(next() * below)
  for (let i = 0; i < 500; i++) {
    const weights = new Map(Array.from({ length: 1 + random(60) }, (_, n) => [String(n).padStart(2, '0'), random(4) === 0 ? 0 : random(2 ** 31)]))
    const whole = random(200_000)
    const shares = allocate(whole, weights)
    const total = [...weights.values()].reduce((a, b) => a + b, 0)
    if (total === 0) { t.equal(shares, undefined); continue }
    t.equal([...shares!.values()].reduce((a, b) => a + b, 0), whole)
    for (const [code, share] of shares!) t.ok(Math.abs(share - whole * weights.get(code)! / total) < 1 + 1e-6, 'nobody is more than one off')
  }
  t.strictSame([...allocate(2, new Map([['b', 1], ['a', 1], ['c', 1]]))!], [['b', 1], ['a', 1], ['c', 0]], 'ties go to the lower code')
  t.equal(allocate(100_000, new Map([['01', 0]])), undefined)
})

t.test('a province has reached its part, is on course, or is behind', async (t) => {
  const state = (count: number, yearAgo: number, allocated: number, day = '2029-12-31') => stateOf({ allocated, count, yearAgo, day, dueOn: '2030-12-31' })
  t.equal(state(100, 200, 100), 'reached')
  t.equal(state(90, 80, 100), 'on-course', 'ten a year, ten are missing, a year is left')
  t.equal(state(90, 81, 100), 'behind')
  t.equal(state(99, 0, 100, '2030-12-31'), 'behind', 'no day is left')
  t.equal(state(99, 99, 100), 'behind')
  t.equal(state(0, 5, 0), 'reached')
})

t.test('shares the target out by population, exactly', async (t) => {
  const { status, body } = await get('/v1/statistics/allocation')
  t.equal(status, 200)
  t.equal(sum(body), 100_000)
  t.match(row(body, '01'), { count: 3, yearAgo: 3, allocated: Math.round(100_000 * 8807523 / 113571926), state: 'behind', observedPerMonth: 0 })
  t.match(row(body, '48'), { count: 1, yearAgo: 0, observedPerMonth: 0.1 })
  t.match(body, { method: 'equal-density', table: null, countedOn: null, noAllocation: null, target: 100_000, nation: { count: 4, yearAgo: 3, allocated: 100_000, gap: 99_996, state: 'behind' }, provenance: { populationBase: { code: 'registered-2024' } } })
  const thin = (await get('/v1/statistics/allocation?base=average-2024')).body
  t.match(thin, { noAllocation: 'not-all-units-have-a-population', nation: { allocated: null, gap: null, state: null } })
  t.ok(thin.localities.every((one: Row) => one.allocated === null))
})

t.test('shares it out by the counts of a day', async (t) => {
  const now = (await get('/v1/statistics/allocation?method=proportional')).body
  t.match([row(now, '01').allocated, row(now, '48').allocated, row(now, '79').allocated, sum(now)], [75_000, 25_000, 0, 100_000])
  t.equal(row(now, '79').state, 'reached', 'nothing falls to it')
  const before = (await get('/v1/statistics/allocation?method=proportional&countedon=2025-12-31')).body
  t.match([row(before, '01').allocated, row(before, '48').allocated, before.countedOn], [100_000, 0, '2025-12-31'])
  t.match((await get('/v1/statistics/allocation?method=proportional&countedon=2020-01-01')).body, { noAllocation: 'nothing-counted', nation: { allocated: null } })
  const { position } = (await get('/v1/status')).body
  t.match(await get(`/v1/statistics/allocation?method=proportional&asof=2025-06-30&knownat=${position}`), { status: 200, headers: { 'cache-control': /immutable/ }, body: { nation: { count: 3 } } })
})

t.test('officers set tables, and what was asked before them keeps its answer', async (t) => {
  const about = { title: 'Phân bổ thử', titleEn: 'A trial allocation', source: 'Decision of this test', rows: even }
  t.match(await get('/v1/statistics/allocation?method=table&table=trial'), { status: 404, body: { type: '/problems/not-found' } })
  const { status, body } = await put('trial', about)
  t.equal(status, 200)
  t.match(body, { code: 'trial', title: 'Phân bổ thử', source: about.source })
  t.equal((await get('/v1/status')).body.position, body.position, 'it has a position')
  t.equal((await put('trial', about)).body.position, body.position, 'the same again changes nothing')
  const first = (await get('/v1/statistics/allocation?method=table&table=trial', { 'accept-language': 'en' })).body
  t.match([row(first, codes[1]!).allocated, sum(first), first.table.title], [2900, 100_000, 'A trial allocation'])
  const changed = { ...about, rows: even.map((one, i) => ({ ...one, enterprises: i === 0 ? one.enterprises - 10 : i === 1 ? 2910 : one.enterprises })) }
  t.ok((await put('trial', changed)).body.position > body.position)
  t.equal(row((await get('/v1/statistics/allocation?method=table&table=trial')).body, codes[1]!).allocated, 2910)
  t.equal(row((await get(`/v1/statistics/allocation?method=table&table=trial&asof=2026-11-22&knownat=${body.position}`)).body, codes[1]!).allocated, 2900)
  t.match((await get('/v1/statistics/allocation/tables')).body.items, [{ code: 'trial' }])
  const { items } = (await get(`/v1/changes?after=${body.position - 1}&limit=1`)).body
  t.match(items[0], { type: 'publication', subject: 'allocation/trial', detail: { rows: 34 } })
})

t.test('refuses a table that does not sum up, and a hand that may not', async (t) => {
  const about = { title: 'x', titleEn: 'x', source: 'x' }
  const refused = async (rows: object[], path: string, message: RegExp) => t.match(await put('bad', { ...about, rows }), { status: 400, body: { errors: [{ path, message }] } })
  await refused(even.map((one, i) => i === 0 ? { ...one, enterprises: one.enterprises + 1 } : one), 'rows', /must sum to 100000, not 100001/)
  await refused(even.slice(1), 'rows', /has no row for 01/)
  await refused([...even, { province: '02', enterprises: 0 }], 'rows.34.province', /not a code/)
  await refused([...even, { province: '01', enterprises: 0 }], 'rows.34.province', /twice/)
  t.equal((await put('bad', { ...about, rows: even }, other)).status, 403)
  t.equal((await put('Bad', { ...about, rows: even })).status, 400)
  t.equal((await put('bad', { ...about, source: ' ', rows: even })).status, 400)
  for (const [query, path] of [['method=fair', 'method'], ['method=table', 'table'], ['table=trial', 'table'], ['countedon=2025-01-01', 'countedon'], ['method=proportional&countedon=2026-11-23', 'countedon'], ['division=2004', 'division']] as const) {
    t.match(await get(`/v1/statistics/allocation?${query}`), { status: 400, body: { errors: [{ path }] } }, query)
  }
})
