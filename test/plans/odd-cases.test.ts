import type { InjectOptions } from 'fastify'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { encodeCursor } from '../../src/http/page.ts'
import { faultsOf } from '../../src/plans/plan.ts'
import type { PlanAsked, TaskAsked } from '../../src/plans/plan.ts'
import { growthBetween } from '../../src/plans/standing.ts'
import { testRegister } from '../support/register.ts'

const { app, db, get } = await testRegister(t)
const keyOf = async (label: string, scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label, scopes })).key
const keys = { danang: await keyOf('Sở KH&CN Đà Nẵng', ['reports:48']), quangtri: await keyOf('Sở KH&CN Quảng Trị', ['reports:44']), ministry: await keyOf('Bộ KH&CN', ['reports:*']) }
const ask = async (who: keyof typeof keys, method: NonNullable<InjectOptions['method']>, url: string, payload?: object, tag?: string) => {
  const response = await app.inject({ method, url, ...payload && { payload }, headers: { 'accept-language': 'en', authorization: `Bearer ${keys[who]}`, ...tag !== undefined && { 'if-match': tag } } })
  return { status: response.statusCode, headers: response.headers, body: response.json() }
}
const plan = (given: object = {}) => ({ level: 'locality', agency: 'ubnd-48', province: '48', period: '2026-2030', title: 'Kế hoạch', titleEn: 'Plan', document: { number: '321/KH-UBND', date: '2026-01-15' }, ...given })
const ofQuangTri = (given: object = {}) => plan({ agency: 'ubnd-44', province: '44', ...given })
const indicator = (kind: string, given: object = {}) => ({ number: 'a', title: 'Chỉ tiêu', titleEn: 'Indicator', kind, unit: 'x', least: 50, from: '2026-01-01', due: '2026-06-30', ...given })

t.test('nobody takes over a plan that somebody else makes in the same moment', async (t) => {
  for (let n = 0; n < 12; n++) {
    const url = `/v1/plans/race-${n}`
    const [made, taken] = await Promise.all([ask('danang', 'PUT', url, plan()), ask('quangtri', 'PUT', url, ofQuangTri(), '*')])
    t.equal(made.status, 200)
    t.ok([403, 412].includes(taken.status), String(taken.status))
    t.equal((await get(url)).body.province, '48')
  }
})

t.test('a plan that is sent again removes no draft that was begun since', async (t) => {
  const first = await ask('danang', 'PUT', '/v1/plans/again', plan())
  t.equal(first.status, 200)
  t.equal((await ask('danang', 'PUT', '/v1/plan-drafts/again', plan({ note: 'Mới' }))).status, 200)
  t.equal((await ask('danang', 'PUT', '/v1/plans/again', plan(), '"v1.0"')).status, 200, 'its answer was lost')
  t.match(await ask('danang', 'GET', '/v1/plan-drafts/again'), { status: 200, body: { plan: { note: 'Mới' } } })
  t.equal((await ask('danang', 'PUT', '/v1/plans/again', plan({ note: 'Mới' }), '*')).status, 200)
  t.equal((await ask('danang', 'GET', '/v1/plan-drafts/again')).status, 404, 'and ends with the plan that it became')
})

const report = (asof: string, body: object) => ask('danang', 'PUT', `/v1/plans/odd/indicators/a/values/${asof}`, { source: 'Báo cáo của phép thử', ...body })
const judgedBy = async (given: object) => await ask('danang', 'PUT', '/v1/plans/odd', plan({ indicators: [given] }), '*').then(async ({ status }) =>
  status === 412 ? await ask('danang', 'PUT', '/v1/plans/odd', plan({ indicators: [given] })) : { status })
const standing = async () => (await get('/v1/plans/odd')).body.indicatorList[0]

t.test('growth to less than nothing, or of next to no time, is not known, and breaks no answer', async (t) => {
  t.match(await judgedBy(indicator('growth', { least: 20 })), { status: 200 })
  t.equal((await report('2026-01-01', { value: 5 })).status, 200)
  t.match(await report('2026-06-02', { value: -3 }), { status: 200, body: { value: { value: -3 }, state: 'unknown', why: 'no-earlier-value' } })
  t.equal((await get('/v1/plans/odd/indicators')).status, 200)
  t.match(await report('2026-06-02', { value: 0 }), { body: { value: { value: -100 }, state: 'behind' } })
  t.equal(growthBetween({ value: 1, asOf: '2026-01-01' }, { value: 1e15, asOf: '2026-01-02' }), undefined, 'no number would hold it')
  t.equal(growthBetween({ value: 3, asOf: '2026-01-01' }, { value: 100, asOf: '2026-02-01' }), undefined)
  t.equal(growthBetween({ value: 100, asOf: '2026-01-01' }, { value: 110, asOf: '2027-01-01' }), 10)
})

t.test('of another kind than before, what was told before is shown and judges nothing', async (t) => {
  t.match(await judgedBy(indicator('minimum')), { status: 200 })
  t.match(await report('2026-06-29', { value: 500 }), { body: { state: 'reached' } })
  t.match(await judgedBy(indicator('percentage')), { status: 200 })
  t.match(await standing(), { value: null, state: 'unknown', why: 'nothing-reported' })
  t.equal((await standing()).reported.length, 3)
  for (const denominator of [1e-15, 5e-324]) t.match(await report('2026-03-01', { numerator: 1e15, denominator }), { status: 400, body: { errors: [{ path: 'denominator' }] } })
  t.match(await report('2026-03-01', { numerator: 3, denominator: 5 }), { status: 200, body: { value: { value: 60 }, state: 'reached' } })
  t.match(await judgedBy(indicator('density', { least: 700 })), { status: 200 })
  t.match(await standing(), { value: { value: 600, numerator: 3, denominator: 5 }, state: 'behind' }, 'in a thousand, no more in a hundred')
})

