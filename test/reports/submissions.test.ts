import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { canonicalJson } from '../../src/journal/canonical.ts'
import { figuresFor, provenanceOf } from '../../src/reports/figures.ts'
import { findCycle } from '../../src/reports/queries.ts'
import { figuresOf, hashOfFigures } from '../../src/reports/submission-document.ts'
import { readCounts } from '../../src/reports/submission-queries.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, HANOI, HUE } from '../support/history.ts'
import { ANSWERS, testReporting } from '../support/reports.ts'

const since = (day: string) => ({ registeredOn: day, amendedOn: day })
const records = [
  feedRecord({ code: codeOf(0), address: HANOI, ...since('2020-01-01') }), feedRecord({ code: codeOf(1), address: DANANG, ...since('2019-05-01') }),
  feedRecord({ code: codeOf(2), address: DANANG, ...since('2026-03-01') }), feedRecord({ code: codeOf(3), address: HUE, ...since('2024-03-01') }),
]
const { db, pool, get, load, ask, at, tagOf, setClock, write, submit, review } = await testReporting(t, records)
const CYCLE = 'd01-2026'
const figure = (body: { figures: { code: string, value: number }[] }, code: string) => body.figures.find((one) => one.code === code)?.value

t.test('the yearly report of letter 1080 is there from the start', async (t) => {
  const { body } = await get('/v1/reports')
  t.match(body.items, [{ code: CYCLE, period: '2026', due: { kind: 'before', month: 12, day: 10 }, dueAt: '2026-12-09T23:59:59+07:00', state: 'open', division: '2025' }])
  t.match((await get(`/v1/reports/${CYCLE}`)).body, { reporters: 34, submitted: 0, missing: 34, late: 0 })
  t.match((await get('/v1/report-templates/d01')).body, { code: 'd01', version: 1, sections: [{ code: 'situation', kind: 'text', isRequired: true }] })
  t.match((await get('/v1/report-rules/d01')).body, { recipient: 'Bộ Khoa học và Công nghệ', reporters: null, reminders: [30, 14, 7, 1] })
})

t.test('a draft shows the figures of the registry as they are now', async (t) => {
  const { status, headers, body } = await ask('48', 'GET', at(CYCLE, '48'))
  t.equal(status, 200)
  t.equal(headers['cache-control'], 'no-store')
  t.match(body, { state: 'missing', version: 0, isFrozen: false, submittedAt: null, provenance: { asOf: '2026-11-22', comparedWith: '2025-11-22', ruleSet: 1, populationBase: { code: 'registered-2024' } } })
  t.strictSame(['enterprises', 'category-ii', 'category-iv', 'year-ago', 'change', 'change-percent', 'national-share'].map((code) => figure(body, code)), [2, 1, 1, 1, 1, 100, 50])
  t.ok(figure(body, 'allocated')! > 2000, 'its part of the target by population')
  const drafted = await write('48', CYCLE, '48', { answers: ANSWERS.slice(0, 2), comments: [{ figure: 'enterprises', text: 'Chưa gồm hợp tác xã.' }] })
  t.match(drafted, { status: 200, body: { state: 'draft', version: 1, comments: [{ figure: 'enterprises' }] } })
  const before = (await ask('48', 'GET', at(CYCLE, '48'))).body.provenance.position
  await load([feedRecord({ code: codeOf(9), address: DANANG, ...since('2021-01-01') })])
  const live = (await ask('48', 'GET', at(CYCLE, '48'))).body
  t.equal(figure(live, 'enterprises'), 3, 'live')
  t.ok(live.provenance.position > before)
})

t.test('what does not fit the template is refused by name', async (t) => {
  const refused = async (content: object, ...paths: string[]) => {
    const { status, body } = await write('48', CYCLE, '48', content)
    t.equal(status, 400, JSON.stringify(content).slice(0, 80))
    t.strictSame(body.errors.map((one: { path: string }) => one.path), paths)
  }
  await refused({ answers: [{ section: 'nonsense', value: 'x' }] }, 'answers.0.section')
  await refused({ answers: [{ section: 'results', value: 5 }, { section: 'supply', value: 1.5 }, { section: 'plan-issued', value: 'yes' }] }, 'answers.0.value', 'answers.1.value', 'answers.2.value')
  await refused({ answers: [{ section: 'results', value: 'x' }, { section: 'results', value: 'y' }] }, 'answers.1.section')
  await refused({ answers: [{ section: 'results', value: 'x'.repeat(8001) }] }, 'answers.0.value')
  await refused({ answers: [], comments: [{ figure: 'enterprises', text: 'a' }, { figure: 'enterprises', text: 'b' }] }, 'comments.1.figure')
  await refused({ answers: [], figures: [{ code: 'enterprises', value: 9000 }] }, 'figures')
  await refused({ answers: [{ section: 'results', value: 'a\0b' }] }, 'answers.0.value')
  t.match(await submit('48', CYCLE, '48'), { status: 400, body: { errors: [{ path: 'answers.plan-issued' }, { path: 'answers.focal-point' }, { path: 'answers.supply-published' }, { path: 'answers.supply' }, { path: 'answers.demand' }] } }, 'what is needed and lacks')
  const blank = ANSWERS.map((one) => one.section === 'situation' ? { ...one, value: '\u200b\u2060\u00ad' } : one)
  t.equal((await write('48', CYCLE, '48', { answers: blank })).status, 200)
  t.match(await submit('48', CYCLE, '48'), { status: 400, body: { errors: [{ path: 'answers.situation' }] } }, 'what nobody sees is no answer')
})

