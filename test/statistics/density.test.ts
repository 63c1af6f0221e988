import t from 'tap'
import { densities } from '../../src/statistics/density.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const { get } = await testRegister(t, [0, 1, 2].map((n) => feedRecord({ code: codeOf(n) })))
interface Row { code: string, population: number | null, per1000: number | null, noDensity: string | null, reachesGoal: boolean | null, missingToGoal: number | null }
const row = (body: { localities: Row[] }, code: string) => body.localities.find((one) => one.code === code)!

t.test('says the base, its day and how far the goal is, for every unit', async (t) => {
  const { body } = await get('/v1/statistics/density')
  t.equal(body.localities.length, 34)
  t.match(row(body, '01'), { enterprises: 3, population: 8807523, per1000: 0, noDensity: null, reachesGoal: false, missingToGoal: 8808 - 3 })
  t.match(body.nation, { enterprises: 3, population: 113571926, per1000: 0, missingToGoal: 113572 - 3 })
  t.match(body.goal, { per1000: 1, dueOn: '2030-12-31', source: /71\/NQ-CP/ })
  t.strictSame(body.bases.map((base: { code: string, units: number }) => [base.code, base.units]), [['average-2024', 11], ['registered-2024', 34]])
  t.match(body, { isInterpolated: false, daysFromBase: 691, provenance: { asOf: '2026-11-22', populationBase: { code: 'registered-2024', asOf: '2024-12-31' } } })
})

t.test('has no density where there is no population, and says why', async (t) => {
  const average = (await get('/v1/statistics/density?base=average-2024')).body
  t.match(row(average, '79'), { population: null, per1000: null, noDensity: 'no-population-on-this-base', reachesGoal: null, missingToGoal: null })
  t.match(row(average, '01'), { population: 8717600, noDensity: null })
  t.match(average.nation, { per1000: null, noDensity: 'not-all-units-have-a-population', reachesGoal: null })
  const old = (await get('/v1/statistics/density?division=2004', { 'accept-language': 'en' })).body
  t.equal(old.localities.length, 63)
  t.ok(old.localities.every((one: Row) => one.per1000 === null && one.noDensity === 'no-population-in-this-division'))
  t.match(old.nation, { per1000: null, noDensity: 'no-population-in-this-division' })
  t.strictSame(old.bases.map((base: { units: number }) => base.units), [0, 0])
})

t.test('takes the same days and positions as the counts, and files', async (t) => {
  const { position } = (await get('/v1/status')).body
  const past = await get(`/v1/statistics/density?asof=2023-05-03&knownat=${position}`)
  t.match(past, { status: 200, headers: { 'cache-control': /immutable/ }, body: { nation: { enterprises: 0 }, daysFromBase: -608 } })
  t.equal((await get(`/v1/statistics/density?asof=2024-01-01&knownat=${position}`)).body.nation.enterprises, 3)
  for (const [query, path] of [['base=guess', 'base'], ['asof=2999-01-01', 'asof'], ['goal=2', 'goal'], ['knownat=0', 'knownat']] as const) t.match(await get(`/v1/statistics/density?${query}`), { status: 400, body: { errors: [{ path }] } }, query)
})

t.test('judges the goal on whole numbers', async (t) => {
  const unit = (total: number, population: number | null) => ({ code: '01', name: '', nameEn: '', type: '', i: 0, ii: total, iii: 0, iv: 0, total, candidates: { i: 0, iii: 0 }, population, per1000: population && Math.round(total / population * 100_000) / 100, noDensity: null })
  const judge = (total: number, population: number, goal?: number) => densities([unit(total, population)], unit(total, population), goal).nation
  t.match(judge(1_999, 2_000_000, 1), { per1000: 1, reachesGoal: false, missingToGoal: 1 }, 'one that is missing is not rounded away')
  t.match(judge(2_000, 2_000_000, 1), { reachesGoal: true, missingToGoal: 0 })
  t.match(judge(2_000, 2_000_001, 1), { reachesGoal: false, missingToGoal: 1 })
  t.match(judge(2_000, 2_000_001), { reachesGoal: null, missingToGoal: null }, 'no goal, no judgement')
})
