import type { InjectOptions } from 'fastify'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { place } from '../support/history.ts'
import { NOW, testRegister } from '../support/register.ts'

let now = NOW
const records = Array.from({ length: 12 }, (_, n) => {
  const day = n < 4 ? '2019-05-11' : n < 8 ? '2023-05-11' : '2026-03-11'
  return feedRecord({ code: codeOf(n), name: `CÔNG TY KẾ HOẠCH ${n}`, address: place(n % 2 ? 'Thành phố Đà Nẵng' : 'Tỉnh Quảng Trị', ''), registeredOn: day, amendedOn: day })
})
const { app, db, get } = await testRegister(t, records, () => now)
const keyOf = async (label: string, scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label, scopes })).key
const keys = { danang: await keyOf('Sở KH&CN Đà Nẵng', ['reports:48', 'catalogue:48']), publisher: await keyOf('Bộ KH&CN', ['publish']), quangtri: await keyOf('Sở KH&CN Quảng Trị', ['reports:44']), ministry: await keyOf('Bộ KH&CN', ['reports:*']), admin: await keyOf('operator', ['admin']) }
/** Whoever puts has read what is there, unless the test says otherwise. */
const ask = async (who: keyof typeof keys | null, method: NonNullable<InjectOptions['method']>, url: string, payload?: object, tag?: string | null) => {
  const seen = tag === undefined && method === 'PUT' ? (await get(url)).headers['etag'] : tag
  const response = await app.inject({ method, url, ...payload && { payload }, headers: { 'accept-language': 'en', ...who && { authorization: `Bearer ${keys[who]}` }, ...seen && { 'if-match': String(seen) } } })
  return { status: response.statusCode, headers: response.headers, body: response.body === '' ? undefined : response.json() }
}
type Task = { number: string, leads: { code: string, now: string[] }[], coordinating: { code: string }[], from: string | null, due: string | null, note: string | null, parent: string | null }
const EN = { 'accept-language': 'en' }
const codes = (list: { code: string }[]) => list.map(({ code }) => code)

const danang = (given: object = {}) => ({
  level: 'locality', agency: 'ubnd-48', province: '48', period: '2026-2030', title: 'Kế hoạch', titleEn: 'Plan', document: { number: '321/KH-UBND', date: '2026-01-15' },
  tasks: [
    { number: '1', title: 'Nhóm', titleEn: 'Group' },
    { number: '1.1', parent: '1', title: 'Hỗ trợ', titleEn: 'Support', leads: ['so-kh-cn-48', 'so-tc-48'], coordinating: ['most'], from: '2026-01-15', due: '2026-11-21', budgetVnd: 2_000_000_000 },
    { number: '1.2', parent: '1', title: 'Kết nối', titleEn: 'Connect', leads: ['so-kh-cn-48'], due: '2026-12-22' },
  ],
  indicators: [
    { number: 'count', title: 'Số', titleEn: 'Count', kind: 'minimum', unit: 'enterprises', least: 4, from: '2026-01-01', due: '2030-12-31', statistic: 'enterprises' },
    { number: 'density', title: 'Mật độ', titleEn: 'Density', kind: 'density', unit: 'per-1000-people', least: 1, from: '2026-01-01', due: '2030-12-31', statistic: 'density' },
    { number: 'confirmed', title: 'Xác nhận', titleEn: 'Confirmed', kind: 'percentage', unit: 'percent', least: 50, from: '2026-01-01', due: '2030-12-31', statistic: 'confirmed-share' },
    { number: 'revenue', title: 'Doanh thu', titleEn: 'Revenue', kind: 'growth', unit: 'VND', least: 20, from: '2026-01-01', due: '2030-12-31' },
    { number: 'services', title: 'Dịch vụ', titleEn: 'Services', kind: 'percentage', unit: 'percent', least: 100, from: '2026-01-01', due: '2030-12-31' },
  ],
  ...given,
})