t.test('two who write at once do not overwrite each other', async (t) => {
  const tag = await tagOf('48', CYCLE, '48')
  const both = await Promise.all([write('48', CYCLE, '48', { answers: ANSWERS }, tag), write('48', CYCLE, '48', { answers: ANSWERS }, tag)])
  t.strictSame(both.map(({ status }) => status).sort(), [200, 412])
  t.equal((await write('48', CYCLE, '48', { answers: [] }, tag)).status, 412)
  t.equal((await ask('48', 'PUT', at(CYCLE, '48'), { payload: { answers: [] } })).status, 428)
})

t.test('a report of another province, a stranger and a feeder are kept out', async (t) => {
  for (const method of ['GET', 'PUT'] as const) t.match(await ask('01', method, at(CYCLE, '48'), { payload: { answers: [] }, headers: { 'if-match': '*' } }), { status: 403, body: { scope: 'reports:48' } }, method)
  t.match(await ask('01', 'POST', `${at(CYCLE, '48')}/submit`, { headers: { 'if-match': '*' } }), { status: 403 })
  t.match(await ask(null, 'GET', at(CYCLE, '48')), { status: 401 })
  t.match(await ask('48', 'POST', `${at(CYCLE, '48')}/review`, { payload: { outcome: 'accepted' }, headers: { 'if-match': '*' } }), { status: 403, body: { scope: 'publish' } })
  t.match(await ask('ministry', 'GET', at(CYCLE, '49')), { status: 404 }, 'a unit that is no more')
  t.match(await ask('ministry', 'GET', at('d01-2031', '48')), { status: 404 })
})

t.test('it is submitted once, with figures that are frozen and can be reckoned again', async (t) => {
  const tag = await tagOf('48', CYCLE, '48')
  const both = await Promise.all([submit('48', CYCLE, '48', tag), submit('48', CYCLE, '48', tag)])
  t.strictSame(both.map(({ status }) => status).sort(), [200, 409])
  t.match(await submit('48', CYCLE, '48'), { status: 409, body: { type: '/problems/wrong-state' } }, 'twice')
  t.match(await write('48', CYCLE, '48'), { status: 409 }, 'nothing is written any more')
  const { body } = await ask('48', 'GET', at(CYCLE, '48'))
  t.match(body, { state: 'submitted', isFrozen: true, isLate: false, submittedAt: '2026-11-22T03:00:00.000Z', attempts: [{ number: 1, isLate: false, outcome: null }] })
  await load([feedRecord({ code: codeOf(10), address: DANANG, ...since('2021-01-01') })])
  t.equal(figure((await ask('48', 'GET', at(CYCLE, '48'))).body, 'enterprises'), 3, 'frozen')
  const { text } = await ask('48', 'GET', `${at(CYCLE, '48')}/document?attempt=1`)
  t.equal(createHash('sha256').update(text).digest('hex'), body.attempts[0].sha256)
  t.equal(text, canonicalJson(JSON.parse(text)))
  const { provenance, figuresSha256 } = JSON.parse(text)
  const cycle = (await findCycle(db, CYCLE))!
  const again = await readCounts(db, { asOf: provenance.asOf, division: '2025', position: provenance.position })
  t.equal(hashOfFigures(figuresOf(cycle, figuresFor(again, '48')), provenanceOf(again)), figuresSha256, 'from the register at that position')
  const { items } = (await get('/v1/changes?after=0&limit=1000')).body
  const told = items.find((one: { subject: string | null }) => one.subject === `report/${CYCLE}/48`)
  t.equal(told.type, 'publication')
  t.strictSame(told.detail, { code: CYCLE, value: 'submitted' }, 'no checksum, by which answers could be guessed')
  for (const change of ["update report_attempts set document = ''", 'delete from report_attempts']) await t.rejects(pool.query(change), { message: /never changed/ })
})