t.test('what is of a day after it was due does not count', async (t) => {
  t.match(await judgedBy(indicator('minimum', { number: 'b', least: 10 })), { status: 200 })
  const told = (asof: string, value: number) => ask('danang', 'PUT', `/v1/plans/odd/indicators/b/values/${asof}`, { value, source: 'A' })
  t.match(await told('2026-06-30', 5), { body: { value: { value: 5 }, state: 'behind' } })
  t.match(await told('2026-09-30', 15), { body: { value: { value: 5, asOf: '2026-06-30' }, state: 'behind', reported: [{ value: 5 }, { value: 15 }] } })
})

t.test('a plan is made by a body of its own', async (t) => {
  t.match(await ask('danang', 'PUT', '/v1/plans/own-48', plan({ agency: 'ubnd-44' })), { status: 400, body: { errors: [{ path: 'agency' }] } })
  t.match(await ask('danang', 'PUT', '/v1/plan-drafts/own-48', plan({ agency: 'ubnd-44' })), { status: 400, body: { errors: [{ path: 'agency' }] } })
  t.match(await ask('danang', 'PUT', '/v1/plans/own-48', plan({ agency: 'most' })), { status: 400 })
  t.match(await ask('ministry', 'PUT', '/v1/plans/own-sector', plan({ level: 'sector', province: null })), { status: 400, body: { errors: [{ path: 'agency' }] } })
  t.equal((await ask('danang', 'PUT', '/v1/plans/own-48', plan({ agency: null }))).status, 200, 'or it does not say')
})

t.test('a plan keeps the name that its province had when it was made', async (t) => {
  const named = async (code: string, given: object) => {
    t.equal((await ask('ministry', 'PUT', `/v1/plans/${code}`, plan({ agency: null, ...given }))).status, 200)
    return (await get(`/v1/plans/${code}`, { 'accept-language': 'vi' })).body.provinceName
  }
  const division = { division: '2004', province: '46', period: '2021-2025' }
  t.equal(await named('hue-before', { ...division, document: { number: '1', date: '2021-02-01' } }), 'Tỉnh Thừa Thiên Huế')
  t.equal(await named('hue-after', { ...division, document: { number: '1', date: '2025-01-02' } }), 'Thành phố Huế')
  t.equal(await named('before-all', { ...division, document: { number: '1', date: '1999-01-02' } }), 'Tỉnh Thừa Thiên Huế', 'before the first that is known, that one')
})

t.test('coverage tells of a ministry as of a locality that only some had a plan', async (t) => {
  t.equal((await ask('ministry', 'PUT', '/v1/plans/mard-2021-2025', plan({ level: 'sector', province: null, agency: 'mard', period: '2021-2025' }))).status, 200)
  const { items } = (await get('/v1/plans/coverage?period=2021-2025')).body as { items: { code: string }[] }
  t.match(items.find(({ code }) => code === 'mae'), { coverage: 'some-predecessors', plans: ['mard-2021-2025'] }, 'that of natural resources had none')
})

const task = (number: string, parent: string | null): TaskAsked =>
  ({ number, parent, title: 'Việc', titleEn: 'Work', clause: null, leads: [], coordinating: [], from: null, due: null, recurs: null, budgetVnd: null, note: null })

t.test('a tree of tasks is at most twenty deep, and its money is summed once', async (t) => {
  const chain = (length: number) => Array.from({ length }, (_, n) => task(`${n + 1}`, n === 0 ? null : `${n}`))
  const faults = (tasks: TaskAsked[]) => faultsOf({ ...plan(), division: '2025', state: 'in-force', note: null, indicators: [], tasks } as unknown as PlanAsked, { statistics: {} })
  t.strictSame(faults(chain(20)), [])
  t.match(faults(chain(21)), [{ path: 'tasks.20.parent' }])
  t.equal(faults(chain(2000)).length, 1980)
  t.equal((await ask('danang', 'PUT', '/v1/plans/deep', plan({ tasks: chain(20) }))).status, 200)
  for (const number of ['3', '20']) {
    t.equal((await ask('danang', 'PUT', `/v1/plans/deep/tasks/${number}/budgets/2026`, { source: 'state', document: { number: '1' }, plannedVnd: 100, ...number === '20' && { spentVnd: 7 } })).status, 200)
  }
  t.match((await get('/v1/plans/deep/budgets')).body, { years: [{ year: 2026, tasks: 2, plannedVnd: 100, approvedVnd: null, spentVnd: 7 }] }, 'seventeen steps above')
})

t.test('a cursor that somebody made up is refused', async (t) => {
  for (const made of [{ due: '9999-99-99', plan: 'a', rank: 1 }, { due: '-infinity', plan: 'a', rank: 2 ** 40 }, { due: 'infinity', plan: 'a', rank: 1 }]) {
    t.match(await get(`/v1/plans/tasks?cursor=${encodeCursor(made, {})}`), { status: 400, body: { errors: [{ path: 'cursor' }] } })
  }
})