t.test('Directive 01 comes with its twelve solutions and who is to do them', async (t) => {
  const { body } = await get('/v1/plans/directive-01', EN)
  t.match(body, { level: 'nation', period: '2020-2030', state: 'in-force', document: { number: '01/CT-TTg', date: '2020-01-14' } })
  const solutions: Task[] = body.taskList.filter(({ parent }: Task) => parent === 'I')
  t.strictSame(solutions.map(({ number }) => number), Array.from({ length: 12 }, (_, n) => `I.${n + 1}`))
  const leads = (number: string) => codes(solutions.find((one) => one.number === number)!.leads)
  for (const number of ['I.1', 'I.3', 'I.4', 'I.5', 'I.8', 'I.9', 'I.10']) t.strictSame(leads(number), ['mic'], `${number}, by II.2.a`)
  t.strictSame([leads('I.2'), leads('I.6'), leads('I.7'), leads('I.11'), leads('I.12')], [['ministries', 'localities'], ['most'], ['mof'], ['mic'], ['vcci']])
  t.match(solutions[0], { leads: [{ name: 'Ministry of Information and Communications', now: ['most'] }], due: '2020-12-31' }, 'under the name of the time, and who it is now')
  t.match(body.indicatorList, [{ kind: 'minimum', least: 100_000, value: { value: 12, origin: 'registry' }, state: 'behind' }, { kind: 'range', least: 5, most: 10, statistic: 'key-product-enterprises', value: null, state: 'unknown', why: 'nothing-counted' }, { kind: 'range', least: 5, most: 10, statistic: 'shared-platforms' }])
  t.equal(body.indicatorList[0].value.value, (await get('/v1/statistics/target')).body.count, 'the figure is that of the statistics')
})

t.test('the annex of Resolution 26 comes with its 21 tasks, shifted and empty cells as they stand', async (t) => {
  const { body } = await get('/v1/plans/resolution-26')
  const tasks = new Map<string, Task>(body.taskList.map((task: Task) => [task.number, task]))
  t.equal([...tasks.keys()].filter((number) => number.includes('.')).length, 21)
  t.strictSame(codes(tasks.get('3.2')!.leads), ['mps', 'monre', 'mpi', 'mic', 'molisa', 'most', 'ministries-concerned'], 'six leads and others')
  t.match(tasks.get('1.1'), { from: '2014-01-01', due: '2015-12-31' })
  t.match(tasks.get('7'), { leads: [{ code: 'mod' }], from: '2015-01-01', due: '2020-12-31', note: /shifted/ })
  t.match(tasks.get('7.1'), { leads: [{ code: 'mps' }], due: '2015-12-31', note: /shifted/ })
  t.match(tasks.get('7.2'), { leads: [], coordinating: [], from: null, due: null, note: /empty/ })
  t.equal(body.overdue, 0, 'a plan that has ended has nothing overdue')
})

t.test('a locality puts its plan in force, and no other does it for it', async (t) => {
  t.match(await ask(null, 'PUT', '/v1/plans/48-2026-2030', danang()), { status: 401 })
  t.match(await ask('quangtri', 'PUT', '/v1/plans/48-2026-2030', danang()), { status: 403, body: { scope: 'reports:48' } })
  t.match(await ask('danang', 'PUT', '/v1/plans/my-sector', danang({ level: 'sector', agency: 'most', province: null })), { status: 403, body: { scope: 'reports:*' } })
  const { status, body } = await ask('danang', 'PUT', '/v1/plans/48-2026-2030', danang())
  t.match({ status, body }, { status: 200, body: { provinceName: 'Da Nang City', agencyName: "People's Committee of Da Nang City", taskList: [{ number: '1' }, { number: '1.1', leads: [{ code: 'so-kh-cn-48' }, { code: 'so-tc-48' }], budgetVnd: 2_000_000_000 }, { number: '1.2' }] } })
  t.match((await get(`/v1/changes?after=${body.recordedAt - 1}&limit=1`)).body.items[0], { type: 'publication', subject: 'plan/48-2026-2030', detail: { province: '48' } })
  t.match((await ask('admin', 'GET', '/v1/audit?action=plan.set')).body.items[0], { subject: 'plan/48-2026-2030', label: 'Sở KH&CN Đà Nẵng' })
  t.equal((await ask('danang', 'PUT', '/v1/plans/48-2026-2030', danang())).body.recordedAt, body.recordedAt, 'the same again changes nothing')
  t.match(await ask('quangtri', 'PUT', '/v1/plans/48-2026-2030', danang({ province: '44', agency: 'ubnd-44', tasks: [] })), { status: 403, body: { scope: 'reports:48' } }, 'nobody takes over the plan of another')
  t.match(await ask('ministry', 'PUT', '/v1/plans/directive-01', danang()), { status: 409 })
  for (const word of ['tasks', 'coverage', 'statistics']) t.match(await ask('ministry', 'PUT', `/v1/plans/${word}`, danang()), { status: 400 }, word)
})

