import { sql } from 'drizzle-orm'
import t from 'tap'
import { remind } from '../../src/reports/reminder-commands.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, HANOI, place } from '../support/history.ts'
import { testReporting } from '../support/reports.ts'

const HCMC = place('Thành phố Hồ Chí Minh', '')
const records = [HCMC, HCMC, HANOI, DANANG].map((address, n) => feedRecord({ code: codeOf(n), address, registeredOn: '2021-03-01', amendedOn: '2021-03-01' }))
const { db, get, ask, at, write, submit, review, setClock } = await testReporting(t, records)
const figure = (body: { figures: { code: string, value: number }[] }, code: string) => body.figures.find((one) => one.code === code)?.value
const open = (rule: string, period: string) => ask('ministry', 'POST', '/v1/reports', { payload: { rule, period } })
const rule = (given: object) => ({
  title: 'Sơ kết hằng năm', titleEn: 'Yearly review', reporters: null, recipient: 'Bộ Khoa học và Công nghệ', periodKind: 'year', due: { kind: 'before', month: 12, day: 10, yearsAfter: 0 }, reminders: [30], template: 'hcmc-2929', source: 'Nghị quyết 26/NQ-CP, III.7.a', ...given,
})
const setRule = (code: string, given: object) => ask('ministry', 'PUT', `/v1/report-rules/${code}`, { payload: rule(given) })
const CONTENT = { answers: [{ section: 'situation', value: 'Đã triển khai.' }, { section: 'assessment', value: 'Đạt tiến độ.' }] }
const [CYCLE, HALF] = ['review-2026', 'hcmc-2929-2026-h2']
const section = (items: { code: string }[]) => items.map(({ code }) => code)

t.test('the half-yearly report of HCMC is a rule from the start, with a last day that is a proposal', async (t) => {
  t.match((await get('/v1/report-rules/hcmc-2929')).body, { bodies: ['so-kh-cn-79'], reporters: null, periodKind: 'half-year', due: { kind: 'within', days: 15 }, source: /IV\.2, dash 2.*proposal/ })
  t.match((await get('/v1/report-rules/d01')).body, { bodies: null })
  t.match(await open('hcmc-2929', '2026-H2'), { status: 201, body: { code: HALF, reporterKind: 'bodies', dueAt: '2027-01-15T23:59:59+07:00' } })
  t.match((await get(`/v1/reports/${HALF}`)).body, { reporters: 1, missing: 1, localities: [{ code: 'so-kh-cn-79', isOverdue: false }] })
})

t.test('a department reports with the scope of its province, on the figures of its province', async (t) => {
  t.match(await ask('79', 'GET', at(HALF, 'so-kh-cn-79')), { status: 200, body: { place: '79', locality: { code: 'so-kh-cn-79', type: 'department', name: /Department of Science and Technology/ }, state: 'missing' } })
  t.match(await write('48', HALF, 'so-kh-cn-79', CONTENT), { status: 403, body: { scope: 'reports:79' } })
  t.match(await write('so-kh-cn-79', HALF, 'so-kh-cn-79', CONTENT), { status: 200, body: { state: 'draft' } }, 'or with its own')
  t.match(await submit('79', HALF, 'so-kh-cn-79'), { status: 200, body: { state: 'submitted', isLate: false } })
  t.equal(figure((await ask('79', 'GET', at(HALF, 'so-kh-cn-79'))).body, 'enterprises'), 2)
  const document = JSON.parse((await ask('79', 'GET', `${at(HALF, 'so-kh-cn-79')}/document?attempt=1`)).text)
  t.match(document, { locality: { code: 'so-kh-cn-79', name: /Sở Khoa học và Công nghệ/, division: '2025' }, place: '79' })
})

