import t from 'tap'
import { codeOf, feedRecord } from '../support/feed.ts'
import { place } from '../support/history.ts'
import { pagesOf, partOf, wordsOf } from '../support/office-files.ts'
import { ANSWERS, testReporting } from '../support/reports.ts'

const since = (day: string) => ({ registeredOn: day, amendedOn: day })
const [OLD_DANANG, QUANGNAM] = [
  { full: 'Phường Thạch Thang, Quận Hải Châu, Thành phố Đà Nẵng', city: 'Thành phố Đà Nẵng', district: 'Quận Hải Châu', ward: 'Phường Thạch Thang' },
  { full: 'Phường Minh An, Thành phố Hội An, Tỉnh Quảng Nam', city: 'Tỉnh Quảng Nam', district: 'Thành phố Hội An', ward: 'Phường Minh An' },
]
const records = [...Array.from({ length: 5 }, (_, n) => feedRecord({ code: codeOf(n), address: OLD_DANANG, ...since('2022-01-01') })), ...Array.from({ length: 3 }, (_, n) => feedRecord({ code: codeOf(10 + n), address: QUANGNAM, ...since('2023-01-01') }))]
const { pool, get, load, ask, at, write, submit, review, setClock, tagOf } = await testReporting(t, records, new Date('2024-12-01T02:00:00Z'))
const open = (period: string) => ask('ministry', 'POST', '/v1/reports', { payload: { rule: 'd01', period } })
const consolidate = (cycle: string) => ask('ministry', 'POST', `/v1/reports/${cycle}/consolidations`, { payload: {} })
const whole = async (who: string, cycle: string, code: string) => {
  await write(who, cycle, code, { answers: ANSWERS, ...code === '48' && { comments: [{ figure: 'enterprises', text: 'Thêm hợp tác xã.' }] } })
  t.match(await submit(who, cycle, code), { status: 200 })
  t.match(await review(cycle, code, { outcome: 'accepted' }), { status: 200 })
}

t.test('before July 2025 the 63 units report', async (t) => {
  t.match(await open('2024'), { status: 201, body: { division: '2004', dueAt: '2024-12-09T23:59:59+07:00' } })
  t.equal((await get('/v1/reports/d01-2024')).body.reporters, 63)
  await whole('48', 'd01-2024', '48')
  await whole('49', 'd01-2024', '49')
  t.match(await consolidate('d01-2024'), { status: 201 })
  const { body } = await ask('ministry', 'GET', '/v1/reports/d01-2024/consolidations/1')
  t.strictSame(body.localities.map((one: { code: string, name: string, figures: { enterprises: number } }) => [one.code, one.name, one.figures.enterprises]), [['48', 'Đà Nẵng', 5], ['49', 'Quảng Nam', 3]])
  t.equal(body.localities[0].figures.density, null, 'no population of the 63 is known, so no density is made up')
})

t.test('a unit that others were merged into is compared with their sum', async (t) => {
  setClock('2025-11-20T02:00:00Z')
  await load([feedRecord({ code: codeOf(20), address: place('Thành phố Đà Nẵng', 'Phường Hải Châu'), ...since('2025-08-01') })])
  t.match(await open('2025'), { status: 201, body: { division: '2025' } })
  await whole('48', 'd01-2025', '48')
  await whole('01', 'd01-2025', '01')
  t.match(await consolidate('d01-2025'), { status: 201 })
  const { body } = await ask('ministry', 'GET', '/v1/reports/d01-2025/consolidations/1')
  const of = (code: string) => body.localities.find((one: { code: string }) => one.code === code)
  t.match(of('48'), { figures: { enterprises: 9 }, previous: { of: ['48', '49'], counts: { enterprises: 8 } }, change: { enterprises: 1 }, changePercent: 12.5 })
  t.match(of('01'), { previous: { of: ['01'], counts: null }, change: null }, 'who had not reported is not compared')
  t.match(body.comparison, { cycle: 'd01-2024', localities: 1, now: { enterprises: 9 }, before: { enterprises: 8 } })
})