t.test('two officers who write one plan do not overwrite each other', async (t) => {
  const put = (given: object, tag: string | null) => ask('danang', 'PUT', '/v1/plans/48-2028', danang({ period: '2028', ...given }), tag)
  t.match(await put({}, '*'), { status: 412 }, 'there is none to have been read')
  t.strictSame((await Promise.all([put({ note: 'A' }, null), put({ note: 'B' }, null)])).map(({ status }) => status).sort(), [200, 428], 'who comes second has to read it first')
  t.match(await put({ note: 'C' }, null), { status: 428, body: { type: '/problems/precondition-required' } })
  const read = async (language: string) => await get('/v1/plans/48-2028', { 'accept-language': language })
  const { headers, body } = await read('vi')
  t.match(String(headers['etag']), new RegExp(`^"v${body.recordedAt}\\.`))
  const tags = [String(headers['etag']), String((await read('en')).headers['etag'])]
  t.not(tags[0], tags[1], 'a tag for each representation, of which the version counts')
  const both = await Promise.all([put({ note: 'C' }, tags[0]!), put({ note: 'D' }, tags[1]!)])
  t.strictSame(both.map(({ status }) => status).sort(), [200, 412])
  t.equal((await read('vi')).body.note, both[0]!.status === 200 ? 'C' : 'D')
  t.match(await put({ note: both[0]!.status === 200 ? 'C' : 'D' }, tags[0]!), { status: 200 }, 'sent again as its answer was lost, it overwrites nothing')
  t.match(await put({ state: 'ended' }, `"v${(await read('vi')).body.recordedAt}.0"`), { status: 200, body: { state: 'ended' } }, 'the version can be named from what was read')
  const { headers: { etag } } = await read('vi')
  t.equal((await app.inject({ url: '/v1/plans/48-2028', headers: { 'accept-language': 'vi', 'if-none-match': String(etag) } })).statusCode, 304)
})

t.test('a plan with faults is refused with all of them named', async (t) => {
  const { tasks, indicators } = danang()
  const refused = async (given: object) => (await ask('danang', 'PUT', '/v1/plans/48-2026-2030', danang(given))).body
  t.match(await refused({ tasks: [{ ...tasks[0], parent: '1.1' }, tasks[1]!] }), { status: 400, errors: [{ path: 'tasks.0.parent', message: /cycle/ }, { path: 'tasks.1.parent' }] })
  t.match(await refused({ indicators: [{ ...indicators[0], statistic: 'turnover' }] }), { status: 400, errors: [{ path: 'indicators.0.statistic', message: /no statistic turnover/ }] })
  t.match(await refused({ tasks: [{ ...tasks[1], parent: null, leads: ['nobody'] }] }), { status: 400, errors: [{ message: /nobody/ }] })
  t.match(await refused({ tasks: [{ ...tasks[1], parent: null, due: '2026-01-14' }] }), { status: 400, errors: [{ path: 'tasks.0.due' }] }, 'a span that is reversed')
  t.match(await refused({ province: '99' }), { status: 400, errors: [{ path: 'province' }] })
  t.match(await refused({ document: null }), { status: 400, errors: [{ path: 'document' }] })
})