t.test('bodies that are named report, and where one has ended who took over from it', async (t) => {
  t.match(await setRule('review', { bodies: ['most', 'mof', 'mpi', 'vinasa', 'most'] }), { status: 200, body: { version: 1, bodies: ['mof', 'most', 'mpi', 'vinasa'], reporters: null } })
  t.match(await setRule('review', { bodies: ['vinasa', 'most', 'mpi', 'mof'] }), { status: 200, body: { version: 1 } }, 'the same again')
  t.match(await open('review', '2026'), { status: 201 })
  const { body } = await get(`/v1/reports/${CYCLE}`, { 'accept-language': 'en' })
  t.match(body, { reporterKind: 'bodies', reporters: 3, missing: 3 })
  t.strictSame(section(body.localities), ['mof', 'most', 'vinasa'], 'the ministry of planning is that of finance since March 2025')
  t.equal(body.localities[1].name, 'Ministry of Science and Technology')
})

t.test('a central body reports with a scope of its own, on the figures of the nation', async (t) => {
  const { status, body } = await write('most', CYCLE, 'most', CONTENT)
  t.equal(status, 200)
  t.equal(body.place, null)
  t.strictSame(['enterprises', 'national-share', 'year-ago', 'population'].map((code) => figure(body, code)), [4, 100, 4, 113_571_926])
  const { body: target } = await get('/v1/statistics/target')
  t.equal(target.count, 4, 'that of the statistics')
  t.match(await submit('most', CYCLE, 'most'), { status: 200, body: { state: 'submitted', isLate: false } })
})

t.test('nobody reports in the name of another, and a key to a report opens nothing else', async (t) => {
  for (const who of ['mof', '48', '79']) t.match(await ask(who, 'PUT', at(CYCLE, 'most'), { payload: CONTENT, headers: { 'if-match': '*' } }), { status: 403, body: { scope: 'submit:most' } }, who)
  t.match(await ask('mof', 'GET', at(CYCLE, 'most')), { status: 403 })
  t.match(await ask(null, 'GET', at(CYCLE, 'most')), { status: 401 })
  t.match(await ask('most', 'GET', at('d01-2026', '48')), { status: 403, body: { scope: 'reports:48' } })
  t.match(await ask('mpi', 'GET', at(CYCLE, 'mpi')), { status: 404 }, 'who is no more does not report')
  t.match(await ask('mof', 'GET', at(CYCLE, 'mpi')), { status: 403, body: { scope: 'submit:mpi' } })
  t.match(await ask('ministry', 'GET', at(CYCLE, 'mpi')), { status: 404 })
  t.match(await ask('ministry', 'GET', at(CYCLE, '79')), { status: 404 })
  t.match(await ask('ministry', 'GET', at('d01-2026', 'most')), { status: 404 })
  for (const [method, url] of [['GET', '/v1/plan-drafts'], ['GET', '/v1/focal-points/central-2020-03-30/person'], ['POST', '/v1/focal-points'], ['POST', `${at(CYCLE, 'most')}/review`]] as const) t.equal((await ask('most', method, url)).status, 403, url)
  t.strictSame(section((await ask('mof', 'GET', `/v1/reports/${CYCLE}/standing`)).body.items), ['mof'])
  t.strictSame((await ask('48', 'GET', `/v1/reports/${CYCLE}/standing`)).body.items, [])
  t.match(await ask('most', 'GET', '/v1/me'), { status: 200, body: { scopes: ['submit:most'], provinces: { reports: [] } } })
})

