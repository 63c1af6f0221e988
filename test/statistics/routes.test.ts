import t from 'tap'
import { progressTo } from '../../src/statistics/pace.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const at = (city: string, ward = '') => ({ full: '', city, district: '', ward })
const records = [
  feedRecord({ code: codeOf(0) }),
  feedRecord({ code: codeOf(1), registeredOn: '2015-06-01', amendedOn: '2015-06-01', ownership: 'foreign' }),
  feedRecord({ code: codeOf(2), address: at('Tỉnh Bình Dương') }),
  feedRecord({ code: codeOf(3), status: { value: '7', name: null } }),
  feedRecord({ code: codeOf(4), industries: ['4711', '6202'], charterCapitalVnd: '500000000000' }),
  feedRecord({ code: codeOf(5), industries: ['4711', '6202'] }),
  // Written after July 2025 in a province put together from several: which of the 63 it was stays open.
  feedRecord({ code: codeOf(6), amendedOn: '2026-01-01', address: at('Tỉnh Tây Ninh') }),
]
let today = new Date('2026-11-22T03:00:00Z')
const { get, load } = await testRegister(t, records, () => today)
interface Row { code: string, total: number, ii: number, iv: number, candidates: { i: number, iii: number }, per1000: number | null }
const row = (body: { localities: Row[] }, code: string) => body.localities.find((locality) => locality.code === code)

t.test('counts every unit of the division, and the nation as their sum', async (t) => {
  const { body } = await get('/v1/statistics/localities')
  t.equal(body.localities.length, 34)
  t.match(row(body, '01'), { name: 'Hà Nội', type: 'thành phố', i: 0, ii: 1, iii: 0, iv: 1, total: 2, candidates: { i: 1, iii: 1 }, population: 8807523, per1000: 0 })
  t.match(row(body, '04'), { total: 0, candidates: { i: 0, iii: 0 } })
  for (const column of ['i', 'ii', 'iii', 'iv', 'total'] as const) t.equal(body.localities.reduce((sum: number, l: Record<string, number>) => sum + l[column]!, 0), body.nation[column], column)
  t.match(body.nation, { total: 4, population: 113571926 })
  t.strictSame(body.unplaced, { count: 0, groups: [] })
  t.match(body.provenance, { asOf: '2026-11-22', sourceReadAt: '2026-11-22T03:00:00.000Z', basis: ['confirmed', 'derived'], status: ['active'], ownership: null, division: '2025', ruleSet: 1, populationBase: { code: 'registered-2024', asOf: '2024-12-31' } })
})

t.test('counts in the 63 units of before, and loses nothing on the way', async (t) => {
  const { body } = await get('/v1/statistics/localities?division=2004')
  t.equal(body.localities.length, 63)
  t.match(row(body, '74'), { name: 'Bình Dương', total: 1, population: null, per1000: null, noDensity: 'no-population-on-this-base' })
  t.strictSame(body.unplaced, { count: 1, groups: [{ successor: '80', count: 1 }] })
  t.equal(body.nation.total + body.unplaced.count, 4)
  t.match(body.nation, { population: null, per1000: null, noDensity: 'no-population-on-this-base' })
})

t.test('says on which base a density rests, and why there is none', async (t) => {
  const { body } = await get('/v1/statistics/localities?base=average-2024')
  t.match(row(body, '01'), { population: 8717600 })
  t.match(row(body, '79'), { population: null, per1000: null, noDensity: 'no-population-on-this-base' })
  t.equal(body.provenance.populationBase.code, 'average-2024')
})

t.test('counts what the filters ask for', async (t) => {
  const nation = async (query: string) => (await get(`/v1/statistics/localities?${query}`)).body.nation.total
  t.equal(await nation('status=ended'), 1)
  t.equal(await nation('ownership=foreign'), 1)
  t.equal(await nation('basis=candidate'), 2)
  t.equal(await nation('basis=candidate,derived&status=active,ended'), 7)
})

t.test('names units in the language asked for', async (t) => {
  const { body } = await get('/v1/statistics/localities', { 'accept-language': 'en' })
  t.match(row(body, '01'), { name: 'Hanoi' })
})

t.test('tells the way to 100,000', async (t) => {
  const { body } = await get('/v1/statistics/target')
  t.match(body, { target: 100000, dueOn: '2030-12-31', count: 4, missing: 99996, reachedShare: 0, monthsLeft: 49.3 })
  t.equal(body.neededPerMonth, Math.round(99996 / 49.3 * 10) / 10)
  t.ok(body.published.length >= 8)
  t.match(body.published.find((figure: { period: string }) => figure.period === '2021'), { enterprises: 64000, retrievedOn: '2026-11-22' })
})

t.test('reckons the pace past the target and past the day', async (t) => {
  t.match(progressTo({ minimum: 100, dueOn: '2030-12-31' }, 120, '2026-11-22'), { missing: 0, reachedShare: 1.2, neededPerMonth: 0 })
  t.match(progressTo({ minimum: 100, dueOn: '2030-12-31' }, 90, '2031-01-01'), { missing: 10, monthsLeft: 0, neededPerMonth: null })
})

t.test('refuses what it cannot count by', async (t) => {
  for (const [query, path] of [['division=1976', 'division'], ['base=guess', 'base'], ['asof=2999-01-01', 'asof'], ['knownat=yesterday', 'knownat'], ['knownat=999999', 'knownat'], ['status=', 'status'], ['basis=derived&basis=confirmed', 'basis']] as const) {
    t.match(await get(`/v1/statistics/localities?${query}`), { status: 400, body: { errors: [{ path }] } }, query)
  }
})

t.test('a fifth anniversary moves the count on its day, without a write', async (t) => {
  const position = (await get('/v1/status')).body.position
  today = new Date('2028-05-03T16:59:59Z')
  t.match(row((await get('/v1/statistics/localities')).body, '01'), { ii: 1, iv: 1, candidates: { i: 1, iii: 1 } })
  today = new Date('2028-05-03T17:00:00Z')
  const { body } = await get('/v1/statistics/localities')
  t.match(row(body, '01'), { ii: 2, iv: 0, candidates: { i: 1, iii: 0 } }, 'midnight in Vietnam')
  t.match(body.provenance, { asOf: '2028-05-04', position })
  t.equal((await get('/v1/enterprises?total=true&category=ii')).body.total, body.nation.ii, 'the list says the same')
  today = new Date('2026-11-22T03:00:00Z')
})

t.test('a move shows in both places at once', async (t) => {
  await load([feedRecord({ code: codeOf(0), amendedOn: '2026-11-21', changes: 1, address: at('Thành phố Đà Nẵng') })])
  const { body } = await get('/v1/statistics/localities')
  t.match([row(body, '01')?.total, row(body, '48')?.total, body.nation.total], [1, 1, 4])
})