t.test('a draft is nobody else\'s business', async (t) => {
  const before = (await get('/v1/plans')).body
  t.match(await ask('danang', 'PUT', '/v1/plan-drafts/48-2027', danang({ period: '2027', document: null, title: 'Bí mật' })), { status: 200, body: { code: '48-2027', plan: { title: 'Bí mật' } } })
  t.strictSame((await get('/v1/plans')).body, before, 'no position is taken')
  t.match(await get('/v1/plans/48-2027'), { status: 404 })
  t.match(await ask(null, 'GET', '/v1/plan-drafts'), { status: 401 })
  t.strictSame((await ask('quangtri', 'GET', '/v1/plan-drafts')).body.items, [])
  t.strictSame(codes((await ask('danang', 'GET', '/v1/plan-drafts')).body.items), ['48-2027'])
  t.match(await ask('quangtri', 'PUT', '/v1/plan-drafts/48-2027', danang({ province: '44', agency: 'ubnd-44', tasks: [] })), { status: 403 })
  t.match(await ask('quangtri', 'DELETE', '/v1/plan-drafts/48-2027'), { status: 403 })
  t.match(await ask('danang', 'DELETE', '/v1/plan-drafts/48-2027'), { status: 200, body: { code: '48-2027' } })
  t.match(await ask('danang', 'DELETE', '/v1/plan-drafts/48-2027'), { status: 404 })
  await ask('danang', 'PUT', '/v1/plan-drafts/48-2027', danang({ period: '2027' }))
  t.match(await ask('danang', 'PUT', '/v1/plans/48-2027', danang({ period: '2027' })), { status: 200 })
  t.strictSame((await ask('danang', 'GET', '/v1/plan-drafts')).body.items, [], 'putting it in force ends the draft')
  await ask('danang', 'PUT', '/v1/plans/48-2027', danang({ period: '2027', state: 'ended' }))
})

const listed = async (query: string): Promise<string[]> => (await get(`/v1/plans/tasks?${query}`)).body.items.map(({ plan, number }: { plan: string, number: string }) => `${plan}/${number}`)

t.test('what is overdue or due soon goes by the day in Vietnam', async (t) => {
  t.strictSame(await listed('province=48&overdue=true'), ['48-2026-2030/1.1'])
  t.strictSame(await listed('province=48&duewithin=30'), ['48-2026-2030/1.2'])
  t.strictSame(await listed('province=48&duewithin=29'), [])
  now = new Date('2026-12-22T16:59:59Z')
  t.strictSame(await listed('province=48&overdue=true'), ['48-2026-2030/1.1'], 'the last day lasts until midnight')
  now = new Date('2026-12-22T17:00:00Z')
  t.strictSame(await listed('province=48&overdue=true'), ['48-2026-2030/1.1', '48-2026-2030/1.2'])
  now = NOW
  const national = await listed('overdue=true&level=nation')
  t.equal(national[0], 'directive-01/I.1', 'the longest overdue first')
  t.ok(national.includes('directive-01/I.9') && !national.some((task) => task.startsWith('resolution-26')))
})

t.test('progress is a log, whose last day is the state', async (t) => {
  const tell = (who: 'danang' | 'quangtri' | 'ministry', task: string, given: object) => ask(who, 'POST', `/v1/plans/48-2026-2030/tasks/${task}/progress`, { on: '2026-10-01', state: 'in-progress', ...given })
  t.match(await tell('quangtri', '1.1', {}), { status: 403 })
  t.match(await tell('danang', '1.1', { note: 'Đang lấy ý kiến' }), { status: 201, body: { state: 'in-progress', reportedOn: '2026-10-01', isOverdue: true } })
  t.match(await tell('danang', '1.1', { on: '2026-11-20', state: 'done', document: { number: '12/BC-SKHCN' } }), { status: 201, body: { state: 'done', isOverdue: false } })
  t.match(await tell('danang', '1.1', { on: '2026-09-01', state: 'not-started' }), { status: 201, body: { state: 'done', progress: [{ state: 'done', document: { number: '12/BC-SKHCN' } }, { state: 'in-progress' }, { state: 'not-started' }] } }, 'told late, it is put in its place')
  t.match(await tell('danang', '1.1', { on: '2026-11-23' }), { status: 400, body: { errors: [{ path: 'on' }] } })
  t.match(await tell('danang', '9', {}), { status: 404 })
  t.match((await get('/v1/plans/48-2026-2030/tasks/1.1?asof=2026-10-15')).body, { state: 'in-progress' })
  t.match((await get('/v1/plans/48-2026-2030/tasks/1')).body.children.map((one: Task) => one.number), ['1.1', '1.2'])
  t.match((await get('/v1/plans?province=48&period=2026-2030')).body.items, [{ code: '48-2026-2030', tasks: 3, done: 1, overdue: 0 }])
  t.match(await ask('danang', 'POST', '/v1/plans/directive-01/tasks/I.1/progress', { on: '2020-10-01', state: 'done' }), { status: 403 })
  t.match(await ask('ministry', 'POST', '/v1/plans/directive-01/tasks/I.3/progress', { on: '2020-10-01', state: 'in-progress' }), { status: 201 }, 'also of a plan that is shipped')
})