t.test('what a rule cannot name is refused by its place', async (t) => {
  const refused = async (given: object, ...paths: string[]) => t.strictSame((await setRule('x', given)).body.errors?.map((one: { path: string }) => one.path), paths, JSON.stringify(given))
  await refused({ bodies: ['most', 'no-such-body'] }, 'bodies.1')
  await refused({ bodies: ['ministries'] }, 'bodies.0')
  await refused({ bodies: ['most'], reporters: ['48'] }, 'reporters')
  await refused({ bodies: [] }, 'bodies')
  await refused({ bodies: ['MOST'] }, 'bodies.0')
  const agency = (given: object) => ({ name: 'Viện thử nghiệm', nameEn: 'Test institute', kind: 'other', level: 'central', ...given })
  const enter = async (code: string, given: object) => t.equal((await ask('admin', 'PUT', `/v1/agencies/${code}`, { payload: agency(given) })).status, 200, code)
  await enter('77', {})
  await refused({ bodies: ['77'] }, 'bodies.0')
  await enter('ended', { validFrom: '2015-01-01', validTo: '2020-12-31' })
  await enter('to-come', { validFrom: '2027-01-01' })
  for (const body of ['ended', 'to-come']) {
    t.match(await setRule(body, { bodies: ['most', body] }), { status: 200 }, 'a rule is of all periods')
    t.match(await open(body, '2026'), { status: 400, body: { errors: [{ path: 'rule', message: new RegExp(`names ${body},`) }] } }, body)
  }
  t.match(await open('ended', '2020'), { status: 201, body: { code: 'ended-2020' } }, 'of a period in which it was there')
  for (const [scope, status] of [['submit:most', 201], ['submit:*', 201], ['submit:no-such-body', 400], ['submit:ministries', 400], ['submit:', 400], ['submit:MOST', 400]] as const) {
    t.equal((await ask('admin', 'POST', '/v1/keys', { payload: { label: 'x', scopes: [scope] } })).status, status, scope)
  }
})

t.test('what a body submits after the last second is taken and marked', async (t) => {
  setClock('2026-12-10T00:00:00+07:00')
  t.match((await get(`/v1/reports/${CYCLE}`)).body.localities, [{ code: 'mof', isOverdue: true }, { code: 'most', isOverdue: false }, { code: 'vinasa', isOverdue: true }])
  await write('mof', CYCLE, 'mof', CONTENT)
  t.match(await ask('mof', 'POST', `${at(CYCLE, 'mof')}/submit`, { headers: { 'if-match': '*' } }), { status: 200, body: { isLate: true } })
  t.match((await get(`/v1/reports/${CYCLE}`)).body, { submitted: 2, late: 1, missing: 1 })
})

t.test('a body that has not reported is reminded where it wants to be, and no other reads the letter', async (t) => {
  const contacts = (who: string, code: string) => ask(who, 'PUT', `/v1/report-contacts/${code}`, { payload: { addresses: [`${code}@example.org`] } })
  t.match(await contacts('vinasa', 'vinasa'), { status: 200, body: { locality: 'vinasa', addresses: ['vinasa@example.org'] } })
  t.equal((await contacts('79', 'so-kh-cn-79')).status, 200, 'of a department by its province')
  t.match(await contacts('mof', 'vinasa'), { status: 403, body: { scope: 'submit:vinasa' } })
  t.equal((await contacts('ministry', 'mpi')).status, 404, 'one that is no more')
  t.equal((await contacts('ministry', 'nobody')).status, 404)
  const given = await remind(db, new Date('2026-12-10T09:00:00+07:00'))
  t.match(given.find(({ cycle }) => cycle === CYCLE), { kind: 'overdue', missing: 1 })
  const { items } = (await ask('vinasa', 'GET', `/v1/reports/${CYCLE}/letters`)).body
  t.match(items, [{ locality: 'vinasa', kind: 'overdue', address: 'vinasa@example.org', state: 'waiting' }])
  t.strictSame((await ask('mof', 'GET', `/v1/reports/${CYCLE}/letters`)).body.items, [])
})