t.test('what is returned says why, is mended and comes again; what is accepted stays', async (t) => {
  t.match(await review(CYCLE, '48', { outcome: 'returned' }), { status: 400, body: { errors: [{ path: 'comments' }] } })
  t.match(await review(CYCLE, '48', { outcome: 'returned', comments: [{ section: 'nonsense', text: 'x' }] }), { status: 400 })
  t.match(await review(CYCLE, '48', { outcome: 'returned', comments: [{ section: 'results', text: 'Đề nghị bổ sung số liệu.' }] }), { status: 200, body: { state: 'returned' } })
  const publicly = (await get(`/v1/reports/${CYCLE}`)).body
  t.match(publicly, { submitted: 1, accepted: 0, missing: 33 })
  t.notMatch(JSON.stringify(publicly), /return/i, 'that it was returned is between the two')
  t.match((await ask('48', 'GET', at(CYCLE, '48'))).body, { state: 'returned', isFrozen: false, attempts: [{ outcome: 'returned', comments: [{ section: 'results', text: 'Đề nghị bổ sung số liệu.' }] }] })
  t.match(await review(CYCLE, '48', { outcome: 'accepted' }), { status: 409 }, 'nothing to review')
  setClock('2026-12-11T02:00:00Z')
  t.match(await submit('48', CYCLE, '48'), { status: 200, body: { state: 'submitted', isLate: false, attempts: [{}, { number: 2, isLate: false }] } }, 'in time by its first attempt')
  t.match(JSON.parse((await ask('48', 'GET', `${at(CYCLE, '48')}/document?attempt=2`)).text), { attempt: 2, isLate: false, submittedAt: '2026-12-11T02:00:00.000Z' })
  t.match(await review(CYCLE, '48', { outcome: 'accepted' }), { status: 200, body: { state: 'accepted' } })
  const told = (await get('/v1/changes?after=0&limit=1000')).body.items.filter((one: { subject: string | null }) => one.subject === `report/${CYCLE}/48`)
  t.strictSame(told.map((one: { detail: { value: string } }) => one.detail.value), ['submitted', 'accepted'], 'no event tells that it came again')
  const { rows: [trail] } = await pool.query("select count(*)::int as n from audit_entries where action = 'report.submit' and subject = $1", [`report/${CYCLE}/48`])
  t.equal(trail.n, 2, 'the trail tells of both')
  t.match(await submit('48', CYCLE, '48'), { status: 409 }, 'resubmitted')
  t.match(await review(CYCLE, '48', { outcome: 'returned', comments: [{ text: 'x' }] }), { status: 409 }, 'returned after all')
})

t.test('what comes late is taken and marked, to the second', async (t) => {
  for (const [code, instant, isLate] of [['01', '2026-12-09T23:59:59+07:00', false], ['46', '2026-12-10T00:00:00+07:00', true]] as const) {
    setClock(instant)
    await write(code, CYCLE, code)
    t.match(await submit(code, CYCLE, code), { status: 200, body: { isLate } }, instant)
  }
  const { body } = await ask('ministry', 'GET', `/v1/reports/${CYCLE}/standing`)
  t.equal(body.items.length, 34)
  const states = new Map<string, object>(body.items.map((one: { code: string }) => [one.code, one]))
  t.match(states.get('48'), { state: 'accepted', attempts: 2, isLate: false, isOverdue: false })
  t.match(states.get('46'), { state: 'submitted', isLate: true })
  t.match(states.get('79'), { state: 'missing', isOverdue: true, submittedAt: null })
  t.match((await ask('46', 'GET', `/v1/reports/${CYCLE}/standing`)).body.items, [{ code: '46' }], 'a province sees its own')
  t.match((await ask('ministry', 'GET', `/v1/reports/${CYCLE}/standing?format=csv`)).text, /code,name,state,attempts/)
  t.match((await get(`/v1/reports/${CYCLE}`)).body, { submitted: 3, late: 1, accepted: 1, missing: 31 })
})

t.test('a cycle that is closed takes nothing, until it is opened again', async (t) => {
  const state = (state: string) => ask('ministry', 'PUT', `/v1/reports/${CYCLE}/state`, { payload: { state } })
  t.match(await state('closed'), { status: 200, body: { state: 'closed' } })
  t.match(await write('79', CYCLE, '79'), { status: 409 })
  t.match(await state('open'), { status: 200, body: { state: 'open' } })
  t.match(await write('79', CYCLE, '79'), { status: 200 })
  t.match(await ask('48', 'PUT', `/v1/reports/${CYCLE}/state`, { payload: { state: 'closed' } }), { status: 403 })
})