t.test('tasks are found by the body that has them now', async (t) => {
  t.ok((await listed('agency=most&role=lead&plan=directive-01')).includes('directive-01/I.1'), 'what the ministry of information was given')
  t.notOk((await listed('agency=mic&role=lead&plan=directive-01')).includes('directive-01/I.6'))
  t.strictSame(await listed('agency=mof&role=lead&plan=directive-01'), ['directive-01/I.7', 'directive-01/II.3.a', 'directive-01/II.3.b', 'directive-01/II.3.c', 'directive-01/II.3.d'])
  t.match(await get('/v1/plans/tasks?role=lead'), { status: 400, body: { errors: [{ path: 'role' }] } })
  const all = (await get('/v1/plans/tasks?limit=1000&total=true')).body
  const paged: string[] = []
  for (let next: string | null = ''; next !== null;) {
    const { body } = await get(`/v1/plans/tasks?limit=7${next && `&cursor=${next}`}`)
    paged.push(...body.items.map((one: { plan: string, number: string }) => `${one.plan}/${one.number}`))
    next = body.next
  }
  t.equal(paged.length, all.total)
  t.equal(new Set(paged).size, all.total)
  const lines = (await app.inject('/v1/plans/tasks?overdue=true&format=csv')).body.trim().split('\r\n')
  t.match(lines[0], /plan,number,parent,title,clause,leads/)
  t.ok((await app.inject('/v1/plans/tasks?format=xlsx')).statusCode === 200 && (await app.inject('/v1/plans/tasks?format=ndjson')).body.split('\n').length === all.total + 1)
})

t.test('indicators are measured by the registry, or reported with a source', async (t) => {
  const report = (who: 'danang' | 'ministry', plan: string, indicator: string, asof: string, body: object) => ask(who, 'PUT', `/v1/plans/${plan}/indicators/${indicator}/values/${asof}`, { source: 'Báo cáo của phép thử', ...body })
  const { body } = await get('/v1/plans/48-2026-2030/indicators', EN)
  t.match(body.items.slice(0, 3), [
    { number: 'count', value: { value: 6, asOf: '2026-11-22', origin: 'registry' }, state: 'reached' },
    { number: 'density', value: { value: 0, numerator: 6, denominator: 3_065_628 }, state: 'behind' },
    { number: 'confirmed', value: { value: 0, numerator: 0, denominator: 6 }, state: 'behind' },
  ])
  t.match((await get('/v1/plans/48-2026-2030/indicators?asof=2026-02-01')).body.items[0], { value: { value: 4, asOf: '2026-02-01' } }, 'as on any day')
  t.match(await report('danang', '48-2026-2030', 'count', '2026-06-30', { value: 7 }), { status: 409 }, 'what is measured is not reported')
  t.match(await report('danang', '48-2026-2030', 'revenue', '2026-01-01', { value: 100 }), { status: 200, body: { state: 'unknown', why: 'no-earlier-value' } })
  t.match(await report('danang', '48-2026-2030', 'revenue', '2026-11-22', { value: 120 }), { status: 200, body: { state: 'on-the-way', value: { origin: 'reported', source: 'Báo cáo của phép thử', numerator: 120 } } })
  t.match(await report('danang', '48-2026-2030', 'services', '2026-06-30', { numerator: 1, denominator: 4 }), { status: 200, body: { value: { value: 25, numerator: 1, denominator: 4 }, state: 'on-the-way' } })
  t.match(await report('danang', '48-2026-2030', 'services', '2026-06-30', { numerator: 1, denominator: 0 }), { status: 400, body: { errors: [{ path: 'denominator' }] } })
  t.match(await report('danang', '48-2026-2030', 'services', '2026-06-30', { value: 25 }), { status: 400, body: { errors: [{ path: 'value' }] } })
  t.match(await report('danang', '48-2026-2030', 'services', '2026-11-23', { numerator: 1, denominator: 4 }), { status: 400, body: { errors: [{ path: 'asof' }] } })
  t.match(await report('danang', '48-2026-2030', 'none', '2026-06-30', { value: 1 }), { status: 404 })
  t.match(await report('ministry', 'hcmc-2929', 'internet', '2020-12-31', { value: 65 }), { status: 200, body: { kind: 'range', least: 60, most: 70, state: 'reached' } })
  for (const [asof, value] of [['2015-12-31', 100], ['2020-12-31', 260]] as const) await report('ministry', 'hcmc-2929', 'industry-growth', asof, { value })
  t.match((await get('/v1/plans/hcmc-2929/indicators')).body.items.slice(0, 3), [{ kind: 'growth', least: 20, value: { value: 21.06 }, state: 'reached' }, { kind: 'range', least: 60, most: 70, value: { value: 65 } }, { state: 'unknown', why: 'nothing-reported' }])
})

