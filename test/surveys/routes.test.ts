import type { InjectOptions } from 'fastify'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { isOverFourFifths, meanOf, sumOf } from '../../src/surveys/decimal.ts'
import { areSensitive, cellOf, isSensitive, suppress, suppressChoices, together } from '../../src/surveys/suppression.ts'
import { dice } from '../support/bad-values.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, HANOI, HUE } from '../support/history.ts'
import { testRegister } from '../support/register.ts'

const places = [HANOI, HANOI, HANOI, HANOI, DANANG, DANANG, DANANG, HUE, HUE]
const records = places.map((address, n) => feedRecord({ code: codeOf(n), address }))
const ended = feedRecord({ code: codeOf(20), status: { value: '7', name: null } })
const { app, db, pool, load, get } = await testRegister(t, [...records, ended])
const keyOf = async (...scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label: scopes.join(' '), scopes })).key
const keys = { ministry: await keyOf('publish'), all: await keyOf('catalogue:*'), danang: await keyOf('catalogue:48') }
const ask = async (who: keyof typeof keys | null, method: NonNullable<InjectOptions['method']>, url: string, payload?: object) => {
  const response = await app.inject({ method, url, ...payload && { payload }, headers: { 'accept-language': 'en', ...who && { authorization: `Bearer ${keys[who]}` } } })
  return { status: response.statusCode, headers: response.headers, body: response.json() }
}
const options = [{ code: 'yes', text: 'Có' }, { code: 'no', text: 'Không' }]
const questionnaire = (given: object = {}) => ({
  title: 'Phiếu', questions: [
    { code: 'staff', kind: 'number', text: 'Số lao động', required: true }, { code: 'exports', kind: 'choice', text: 'Có xuất khẩu?', options },
    { code: 'needs', kind: 'multi', text: 'Cần gì?', options }, { code: 'words', kind: 'text', text: 'Ý kiến' },
  ], ...given,
})
const survey = (given: object = {}) => ({ code: 's-2026', title: 'Khảo sát', year: 2026, questionnaire: 'industry', version: 1, ...given })
const answer = (n: number, staff: number, more: object[] = []) => ask('all', 'PUT', `/v1/surveys/s-2026/answers/${codeOf(n)}`, { answers: [{ question: 'staff', number: staff }, ...more] })

t.test('a cell that tells of one is hidden, and nothing that is shown gives it back', async (t) => {
  for (const [values, expected] of [[[], false], [[1], true], [[1, 1], true], [[1, 1, 1], false], [[80, 10, 10], false], [[81, 10, 9], true], [[-81, 10, 9], true], [[0, 0, 0], false], [[0.56, 0.07, 0.07], false], [[0.8, 0.1, 0.1], false], [[0.8000001, 0.1, 0.1], true], [[0.24, 0.01, 0.05], false]] as const) t.equal(isSensitive(cellOf('', values)), expected, String(values))
  const cells = (...all: number[][]) => all.map((values, i) => cellOf(String.fromCharCode(97 + i), values))
  t.strictSame(suppress(cells([1, 1], [1, 1, 1], [1, 1, 1, 1])), { hidden: new Set(['a', 'b']), isTotalHidden: false }, 'the smallest goes with it')
  t.strictSame(suppress(cells([1], [1], [1, 1, 1])), { hidden: new Set(['a', 'b', 'c']), isTotalHidden: false }, 'two that are too few together take a third')
  t.strictSame(suppress(cells([1, 1], [])), { hidden: new Set(['a']), isTotalHidden: true })
  t.strictSame(suppress(cells([1000, 1, 1], [5, 5, 5], [5, 5, 5])), { hidden: new Set(['a']), isTotalHidden: true }, 'who dominates the nation hides it')
  t.strictSame(suppress(cells([1, 1, 1], [1, 1, 1])), { hidden: new Set(), isTotalHidden: false })
  const random = dice(7)
  for (let round = 0; round < 2000; round++) {
    const row = Array.from({ length: 1 + Math.floor(random() * 6) }, (_, i) => cellOf(String(i), Array.from({ length: Math.floor(random() * 6) }, () => Math.floor(random() ** 4 * 1000))))
    const { hidden, isTotalHidden } = suppress(row)
    const shown = row.filter(({ key }) => !hidden.has(key))
    const rest = row.filter(({ key }) => hidden.has(key))
    if (shown.some(isSensitive)) t.fail(`shows ${JSON.stringify(row)}`)
    if (!isTotalHidden && (isSensitive(together(row)) || rest.length === 1 || isSensitive(together(rest)))) t.fail(`gives back ${JSON.stringify(row)}`)
  }
})