t.test('what comes while a cycle is being closed is not taken after that, the first time or again', async (t) => {
  const state = (state: string) => ask('ministry', 'PUT', `/v1/reports/${CYCLE}/state`, { payload: { state } })
  const waiting = async (n: number) => {
    const count = async () => (await pool.query("select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).rows[0].n
    while (await count() < n) await setTimeout(10)
  }
  await write('79', CYCLE, '79')
  await review(CYCLE, '46', { outcome: 'returned', comments: [{ text: 'Bổ sung' }] })
  for (const code of ['79', '46']) {
    const writer = await pool.connect()
    await writer.query('begin')
    await writer.query('select from register_head for update')
    const closed = state('closed')
    await waiting(1)
    const late = submit(code, CYCLE, code)
    await waiting(2)
    await writer.query('commit')
    writer.release()
    t.match(await closed, { status: 200, body: { state: 'closed' } }, code)
    t.match(await late, { status: 409, body: { detail: 'The cycle is closed.' } }, code)
    await state('open')
    t.match(await submit(code, CYCLE, code), { status: 200 }, code)
  }
})

t.test('in a leap year the last day of February is in time, to the second', async (t) => {
  const { title, titleEn, recipient, reminders, template, source } = (await get('/v1/report-rules/d01', { 'accept-language': 'vi' })).body
  const spring = { title, titleEn: titleEn ?? title, recipient, reminders, template: template.code ?? template, source, reporters: ['48', '01'], periodKind: 'year', due: { kind: 'before', month: 3, day: 1, yearsAfter: 1 } }
  t.match(await ask('ministry', 'PUT', '/v1/report-rules/spring', { payload: spring }), { status: 200 })
  t.match(await ask('ministry', 'POST', '/v1/reports', { payload: { rule: 'spring', period: '2027' } }), { status: 201, body: { dueAt: '2028-02-29T23:59:59+07:00' } })
  for (const [code, instant, isLate] of [['48', '2028-02-29T23:59:59+07:00', false], ['01', '2028-03-01T00:00:00+07:00', true]] as const) {
    setClock(instant)
    t.match(await write(code, 'spring-2027', code), { status: 200 })
    t.match(await submit(code, 'spring-2027', code), { status: 200, body: { isLate } }, instant)
  }
})

t.test('rules and templates have versions, and a cycle keeps those that it was opened with', async (t) => {
  const { code: _c, version: _v, ...form } = (await get('/v1/report-templates/d01')).body
  const set = (path: string, payload: object) => ask('ministry', 'PUT', path, { payload })
  t.match(await set('/v1/report-templates/d01', form), { status: 200, body: { version: 1 } }, 'the same again')
  t.match(await ask('ministry', 'PUT', '/v1/report-templates/d01', { payload: { ...form, figures: ['density'] } }), { status: 200, body: { version: 2, figures: ['density'] } })
  t.match((await get(`/v1/reports/${CYCLE}`)).body, { template: { version: 1 } })
  const half = { title: 'Báo cáo 6 tháng', titleEn: 'Half-yearly report', reporters: ['79'], recipient: 'UBND Thành phố Hồ Chí Minh', periodKind: 'half-year', due: { kind: 'within', days: 15 }, reminders: [7], template: 'd01', source: 'Quyết định 2929/QĐ-UBND' }
  t.match(await ask('ministry', 'PUT', '/v1/report-rules/hcm-2929', { payload: half }), { status: 200, body: { version: 1, reporters: ['79'] } })
  t.match(await ask('ministry', 'POST', '/v1/reports', { payload: { rule: 'hcm-2929', period: '2026-H2' } }), { status: 201, headers: { location: '/v1/reports/hcm-2929-2026-h2' }, body: { dueAt: '2027-01-15T23:59:59+07:00', template: { version: 2 } } })
  t.match((await get('/v1/reports/hcm-2929-2026-h2')).body, { reporters: 1, localities: [{ code: '79' }] })
  t.match(await ask('ministry', 'POST', '/v1/reports', { payload: { rule: 'hcm-2929', period: '2026-H2' } }), { status: 409 })
  t.match(await ask('ministry', 'POST', '/v1/reports', { payload: { rule: 'hcm-2929', period: '2026' } }), { status: 400, body: { errors: [{ path: 'period' }] } })
  t.match(await ask('ministry', 'POST', '/v1/reports', { payload: { rule: 'nobody', period: '2026' } }), { status: 400, body: { errors: [{ path: 'rule' }] } })
  t.match(await set('/v1/report-rules/x', { ...half, due: { kind: 'before', month: 7, day: 15 } }), { status: 400, body: { errors: [{ path: 'due' }] } })
  t.match(await set('/v1/report-rules/x', { ...half, reporters: ['99'] }), { status: 400, body: { errors: [{ path: 'reporters.0' }] } })
  t.match(await set('/v1/report-rules/x', { ...half, periodKind: 'year', due: { kind: 'before', month: 2, day: 30 } }), { status: 400, body: { errors: [{ path: 'due.day' }] } })
  t.match(await set('/v1/report-templates/x', { ...form, sections: [form.sections[0], form.sections[0]] }), { status: 400, body: { errors: [{ path: 'sections.1' }] } })
})