t.test('the statistics that indicators can name say which kinds they measure', async (t) => {
  const { items } = (await get('/v1/plans/statistics', EN)).body as { items: { code: string, name: string, kinds: string[] }[] }
  t.match(items.find(({ code }) => code === 'density'), { name: /per 1,000 people/, kinds: ['density'] })
  for (const { code, kinds } of items) {
    const indicator = { ...danang().indicators[0], statistic: code }
    t.match(await ask('danang', 'PUT', '/v1/plans/48-2030', danang({ period: '2030', tasks: [], indicators: [{ ...indicator, kind: kinds[0] === 'range' ? 'minimum' : kinds[0] }] })), { status: 200 }, code)
    const other = kinds.includes('density') ? 'percentage' : 'density'
    t.match(await ask('danang', 'PUT', '/v1/plans/48-2030', danang({ period: '2030', tasks: [], indicators: [{ ...indicator, kind: other }] })), { status: 400, body: { errors: [{ path: 'indicators.0.statistic' }] } }, `${code} of another kind`)
  }
})

t.test('key products and platforms are counted by the registry, on the day that counts', async (t) => {
  const enter = async (path: string, given: object) => t.match(await ask('publisher', 'PUT', `/v1/${path}`, { name: 'Thử nghiệm', recognisedBy: 'Cơ quan thử nghiệm', document: 'Dữ liệu thử nghiệm', ...given }), { status: 200 }, path)
  const product = (given: object) => ({ kind: 'key-product', state: 'recognised', ...given })
  const standing = async (query = '') => ((await get(`/v1/plans/directive-01/indicators${query}`)).body.items as { value: { value: number } | null, state: string, why: string | null }[]).slice(1)
  t.match(await standing(), [{ value: null, why: 'nothing-counted' }, { value: null, why: 'nothing-counted' }], 'nothing entered is not counted as none')
  const before = (await get('/v1/status')).body.position as number
  for (let n = 0; n < 5; n++) await enter(`products/key-${n}`, product({ enterprise: codeOf(n), since: '2023-03-01' }))
  await enter('products/key-again', product({ enterprise: codeOf(0), since: '2023-03-01' }))
  await enter('products/key-late', product({ enterprise: codeOf(6), since: '2025-01-01' }))
  await enter('products/key-undated', product({ enterprise: codeOf(7) }))
  await enter('products/key-proposed', product({ enterprise: codeOf(8), state: 'proposed', since: '2023-03-01' }))
  t.match(await ask('danang', 'PUT', '/v1/localities/48/products/key-local', product({ enterprise: codeOf(9), since: '2023-03-01', name: 'A', recognisedBy: 'A', document: 'A' })), { status: 200 })
  await enter('platforms/shared', { kind: 'shared-platform', state: 'in-use', since: '2024-12-31' })
  t.match(await standing(), [
    { value: { value: 5, asOf: '2024-12-31', origin: 'registry', source: 'key-product-enterprises' }, state: 'reached' }, { value: { value: 1, asOf: '2024-12-31' }, state: 'behind' },
  ], 'enterprises of national ones that were there before 2025')
  t.match(await standing('?asof=2023-02-28'), [{ value: { value: 0, asOf: '2023-02-28' } }, { value: { value: 0 } }])
  t.match(await standing(`?knownat=${before}`), [{ value: null, why: 'nothing-counted' }, {}], 'as known at any position')
  await enter('products/key-0', product({ enterprise: codeOf(0), since: '2023-03-01', state: 'ended' }))
  await enter('products/key-again', product({ enterprise: codeOf(1), since: '2023-03-01' }))
  t.match(await standing(), [{ value: { value: 4 }, state: 'behind' }, {}])
  const local = danang({ period: '2029', tasks: [], indicators: [{ number: 'local', title: 'Sản phẩm', titleEn: 'Products', kind: 'minimum', unit: 'products', least: 1, from: '2023-01-01', due: '2029-12-31', statistic: 'key-products' }] })
  t.match(await ask('danang', 'PUT', '/v1/plans/48-2029', local), { status: 200, body: { indicatorList: [{ value: { value: 1 }, state: 'reached' }] } }, 'of a locality its own')
})