t.test('sums are those on paper, and means have six decimals', async (t) => {
  for (const [values, sum, mean] of [
    [[], 0, null], [[25], 25, 25], [[0.1, 0.2], 0.3, 0.15], [[0.1, 0.2, 1, 5, 10, 100], 116.3, 19.383333], [[-0.1, -0.2, 0.3], 0, 0], [[1, 1, 0], 2, 0.666667], [[-1, -1, 0], -2, -0.666667],
    [[-0.000001, 0], -0.000001, -0.000001], [[1e15, 0.1, -1e15], 0.1, 0.033333], [[1e15, 1e15], 2e15, 1e15], [Array.from({ length: 20 }, () => 1e15), 2e16, 1e15], [[1e-300, 5], 5, 2.5], [[5e-324, 0], 5e-324, 0], [[-0, -0], 0, 0],
  ] as const) t.strictSame([sumOf(values), meanOf(values)], [sum, mean], String(values))
  const random = dice(11)
  for (let round = 0; round < 500; round++) {
    const cents = Array.from({ length: 1 + Math.floor(random() * 50) }, () => Math.floor((random() - 0.5) * 1e6))
    if (sumOf(cents.map((one) => one / 100)) !== cents.reduce((sum, one) => sum + one, 0) / 100) t.fail(String(cents))
    const [part, whole] = [Math.floor(random() * 1000), Math.floor(random() * 1250)]
    if (isOverFourFifths(part / 1000, whole / 1000) !== 5 * part > 4 * whole) t.fail(`${part} of ${whole}`)
  }
})

t.test('what a few chose is hidden, and what all but a few did', async (t) => {
  const rows = (...all: number[][]) => all.map(([respondents, ...chosen], i) => ({ key: String.fromCharCode(97 + i), respondents: respondents!, chosen }))
  for (const [row, expected] of [[[0, 0, 0], false], [[6, 3, 3], false], [[4, 2, 2], true], [[9, 8, 1], true], [[5, 5, 0], true], [[9, 6, 3], false], [[9, 3, 3, 3], false], [[9, 5, 4, 6], false], [[9, 7, 4], true], [[9, 5, 4, 0], false], [[9, 6, 2, 1], true]] as const) t.equal(areSensitive(rows([...row])), expected, String(row))
  t.strictSame(suppressChoices(rows([6, 3, 3], [8, 4, 4], [9, 8, 1]), new Set()), { hidden: new Set(['c', 'a']), isTotalHidden: false })
  t.strictSame(suppressChoices(rows([6, 3, 3], [8, 4, 4]), new Set(['a'])), { hidden: new Set(['a', 'b']), isTotalHidden: false }, 'with what is hidden already')
  t.strictSame(suppressChoices(rows([9, 8, 1]), new Set()), { hidden: new Set(['a']), isTotalHidden: true })
  const random = dice(5)
  let shownRows = 0
  for (let round = 0; round < 2000; round++) {
    const row = rows(...Array.from({ length: 1 + Math.floor(random() * 6) }, () => { const yes = Math.floor(random() * 12), no = Math.floor(random() * 12); return [yes + no, yes, no] }))
    const { hidden, isTotalHidden } = suppressChoices(row, new Set(random() < 0.3 ? ['b'] : []))
    const [shown, rest] = [row.filter(({ key, respondents }) => !hidden.has(key) && respondents > 0), row.filter(({ key }) => hidden.has(key))]
    shownRows += shown.length
    if (shown.some((one) => areSensitive([one]))) t.fail(`shows ${JSON.stringify(row)}`)
    if (!isTotalHidden && (areSensitive(row) || rest.length === 1 || areSensitive(rest))) t.fail(`gives back ${JSON.stringify(row)}`)
  }
  t.ok(shownRows > 500, `${shownRows} rows were shown`)
})