t.test('last year\'s reports stay readable under the old name, for the successor too', async (t) => {
  for (const who of ['49', '48', 'ministry']) t.match(await ask(who, 'GET', at('d01-2024', '49')), { status: 200, body: { locality: { name: 'Quang Nam' }, state: 'accepted' } }, who)
  t.equal((await ask('01', 'GET', at('d01-2024', '49'))).status, 403)
  t.match(await ask('48', 'GET', at('d01-2025', '49')), { status: 403 }, 'in the year after it is nobody\'s')
  t.strictSame((await ask('48', 'GET', '/v1/reports/d01-2024/standing')).body.items.map((one: { name: string }) => one.name), ['Da Nang', 'Quang Nam'])
})

t.test('a correction is an edition beside the first, and what was made stays', async (t) => {
  await whole('04', 'd01-2025', '04')
  t.match(await consolidate('d01-2025'), { status: 201, body: { edition: 2 } })
  const { items } = (await ask('ministry', 'GET', '/v1/reports/d01-2025/consolidations')).body
  t.match(items, [{ edition: 1 }, { edition: 2 }])
  t.equal((await ask('ministry', 'GET', '/v1/reports/d01-2025/consolidations/1')).body.localities.length, 2)
  for (const change of ["update consolidations set document = ''", 'delete from consolidations', 'truncate consolidations']) await t.rejects(pool.query(change), { message: /never changed/ })
  t.equal((await ask('ministry', 'GET', '/v1/reports/d01-2025/consolidations/3')).status, 404)
  t.equal((await ask('ministry', 'GET', '/v1/reports/d01-2025/consolidations/1?format=odt')).status, 400)
})

t.test('two who consolidate at once make one edition, and the rest of what a stranger tries fails', async (t) => {
  await whole('08', 'd01-2025', '08')
  const both = await Promise.all([consolidate('d01-2025'), consolidate('d01-2025')])
  t.strictSame(both.map(({ status }) => status).sort(), [201, 409])
  t.equal((await ask('48', 'GET', '/v1/reports/d01-2025/consolidations/draft')).status, 403)
  t.equal((await ask(null, 'GET', '/v1/reports/d01-2025/consolidations')).status, 401)
  t.match(await submit('48', 'd01-2025', '48', await tagOf('48', 'd01-2025', '48')), { status: 409 })
})

t.test('text that somebody wrote stays text in every file', async (t) => {
  const nasty = '=HYPERLINK("http://x") <w:p> & ]]> \u0001 \u{1f600} ﷽\n\n- một\n- hai'
  await write('11', 'd01-2025', '11', { answers: [...ANSWERS.filter(({ section }) => section !== 'results'), { section: 'results', value: nasty }] })
  await submit('11', 'd01-2025', '11')
  await review('d01-2025', '11', { outcome: 'accepted' })
  for (const format of ['json', 'docx', 'pdf', 'xlsx']) t.match(await ask('ministry', 'GET', `/v1/reports/d01-2025/consolidations/draft?format=${format}`), { status: 200 }, format)
})

t.test('of years with unlike localities the papers tell which the difference is of', async (t) => {
  const edition = (format: string) => ask('ministry', 'GET', `/v1/reports/d01-2025/consolidations/draft?format=${format}`)
  const { body } = await edition('json')
  t.match([body.localities.length, body.comparison.localities, body.totals.enterprises, body.comparison.now.enterprises], [5, 1, 9, 9])
  const words = await wordsOf((await edition('docx')).bytes)
  t.match(words, /Nhóm doanh nghiệp\nSố lượng\nTỷ trọng \(%\)\nSo sánh được\nKỳ trước\nTăng, giảm\n/)
  t.match(words, /Tổng số\n9\n100,00\n9\n8\n\+1\n/, 'what is compared stands beside the difference')
  t.match(words, /So sánh được, kỳ trước và tăng, giảm: trên 1 địa phương có số liệu của cả hai kỳ; số lượng: trên 5 địa phương/)
  t.match(words, /So sánh được \(1 địa phương\)\n0\n0\n0\n9\n9\n8\n\+1\n.*\n.*\n\nTổng số\n0\n0\n0\n9\n9\n–\n–\n/, 'in the appendix in a row of its own')
  t.match((await pagesOf((await edition('pdf')).bytes)).words, /So sánh được \(1\s+địa phương\)/)
  t.match(await partOf((await edition('xlsx')).bytes, 'xl/worksheets/sheet2.xml'), /So sánh được \(1 địa phương\).*<c><v>8<\/v><\/c><c><v>1<\/v><\/c><c><v>12.5<\/v><\/c><c\/><\/row><row>.*Tổng số.*<c\/><c\/><c\/><c\/><\/row>/)
})

