import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { testRegister } from '../support/register.ts'

const { app, db, get } = await testRegister(t)
const keyOf = async (scope: 'reports:48' | 'reports:44' | 'reports:*') => (await issueKey(db, { label: scope, scopes: [scope] })).key
const keys = { danang: await keyOf('reports:48'), quangtri: await keyOf('reports:44'), ministry: await keyOf('reports:*') }
type Who = keyof typeof keys
const ask = async (who: Who | null, method: 'PUT', url: string, payload: object) => {
  const response = await app.inject({ method, url, payload, headers: { 'accept-language': 'en', ...who && { authorization: `Bearer ${keys[who]}` } } })
  return { status: response.statusCode, body: response.json() }
}
const PLAN = '48-2026-2030'
const tell = (who: Who | null, task: string, year: number | string, given: object, plan = PLAN) => ask(who, 'PUT', `/v1/plans/${plan}/tasks/${task}/budgets/${year}`, { source: 'state', document: { number: '45/QĐ-UBND' }, ...given })
const money = async (query = '', plan = PLAN) => (await get(`/v1/plans/${plan}/budgets${query}`, { 'accept-language': 'en' })).body
const plan = {
  level: 'locality', agency: 'ubnd-48', province: '48', period: '2026-2030', title: 'Kế hoạch', titleEn: 'Plan', document: { number: '321/KH-UBND', date: '2026-01-15' },
  tasks: ['1', '2', '3'].map((number) => ({ number, title: `Nhiệm vụ ${number}`, titleEn: `Task ${number}`, leads: ['so-kh-cn-48'] })),
}
t.match(await ask('danang', 'PUT', `/v1/plans/${PLAN}`, plan), { status: 200 })

t.test('a year is planned, approved and spent, and what nobody told is null', async (t) => {
  t.strictSame(await money().then(({ items, years }) => [items, years]), [[], []])
  t.match(await tell('danang', '1', 2026, { plannedVnd: 2_000_000_000 }), { status: 200, body: { number: '1', title: 'Task 1', year: 2026, source: 'state', isPartnership: false, plannedVnd: 2_000_000_000, approvedVnd: null, spentVnd: null, document: { number: '45/QĐ-UBND', url: null } } })
  t.match(await tell('danang', '2', 2026, { source: 'mixed', isPartnership: true, plannedVnd: 500_000_000, approvedVnd: 400_000_000, spentVnd: 0 }), { status: 200 })
  t.match(await tell('danang', '1', 2027, { plannedVnd: 3_000_000_000, document: { number: '46/QĐ-UBND', url: 'https://example.org/46' } }), { status: 200 })
  const all = await money()
  t.strictSame(all.items.map(({ number, year }: { number: string, year: number }) => [number, year]), [['1', 2026], ['1', 2027], ['2', 2026]])
  t.strictSame(all.years, [
    { year: 2026, tasks: 2, plannedVnd: 2_500_000_000, approvedVnd: 400_000_000, spentVnd: 0 },
    { year: 2027, tasks: 1, plannedVnd: 3_000_000_000, approvedVnd: null, spentVnd: null },
  ], 'nothing spent is not the same as nothing told')
  t.strictSame((await money('?task=2')).years, [all.years[0]].map((year) => ({ ...year, tasks: 1, plannedVnd: 500_000_000 })))
  t.equal((await money('?year=2027')).items.length, 1)
})

t.test('what is told anew goes before, and what was known stays known', async (t) => {
  const before = await money()
  t.match(await tell('danang', '1', 2026, { plannedVnd: 2_000_000_000, approvedVnd: 1_800_000_000 }), { status: 200, body: { approvedVnd: 1_800_000_000 } })
  t.match((await money()).items[0], { year: 2026, approvedVnd: 1_800_000_000 })
  const then = await money(`?knownat=${before.position}`)
  t.strictSame([then.items, then.years], [before.items, before.years])
  const { position } = await money()
  t.match(await tell('danang', '1', 2026, { plannedVnd: 2_000_000_000, approvedVnd: 1_800_000_000 }), { status: 200 })
  t.equal((await money()).position, position, 'the same again takes no position')
  t.match((await app.inject({ url: `/v1/changes?after=${before.position}` })).json().items.at(-1), { type: 'publication' }, 'and the feed tells of it')
})

t.test('whose plan it is may tell, and the ministry of a plan that is shipped', async (t) => {
  t.match(await tell('quangtri', '1', 2026, { plannedVnd: 1 }), { status: 403 })
  t.match(await tell(null, '1', 2026, { plannedVnd: 1 }), { status: 401 })
  t.match(await tell('danang', 'I.9', 2024, { spentVnd: 7 }, 'directive-01'), { status: 403 })
  t.match(await tell('ministry', 'I.9', 2024, { spentVnd: 7, source: 'private' }, 'directive-01'), { status: 200, body: { source: 'private', spentVnd: 7 } })
})