t.test('versions of a questionnaire never change', async (t) => {
  t.match(await ask('ministry', 'POST', '/v1/questionnaires/industry', questionnaire()), { status: 201, headers: { location: '/v1/questionnaires/industry?version=1' }, body: { version: 1, questions: [{ code: 'staff', required: true, options: [] }, {}, {}, {}] } })
  t.match(await ask('ministry', 'POST', '/v1/questionnaires/industry', questionnaire({ title: 'Phiếu mới' })), { status: 201, body: { version: 2 } })
  t.match((await get('/v1/questionnaires/industry?version=1')).body, { title: 'Phiếu' })
  t.match((await get('/v1/questionnaires/industry')).body, { title: 'Phiếu mới', version: 2 })
  for (const [version, status] of [[3, 404], [10_000, 404], [10_001, 400]] as const) t.match(await get(`/v1/questionnaires/industry?version=${version}`), { status }, String(version))
  const { paths } = app.swagger() as { paths: Record<string, { get: { parameters: { name: string, schema: object }[] } }> }
  t.match(paths['/questionnaires/{questionnaire}']!.get.parameters.find(({ name }) => name === 'version'), { schema: { maximum: 10_000 } }, 'as it is described')
  const bad: [questions: object[], path: string][] = [
    [[{ code: 'a', kind: 'choice', text: 'A', options: options.slice(1) }], 'questions.0.options'], [[{ code: 'a', kind: 'number', text: 'A', options }], 'questions.0.options'],
    [[{ code: 'a', kind: 'text', text: 'A' }, { code: 'a', kind: 'text', text: 'B' }], 'questions.1.code'], [[], 'questions'], [[{ code: 'a', kind: 'date', text: 'A' }], 'questions.0.kind'],
  ]
  for (const [questions, path] of bad) t.match(await ask('ministry', 'POST', '/v1/questionnaires/bad', questionnaire({ questions })), { status: 400, body: { errors: [{ path }] } }, path)
  t.match(await ask('all', 'POST', '/v1/questionnaires/bad', questionnaire()), { status: 403 })
  await t.rejects(pool.query("update questionnaires set title = ''"), { message: /never changed/ })
})

t.test('a survey asks whoever counts when it opens', async (t) => {
  t.match(await ask('ministry', 'POST', '/v1/surveys', survey({ version: 9 })), { status: 400, body: { errors: [{ path: 'questionnaire' }] } })
  const before = (await get('/v1/status')).body.position
  t.match(await ask('ministry', 'POST', '/v1/surveys', survey()), { status: 201, body: { state: 'open', asked: 9, answered: null, ratePercent: null, countedAt: before, position: before + 1 } })
  t.match(await ask('ministry', 'POST', '/v1/surveys', survey()), { status: 409 })
  t.match((await get(`/v1/changes?after=${before}`)).body.items, [{ type: 'publication', subject: 'survey/s-2026', detail: { enterprises: 9 } }])
  await load([feedRecord({ code: codeOf(21) })])
  t.match(await answer(21, 5), { status: 404 }, 'who came later is not asked')
  t.match(await answer(20, 5), { status: 404 }, 'nor who had ended')
})

t.test('answers are what the questionnaire wants, by officers of the province', async (t) => {
  const bad: [answers: object[], path: string][] = [
    [[{ question: 'exports', choices: ['yes'] }], 'answers'], [[{ question: 'staff', text: '5' }], 'answers.0'], [[{ question: 'staff', number: 5, text: 'x' }], 'answers.0'],
    [[{ question: 'staff', number: 5 }, { question: 'exports', choices: ['yes', 'no'] }], 'answers.1'], [[{ question: 'staff', number: 5 }, { question: 'needs', choices: ['maybe'] }], 'answers.1'],
    [[{ question: 'staff', number: 5 }, { question: 'staff', number: 6 }], 'answers.1.question'], [[{ question: 'staff', number: 5 }, { question: 'secret', number: 6 }], 'answers.1.question'], [[{ question: 'staff', number: 1e16 }], 'answers.0.number'],
  ]
  for (const [answers, path] of bad) t.match(await ask('all', 'PUT', `/v1/surveys/s-2026/answers/${codeOf(0)}`, { answers }), { status: 400, body: { errors: [{ path }] } }, JSON.stringify(answers))
  const own = { answers: [{ question: 'staff', number: 10 }] }
  t.match(await ask('danang', 'PUT', `/v1/surveys/s-2026/answers/${codeOf(0)}`, own), { status: 403, body: { scope: 'catalogue:01' } })
  t.match(await ask('danang', 'PUT', `/v1/surveys/s-2026/answers/${codeOf(4)}`, own), { status: 200, body: { version: 1 } })
  t.match(await ask('danang', 'PUT', `/v1/surveys/s-2026/answers/${codeOf(4)}`, own), { status: 200, body: { version: 2 } }, 'again in the place of the first')
  t.match(await ask('danang', 'GET', `/v1/surveys/s-2026/answers/${codeOf(4)}`), { status: 200, body: { answers: [{ question: 'staff', number: 10 }] } })
  t.match(await ask(null, 'GET', `/v1/surveys/s-2026/answers/${codeOf(4)}`), { status: 401 })
  t.match(await ask('danang', 'GET', `/v1/surveys/s-2026/answers/${codeOf(0)}`), { status: 403 })
  t.match((await pool.query("select before, after from audit_entries where action = 'survey.answer' order by number desc limit 1")).rows, [{ before: null, after: { version: 2 } }])
  t.notOk('answers' in (await pool.query("select after from audit_entries where action = 'survey.answer' limit 1")).rows[0].after, 'the trail does not say what')
})