const CATEGORIES = ['category-i', 'category-ii', 'category-iii', 'category-iv']
const NO_SECTION = { title: 'Báo cáo số liệu', titleEn: 'Report of figures', source: 'Quyết định 1/QĐ-BTTTT', sections: [{ code: 'results', kind: 'text', title: 'Kết quả', titleEn: 'Results', hint: null, maxLength: null, isRequired: false }] }
const templateOf = async (code: string, figures: readonly string[]) => t.match(await ask('ministry', 'PUT', `/v1/report-templates/${code}`, { payload: { ...NO_SECTION, figures } }), { status: 200 }, code)
const ruleOf = async (code: string) =>
  t.match(await ask('ministry', 'PUT', `/v1/report-rules/${code}`, { payload: { title: 'Báo cáo số liệu', titleEn: 'Report of figures', reporters: ['48', '01'], recipient: 'Bộ Khoa học và Công nghệ', periodKind: 'year', due: { kind: 'before', month: 12, day: 10 }, reminders: [7], template: code, source: 'Quyết định 1/QĐ-BTTTT' } }), { status: 200 }, code)
/** A year of a rule with one locality or more, consolidated. */
async function year (rule: string, period: string, codes: readonly string[]) {
  t.match(await ask('ministry', 'POST', '/v1/reports', { payload: { rule, period } }), { status: 201 })
  for (const code of codes) {
    await write(code, `${rule}-${period}`, code, { answers: [] })
    await submit(code, `${rule}-${period}`, code)
    t.match(await review(`${rule}-${period}`, code, { outcome: 'accepted' }), { status: 200 })
  }
  t.match(await consolidate(`${rule}-${period}`), { status: 201 })
  const edition = (format: string) => ask('ministry', 'GET', `/v1/reports/${rule}-${period}/consolidations/1?format=${format}`)
  return { body: (await edition('json')).body, words: await wordsOf((await edition('docx')).bytes), pdf: await edition('pdf'), sheet: await partOf((await edition('xlsx')).bytes, 'xl/worksheets/sheet1.xml') }
}

t.test('what was not asked a year before is not told to have been none', async (t) => {
  await templateOf('few', ['enterprises'])
  await ruleOf('few')
  await year('few', '2025', ['48', '01'])
  await templateOf('few', ['enterprises', ...CATEGORIES])
  const { body, words, pdf } = await year('few', '2026', ['48', '01'])
  const untold = Object.fromEntries(CATEGORIES.map((code) => [code, null]))
  t.match(body.comparison, { localities: 2, total: { enterprises: 9, ...untold }, now: { enterprises: 9, 'category-iv': 9 }, before: { enterprises: 9, ...untold }, change: { enterprises: 0, ...untold }, changePercent: 0 })
  t.match(body.localities[1], { code: '48', previous: { counts: { enterprises: 9, ...untold } }, change: { enterprises: 0, ...untold } })
  t.match(words, /Nhóm \(iv\)[^\n]*\n9\n100,00\n9\n–\n–\n/)
  t.equal(pdf.status, 200)
})

t.test('where nobody can be compared there is a dash, not none', async (t) => {
  await templateOf('apart', ['enterprises'])
  await ruleOf('apart')
  await year('apart', '2025', ['01'])
  const { body, words, sheet } = await year('apart', '2026', ['48'])
  const untold = Object.fromEntries(['enterprises', ...CATEGORIES].map((code) => [code, null]))
  t.match(body.comparison, { localities: 0, now: untold, before: untold, change: untold, changePercent: null })
  t.match(words, /Không có số liệu của cả hai kỳ để so sánh với báo cáo kỳ trước \(apart-2025\)\./)
  t.match(words, /Tổng số\n9\n100,00\n–\n–\n–\n/)
  t.notMatch(sheet, /So sánh được/)
})

t.test('of a template that asks for no figures the report tells none', async (t) => {
  await templateOf('words', [])
  await ruleOf('words')
  const { words, pdf } = await year('words', '2026', ['48'])
  t.notMatch(words, /Tổng số doanh nghiệp công nghệ số|SỐ LƯỢNG DOANH NGHIỆP|THEO ĐỊA PHƯƠNG/)
  t.match(words, /Phụ lục I\nTÌNH HÌNH GỬI BÁO CÁO/)
  t.equal(pdf.status, 200)
})