t.test('the plan of a merged province follows to its successor, and stays readable under its old name', async (t) => {
  const old = danang({ division: '2004', province: '45', agency: 'ubnd-2004-45', period: '2021-2025', tasks: [{ number: '1', title: 'Việc', titleEn: 'Work', leads: ['so-tt-tt-2004-45'], due: '2025-12-31' }] })
  t.match(await ask('danang', 'PUT', '/v1/plans/2004-45-2021-2025', old), { status: 403, body: { scope: 'reports:44' } })
  t.match(await ask('quangtri', 'PUT', '/v1/plans/2004-45-2021-2025', old), { status: 200, body: { division: '2004', province: '45', provinceName: 'Quang Tri Province', successor: '44', taskList: [{ leads: [{ name: /Information and Communications of Quang Tri/, now: ['so-kh-cn-44'] }] }] } })
  for (const unit of ['province=44', 'province=45&division=2004']) t.strictSame(codes((await get(`/v1/plans?${unit}`)).body.items), ['2004-45-2021-2025'], unit)
  t.strictSame(await listed('province=44&overdue=true'), ['2004-45-2021-2025/1'])
  t.strictSame(await listed('agency=so-kh-cn-44'), ['2004-45-2021-2025/1'])
  t.match((await get('/v1/plans/2004-45-2021-2025')).body.indicatorList[0], { value: { origin: 'registry' } }, 'its old territory is still counted')
  t.match(await ask('quangtri', 'POST', '/v1/plans/2004-45-2021-2025/tasks/1/progress', { on: '2026-01-05', state: 'done' }), { status: 201 }, 'by its successor')
})

t.test('coverage tells who has no plan', async (t) => {
  const coverage = async (period: string, query = '') => (await get(`/v1/plans/coverage?period=${period}${query}`)).body
  const of = (body: { items: { code: string, coverage: string, plans: string[] }[] }, code: string) => body.items.find((one) => one.code === code)
  const now = await coverage('2026-2030')
  t.match(now, { localities: { all: 34, covered: 1 }, sectors: { all: 17, covered: 0 } })
  t.match(of(now, '48'), { coverage: 'own', plans: ['48-2026-2030'] })
  t.match(of(now, '01'), { coverage: 'none', plans: [] })
  t.match(of(await coverage('2021-2025'), '44'), { coverage: 'some-predecessors', plans: ['2004-45-2021-2025'] }, 'Quảng Bình had none')
  await ask('ministry', 'PUT', '/v1/plans/mic-2021-2025', danang({ level: 'sector', agency: 'mic', province: null, period: '2021-2025', tasks: [] }))
  t.match(of(await coverage('2021-2025'), 'most'), { coverage: 'predecessors', plans: ['mic-2021-2025'] })
  t.strictSame(codes((await get('/v1/plans?agency=most')).body.items), ['mic-2021-2025'])
  t.match((await get('/v1/plans/coverage?period=2030-26')), { status: 400 })
  const known = (await get('/v1/plans/48-2026-2030')).body.recordedAt
  t.match(of(await coverage('2026-2030', `&knownat=${known - 1}`), '48'), { coverage: 'none' }, 'as known at any position')
})