t.test('answers that come at once are versions of their own, in the trail too', async (t) => {
  const all = await Promise.all([1, 2, 3, 4, 5, 6].map((staff) => answer(5, staff)))
  t.strictSame(all.map(({ body }) => body.version).sort(), [1, 2, 3, 4, 5, 6])
  for (const { body } of all) t.equal(body.answers.length, 1)
  const { rows } = await pool.query("select after from audit_entries where subject = $1 order by number", [`survey/s-2026/${codeOf(5)}`])
  t.strictSame(rows.map(({ after }) => after.version), [1, 2, 3, 4, 5, 6])
  const { answers, version } = (await ask('all', 'GET', `/v1/surveys/s-2026/answers/${codeOf(5)}`)).body
  t.strictSame(answers, all.find(({ body }) => body.version === version)!.body.answers, 'each was told of his own')
})

t.test('results come when it is closed, and tell of nobody', async (t) => {
  for (const [n, staff] of [[0, 10], [1, 20], [2, 30], [3, 40], [4, 10], [5, 12], [6, 14], [7, 1000]] as const) await answer(n, staff, [...n < 7 ? [{ question: 'exports', choices: [n % 2 ? 'yes' : 'no'] }] : [], ...n < 4 ? [{ question: 'words', text: 'BÍ MẬT' }] : []])
  await load([{ ...records[0]!, address: HUE, amendedOn: '2026-11-20', changes: 1 }])
  t.match(await get('/v1/surveys/s-2026/results'), { status: 409 })
  t.match((await get('/v1/surveys/s-2026')).body, { answered: null })
  t.match(await ask('ministry', 'PUT', '/v1/surveys/s-2026/state', { state: 'closed' }), { status: 200, body: { state: 'closed', asked: 9, answered: 8, ratePercent: 88.89 } })
  t.match(await answer(8, 5), { status: 409 })
  t.match(await ask('ministry', 'PUT', '/v1/surveys/s-2026/state', { state: 'open' }), { status: 400 })
  const { status, body } = await get('/v1/surveys/s-2026/results')
  t.equal(status, 200)
  t.strictSame(body.turnout, [{ province: '01', asked: 4, answered: 4 }, { province: '46', asked: 2, answered: 1 }, { province: '48', asked: 3, answered: 3 }], 'where they were when it opened')
  const [staff, exports, , words] = body.items
  t.match(staff, { nation: { isSuppressed: true, sum: null, respondents: null } }, 'one with 1,000 of 1,136 dominates the nation')
  t.match(staff.provinces, [{ province: '01', isSuppressed: false, respondents: 4, sum: 100, mean: 25 }, { province: '46', isSuppressed: true, sum: null, mean: null }, { province: '48', isSuppressed: false, sum: 36 }])
  t.match(exports, { nation: { respondents: 7, options: [{ code: 'yes', respondents: 3 }, { code: 'no', respondents: 4 }] }, provinces: [{}, { province: '46', isSuppressed: false, respondents: 0 }, {}] })
  t.match([exports.provinces[0], exports.provinces[2]], [{ isSuppressed: false, respondents: 4, options: null }, { isSuppressed: false, respondents: 3, options: null }], 'that two of a province export tells of both')
  t.match(words.nation, { respondents: 4, options: null })
  const files = (await Promise.all(['json', 'csv', 'ndjson'].map((format) => app.inject(`/v1/surveys/s-2026/results?format=${format}`)))).map((one) => one.body).join('')
  t.notMatch(files, /BÍ MẬT|1000|1136|01\d{8}/, 'no words, no single figure, no code of an enterprise')
  t.match(files, /\ufeffquestion,province,isSuppressed,respondents/)
})

t.test('results have no residue of floating-point numbers', async (t) => {
  const decimals = [{ code: 'share', kind: 'number', text: 'Tỷ lệ' }]
  t.match(await ask('ministry', 'POST', '/v1/questionnaires/shares', questionnaire({ questions: decimals })), { status: 201 })
  t.match(await ask('ministry', 'POST', '/v1/surveys', survey({ code: 's-shares', questionnaire: 'shares' })), { status: 201 })
  for (const [n, number] of [0.1, 0.2, 1, 5, 10, 15].entries()) t.match(await ask('all', 'PUT', `/v1/surveys/s-shares/answers/${codeOf(n)}`, { answers: [{ question: 'share', number }] }), { status: 200 })
  t.match(await ask('ministry', 'PUT', '/v1/surveys/s-shares/state', { state: 'closed' }), { status: 200 })
  t.match((await get('/v1/surveys/s-shares/results')).body.items, [{ nation: { respondents: 6, sum: 31.3, mean: 5.216667 } }])
  t.match((await app.inject('/v1/surveys/s-shares/results?format=csv')).body, /,6,31\.3,5\.216667,/)
})