t.test('what bodies wrote is consolidated without sums of figures that overlap', async (t) => {
  t.match(await review(CYCLE, 'most', { outcome: 'returned', comments: [{ section: 'assessment', text: 'Bổ sung.' }] }), { status: 200, body: { state: 'returned' } })
  await write('most', CYCLE, 'most', { answers: [...CONTENT.answers, { section: 'forecast', value: 'Tăng.' }] })
  await submit('most', CYCLE, 'most')
  for (const code of ['most', 'mof']) t.match(await review(CYCLE, code, { outcome: 'accepted' }), { status: 200, body: { state: 'accepted' } })
  const consolidate = () => ask('ministry', 'POST', `/v1/reports/${CYCLE}/consolidations`, { payload: {} })
  t.match(await consolidate(), { status: 201, body: { edition: 1 } })
  t.match(await consolidate(), { status: 409 }, 'the same again')
  const { body } = await ask('ministry', 'GET', `/v1/reports/${CYCLE}/consolidations/1`)
  t.match(body, { reporterKind: 'bodies', standing: { reporters: 3, submitted: 2, accepted: 2, late: [{ code: 'mof' }], missing: [{ code: 'vinasa' }] }, comparison: null })
  t.strictSame(body.totals, {}, 'twice the nation is no nation')
  t.strictSame(body.localities.map((one: { code: string, figures: { enterprises: number }, previous: null }) => [one.code, one.figures.enterprises, one.previous]), [['mof', 4, null], ['most', 4, null]])
  t.match(body.narratives.find((one: { section: string }) => one.section === 'forecast').items, [{ code: 'most', name: 'Bộ Khoa học và Công nghệ', text: 'Tăng.' }])
  for (const format of ['docx', 'pdf', 'xlsx']) t.match(await ask('ministry', 'GET', `/v1/reports/${CYCLE}/consolidations/1?format=${format}`), { status: 200 }, format)
})

t.test('what a body reported before it was merged stays its own, and its successor goes on with it', async (t) => {
  setClock('2024-12-01T02:00:00Z')
  t.equal((await setRule('old', { bodies: ['mic'] })).status, 200)
  t.match(await open('old', '2024'), { status: 201 })
  t.match(await write('mic', 'old-2024', 'mic', CONTENT), { status: 200, body: { locality: { name: 'Ministry of Information and Communications' } } })
  setClock('2026-12-11T02:00:00Z')
  t.match(await submit('most', 'old-2024', 'mic'), { status: 200, body: { state: 'submitted', isLate: true, locality: { code: 'mic' } } })
  t.match(await ask('mof', 'GET', at('old-2024', 'mic')), { status: 403 })
  t.match(await open('old', '2026'), { status: 201 })
  t.strictSame(section((await get('/v1/reports/old-2026')).body.localities), ['most'])
})

t.test('what a body submitted stays where it ends before the last day, and its successor answers for it', async (t) => {
  setClock('2025-02-01T02:00:00Z')
  t.equal((await setRule('early', { bodies: ['mpi', 'most'] })).status, 200)
  t.match(await open('early', '2025'), { status: 201 })
  const named = () => get('/v1/reports/early-2025')
  // As it was submitted before the end of the body was known.
  await db.execute(sql`insert into submissions (cycle, locality, state, version, answers, comments, submitted_at, is_late, updated_at)
    values ('early-2025', 'mpi', 'submitted', 1, ${JSON.stringify(CONTENT.answers)}, '[]', '2025-02-01T02:00:00Z', false, now())`)
  await db.execute(sql`insert into report_attempts (cycle, locality, number, submitted_at, is_late, as_of, position, figures_sha256, document, sha256, recorded_from)
    select 'early-2025', 'mpi', 1, submitted_at, is_late, as_of, position, figures_sha256, document, sha256, recorded_from from report_attempts where cycle = ${CYCLE} and locality = 'most' and number = 1`)
  t.match((await named()).body, { reporters: 3, submitted: 1, missing: 2, localities: [{ code: 'mof' }, { code: 'most' }, { code: 'mpi', isLate: false }] })
  for (const who of ['ministry', 'mof', 'mpi']) t.match(await ask(who, 'GET', at('early-2025', 'mpi')), { status: 200, body: { state: 'submitted', locality: { code: 'mpi', name: 'Ministry of Planning and Investment' } } }, who)
  t.match(await ask('most', 'GET', at('early-2025', 'mpi')), { status: 403 })
  t.match(await review('early-2025', 'mpi', { outcome: 'returned', comments: [{ text: 'Bổ sung' }] }), { status: 200 })
  t.match(await submit('mof', 'early-2025', 'mpi'), { status: 200, body: { state: 'submitted' } })
  t.match(await review('early-2025', 'mpi', { outcome: 'accepted' }), { status: 200 })
  t.match((await named()).body, { submitted: 1, accepted: 1 })
})