t.test('what cannot be is refused', async (t) => {
  for (const [what, given, path] of [
    ['a negative amount', { plannedVnd: -1 }, 'plannedVnd'], ['a part of a dong', { spentVnd: 0.5 }, 'spentVnd'], ['more than there is', { approvedVnd: 2e15 }, 'approvedVnd'], ['text', { approvedVnd: '7' }, 'approvedVnd'],
    ['no amount', {}, 'plannedVnd'], ['nobody\'s money', { plannedVnd: 1, source: 'gift' }, 'source'], ['no document', { plannedVnd: 1, document: undefined }, 'document'], ['an address that is none', { plannedVnd: 1, document: { number: '1', url: 'javascript:alert(1)' } }, 'document.url'],
  ] as const) t.match(await tell('danang', '1', 2026, given), { status: 400, body: { errors: [{ path }] } }, what)
  t.match(await tell('danang', '1', 2027, { spentVnd: 1 }), { status: 400, body: { errors: [{ path: 'spentVnd' }] } }, 'spent in a year that has not begun')
  t.match(await tell('danang', '1', 2031, { plannedVnd: 1 }), { status: 200 }, 'registered for after the period')
  for (const year of ['1999', '2100', '26', '2026.0', 'x']) t.match(await tell('danang', '1', year, { plannedVnd: 1 }), { status: 400 }, year)
  t.match(await tell('danang', '9', 2026, { plannedVnd: 1 }), { status: 404 })
  t.match(await tell('danang', '1', 2026, { plannedVnd: 1 }, 'no-such-plan'), { status: 404 })
  t.equal((await get('/v1/plans/no-such-plan/budgets')).status, 404)
  t.equal((await get(`/v1/plans/${PLAN}/budgets?knownat=1`)).status, 404, 'before there was such a plan')
})

t.test('as a file, and without the tasks that a plan has no more', async (t) => {
  const csv = await app.inject({ url: `/v1/plans/${PLAN}/budgets?format=csv` })
  t.match(csv.body, /number,title,year,source,isPartnership,plannedVnd,approvedVnd,spentVnd,document\.number,document\.url,recordedAt/)
  t.match(csv.body, 'Nhiệm vụ 1')
  const { headers } = await app.inject({ url: `/v1/plans/${PLAN}` })
  const fewer = await app.inject({ method: 'PUT', url: `/v1/plans/${PLAN}`, payload: { ...plan, tasks: plan.tasks.slice(0, 1) }, headers: { authorization: `Bearer ${keys.danang}`, 'if-match': String(headers['etag']) } })
  t.equal(fewer.statusCode, 200)
  t.ok((await money()).items.every(({ number }: { number: string }) => number === '1'))
})

t.test('a part of a task is not added to what the task tells itself', async (t) => {
  const tree = ['1', '1.1', '1.1.1', '1.2', '2', '2.1'].map((number) => ({ number, parent: /^(.+)\.\d+$/.exec(number)?.[1] ?? null, title: number, titleEn: number, leads: ['so-kh-cn-48'] }))
  const other = '48-2026'
  t.match(await ask('danang', 'PUT', `/v1/plans/${other}`, { ...plan, period: '2026', tasks: tree }), { status: 200 })
  for (const [task, given] of [
    ['1', { plannedVnd: 100 }], ['1.1', { plannedVnd: 60, approvedVnd: 50 }], ['1.1.1', { plannedVnd: 30, approvedVnd: 20, spentVnd: 9 }], ['1.2', { approvedVnd: 7, spentVnd: 4 }], ['2.1', { plannedVnd: 5 }],
  ] as const) t.match(await tell('danang', task, 2026, given, other), { status: 200 }, task)
  t.match(await tell('danang', '1.1.1', 2027, { plannedVnd: 8 }, other), { status: 200 }, 'of another year')
  t.strictSame((await money('', other)).years, [
    { year: 2026, tasks: 5, plannedVnd: 105, approvedVnd: 57, spentVnd: 13 },
    { year: 2027, tasks: 1, plannedVnd: 8, approvedVnd: null, spentVnd: null },
  ])
  t.strictSame((await money('?task=1.1', other)).years, [{ year: 2026, tasks: 1, plannedVnd: 60, approvedVnd: 50, spentVnd: null }], 'of a task that is asked for, its own')
})
