import { createHash } from 'node:crypto'
import t from 'tap'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, HANOI, HUE, place } from '../support/history.ts'
import { convert, faultOfXml, NO_OFFICE, pagesOf, partOf, partsOf, wordsOf } from '../support/office-files.ts'
import { ANSWERS, testReporting } from '../support/reports.ts'

const SAIGON = place('Thành phố Hồ Chí Minh', 'Phường Sài Gòn')
const since = (day: string) => ({ registeredOn: day, amendedOn: day })
const homes = [HANOI, HANOI, HANOI, DANANG, DANANG, HUE, SAIGON, SAIGON, SAIGON, SAIGON]
const records = Array.from({ length: 1200 }, (_, n) => feedRecord({ code: codeOf(n), address: homes[n % homes.length]!, ...since(n % 3 === 0 ? '2018-03-01' : '2025-06-01') }))
const { get, load, ask, write, submit, review, setClock } = await testReporting(t, records, new Date('2026-11-22T03:00:00Z'))
const localities = ((await get('/v1/localities')).body.items as { code: string, name: string }[]).map(({ code }) => code)
const [LATE, RETURNED, PLANLESS, SUPPLYING] = ['79', '46', '96', '48']
const PERIOD = '2026-2030'

/** What the registry knows of the provinces is what their officers answer. */
async function readAnswers () {
  const listed = async (path: string) => (await get(`/v1/${path}`)).body.items as { code: string, province: string | null, coverage: string }[]
  const [covered, points, supplies, demands] = [await listed(`plans/coverage?period=${PERIOD}`), await listed('focal-points?level=provincial'), await listed('catalogue/supply?limit=1000'), await listed('catalogue/demand?limit=1000')]
  return (code: string) => {
    const countIn = (list: typeof points) => list.filter(({ province }) => province === code).length
    const known = new Map<string, unknown>([
      ['plan-issued', covered.some((one) => one.code === code && one.coverage === 'own')], ['focal-point', countIn(points) === 1],
      ['supply-published', countIn(supplies) + countIn(demands) > 0], ['supply', countIn(supplies)], ['demand', countIn(demands)],
    ])
    return ANSWERS.map((one) => known.has(one.section) ? { ...one, value: known.get(one.section) } : one)
  }
}

/** Every locality submits at an instant. */
async function everybody (cycle: string, instant: string, codes: readonly string[]) {
  setClock(instant)
  const answersOf = await readAnswers()
  for (const code of codes) {
    await write(code, cycle, code, { answers: [...answersOf(code), ...code === '48' ? [{ section: 'proposals', value: 'Đề nghị Bộ\u0001 hỗ trợ\u000bhạ tầng\ufffe tính\u001b toán.' }] : []] })
    t.match(await submit(code, cycle, code), { status: 200 }, `${code} submits`)
  }
}
const consolidate = (cycle: string, letter: object = {}) => ask('ministry', 'POST', `/v1/reports/${cycle}/consolidations`, { payload: letter })
const edition = (cycle: string, number: number | 'draft', format: string) => ask('ministry', 'GET', `/v1/reports/${cycle}/consolidations/${number}?format=${format}`)
const accept = async (cycle: string, codes: readonly string[]) => {
  for (const code of codes) t.match(await review(cycle, code, { outcome: 'accepted' }), { status: 200 }, `${code} is accepted`)
}

const plan = (code: string) => ({
  level: 'locality', agency: `ubnd-${code}`, province: code, period: PERIOD, title: 'Kế hoạch phát triển doanh nghiệp công nghệ số', titleEn: 'Plan for digital technology enterprises', document: { number: '9/KH-UBND', date: '2026-01-15' },
  tasks: [{ number: '1', title: 'Tổng hợp năng lực cung cấp', titleEn: 'Compile supply', leads: [`so-kh-cn-${code}`], due: '2026-11-30' }, { number: '2', title: 'Hỗ trợ', titleEn: 'Support', leads: [`so-kh-cn-${code}`], due: '2027-12-31' }],
  indicators: [{ number: '1', title: 'Số doanh nghiệp', titleEn: 'Enterprises', kind: 'minimum', unit: 'enterprises', least: 300, from: '2026-01-01', due: '2030-12-31', statistic: 'enterprises' }],
})
const tasks = async (query: string) => (await get(`/v1/plans/tasks?level=locality&total=true&limit=1&${query}`)).body.total as number

t.test('every province says who answers for it, and all but one adopt a plan', async (t) => {
  const point = (code: string) => ({ province: code, agency: `so-kh-cn-${code}`, document: { number: '1/QĐ-UBND', date: '2025-07-10' }, validFrom: '2025-07-10' })
  for (const code of localities) t.match(await ask(code, 'POST', '/v1/focal-points', { payload: point(code) }), { status: 201 }, code)
  for (const code of localities.filter((one) => one !== PLANLESS)) t.match(await ask(code, 'PUT', `/v1/plans/${code}-${PERIOD}`, { payload: plan(code) }), { status: 200 }, code)
  const { body } = await get(`/v1/plans/coverage?period=${PERIOD}`)
  t.match(body.localities, { all: 34, covered: 33 })
  t.strictSame(body.items.filter((one: { level: string, coverage: string }) => one.level === 'locality' && one.coverage === 'none').map((one: { code: string }) => one.code), [PLANLESS])
  t.strictSame([await tasks('duewithin=7'), await tasks('duewithin=8'), await tasks('overdue=true')], [0, 33, 0], 'due on 30 November')
  t.match((await get(`/v1/plans/01-${PERIOD}`)).body.indicatorList, [{ value: { value: 360, origin: 'registry' }, state: 'reached' }], 'measured by what is counted')
  t.match((await get(`/v1/plans/46-${PERIOD}`)).body.indicatorList, [{ value: { value: 120 }, state: 'behind', expected: 152.05 }], 'a straight line wants more by now')
})

const CONTACT = { unit: 'Phòng Kinh doanh', email: 'lienhe@example.org' }
const MONITORING = { technologies: ['internet-of-things'], fields: ['agriculture'], contact: CONTACT }
async function publish (code: string, kind: 'supply' | 'demand', payload: object): Promise<number> {
  const { body } = await ask(code, 'POST', `/v1/catalogue/${kind}`, { payload: { ...MONITORING, ...payload } })
  t.match(await ask(code, 'PUT', `/v1/catalogue/${kind}/${body.id}/state`, { payload: { state: 'published' } }), { status: 200 }, `${kind} of ${code}`)
  return body.id
}
const offer = (code: string, enterprise: number, name = 'Quan trắc ao nuôi') => publish(code, 'supply', { enterprise: codeOf(enterprise), kind: 'product', name, readiness: 'in-use', evidence: 'Ba hợp tác xã', description: 'Đo chất lượng nước' })
const need = (code: string, name: string) => publish(code, 'demand', { agency: 'Sở Nông nghiệp và Môi trường', province: code, name, periodFrom: '2027-01-01', periodTo: '2027-12-31', description: 'Cảm biến nước' })

t.test('supply and demand are published, found and matched', async (t) => {
  const own = [await offer(SUPPLYING, 3), await offer(SUPPLYING, 4, 'Cảm biến'), await offer(SUPPLYING, 13, 'Nền tảng dữ liệu')]
  const others = [await offer('01', 0, 'Bản đồ vùng nuôi'), await offer('01', 1, 'Nhật ký số')]
  const demand = await need(SUPPLYING, 'Quan trắc vùng nuôi')
  await need('01', 'Quan trắc chất lượng nước')
  const withdrawn = await need('01', 'Không còn nhu cầu')
  t.match(await ask('01', 'PUT', `/v1/catalogue/demand/${withdrawn}/state`, { payload: { state: 'withdrawn', reason: 'Hết nhu cầu' } }), { status: 200 })
  const { body } = await get(`/v1/catalogue/feed?province=${SUPPLYING}`)
  t.strictSame(body.items.map((one: { kind: string }) => one.kind).sort(), ['demand', 'supply', 'supply', 'supply'])
  const found = (await get(`/v1/catalogue/demand/${demand}/matches`)).body.items as { supply: { id: number }, reasons: { kind: string }[] }[]
  t.strictSame(found.map(({ supply }) => own.includes(supply.id)), [true, true, true, false, false], 'its own province goes first')
  t.strictSame(found.slice(3).map(({ supply }) => supply.id).sort(), others.sort())
  t.strictSame(found[0]!.reasons.map(({ kind }) => kind), ['field', 'technology', 'locality', 'readiness'])
  const done = await ask(SUPPLYING, 'POST', `/v1/plans/${SUPPLYING}-${PERIOD}/tasks/1/progress`, { payload: { on: '2026-11-22', state: 'done', note: 'Đã công bố trên cổng thông tin' } })
  t.match(done, { status: 201, body: { state: 'done', isOverdue: false } })
})

t.test('33 provinces submit in time, one is late, one is returned and comes again', async (t) => {
  t.equal(localities.length, 34)
  t.match(await consolidate('d01-2026'), { status: 409 }, 'nothing to consolidate yet')
  await everybody('d01-2026', '2026-12-05T02:00:00Z', localities.filter((code) => code !== LATE))
  await review('d01-2026', RETURNED, { outcome: 'returned', comments: [{ section: 'results', text: 'Đề nghị bổ sung.' }] })
  setClock('2026-12-11T02:00:00Z')
  t.match((await ask('ministry', 'GET', '/v1/reports/d01-2026/standing')).body.items.filter((one: { state: string }) => one.state !== 'submitted').map((one: { code: string, state: string, isOverdue: boolean }) => [one.code, one.state, one.isOverdue]),
    [[RETURNED, 'returned', false], [LATE, 'missing', true]])
  await everybody('d01-2026', '2026-12-11T02:00:00Z', [LATE])
  t.match(await submit(RETURNED, 'd01-2026', RETURNED), { status: 200, body: { isLate: false } })
  await accept('d01-2026', localities)
  t.equal(await tasks('overdue=true'), 32, 'a task that was due in November is overdue, but where it was done')
  t.match((await get('/v1/reports/d01-2026')).body, { reporters: 34, submitted: 34, late: 1, accepted: 34, missing: 0 })
})

t.test('the ministry consolidates them, once, into bytes that do not change', async (t) => {
  const letter = { number: '12/BC-BKHCN', signedOn: '2026-12-20', authority: 'KT. BỘ TRƯỞNG', position: 'THỨ TRƯỞNG', conclusion: 'Kiến nghị\u0002 Thủ tướng Chính phủ:\n\n- Tiếp tục chỉ đạo các địa phương.\n- Bố trí nguồn lực.' }
  const preview = (await edition('d01-2026', 'draft', 'json')).text
  t.equal((await edition('d01-2026', 'draft', 'json')).text, preview, 'the same reports give the same bytes')
  const done = await consolidate('d01-2026', letter)
  t.match(done, { status: 201, headers: { location: '/v1/reports/d01-2026/consolidations/1' }, body: { edition: 1 } })
  t.match(await consolidate('d01-2026', letter), { status: 409 }, 'again it says the same')
  const { text } = await edition('d01-2026', 1, 'json')
  t.equal(createHash('sha256').update(text).digest('hex'), done.body.sha256)
  const document = JSON.parse(text)
  t.match(document, { standing: { reporters: 34, submitted: 34, accepted: 34, late: [{ code: LATE }], missing: [] }, totals: { enterprises: 1200, 'category-ii': 400, 'category-iv': 800 }, comparison: null })
  const of = (code: string) => document.localities.find((one: { code: string }) => one.code === code)
  t.strictSame(['01', '48', '46', '79', '04'].map((code) => of(code).figures.enterprises), [360, 240, 120, 480, 0])
  t.match([of(LATE).isLate, of(RETURNED).isLate, of(RETURNED).attempt], [true, false, 2])
  t.match(document.questions, [{ section: 'plan-issued', yes: 33, no: 1 }, { section: 'focal-point', yes: 34 }, { section: 'supply-published', yes: 2, no: 32 }, { section: 'supply', sum: 5 }, { section: 'demand', sum: 2 }, { section: 'supported', answered: 0 }],
    'as plans, focal points and the catalogue stand')
  t.equal((await ask('48', 'GET', '/v1/reports/d01-2026/consolidations/1')).status, 403, 'it is the ministry\'s')
})

t.test('its DOCX, PDF and XLSX say the same, and are the same each time', async (t) => {
  const { bytes: docx, headers } = await edition('d01-2026', 1, 'docx')
  t.match(headers, { 'content-type': /wordprocessingml/, 'content-disposition': 'attachment; filename="d01-2026-1.docx"' })
  const words = await wordsOf(docx)
  for (const wanted of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'BỘ KHOA HỌC VÀ CÔNG NGHỆ', 'Số: 12/BC-BKHCN', 'Hà Nội, ngày 20 tháng 12 năm 2026', 'KT. BỘ TRƯỞNG', 'THỨ TRƯỞNG', 'Nơi nhận:', '1.200 doanh nghiệp', 'Gửi sau hạn: Hồ Chí Minh (11/12/2026).', 'Đà Nẵng: Đề nghị Bộ hỗ trợ hạ tầng tính toán.']) t.ok(words.includes(wanted), wanted)
  for (const [name, part] of await partsOf(docx)) t.equal(faultOfXml(part), undefined, `${name} is well-formed, whatever people pasted`)
  t.match(await partOf(docx, 'word/fontTable.xml'), /<w:font w:name="Times New Roman"><w:altName w:val="Tinos"\/>.*w:embedRegular.*w:embedBold .*w:embedItalic.*w:embedBoldItalic/)
  t.match(words, /Tổng số\n0\n400\n0\n800\n1\.200\n/, 'the totals of Phụ lục I')
  const { bytes: pdf } = await edition('d01-2026', 1, 'pdf')
  const read = await pagesOf(pdf)
  t.ok(read.pages >= 4, `${read.pages} pages`)
  for (const wanted of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Số: 12/BC-BKHCN', 'Phụ lục I', '1.200', 'Kiến nghị Thủ tướng Chính phủ']) t.ok(read.words.includes(wanted), wanted)
  t.match(pdf.toString('latin1'), /FontFile2/, 'with its fonts in it')
  const { bytes: xlsx } = await edition('d01-2026', 1, 'xlsx')
  t.match(await partOf(xlsx, 'xl/workbook.xml'), /Tổng hợp.*Địa phương.*Tình trạng/)
  t.match(await partOf(xlsx, 'xl/worksheets/sheet1.xml'), /<c><v>1200<\/v><\/c>/)
  for (const [format, before] of [['docx', docx], ['pdf', pdf], ['xlsx', xlsx]] as const) t.ok((await edition('d01-2026', 1, format)).bytes.equals(before), `${format} again`)
})

t.test('LibreOffice opens them with the right totals', { skip: NO_OFFICE, timeout: 500_000 }, async (t) => {
  const printed = await convert((await edition('d01-2026', 1, 'docx')).bytes, 'docx', 'pdf')
  t.match(printed.toString('latin1'), /\/BaseFont ?\/\w+\+Tinos/, 'by the font that the file brings')
  const { words } = await pagesOf(printed)
  for (const wanted of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', '1.200 doanh nghiệp']) t.ok(words.includes(wanted), wanted)
  const csv = (await convert((await edition('d01-2026', 1, 'xlsx')).bytes, 'xlsx', 'csv:Text - txt - csv (StarCalc):44,34,76')).toString()
  t.match(csv, /Tổng số doanh nghiệp công nghệ số \(doanh nghiệp\),1200,/)
})

t.test('next year shows the differences, with what a locality reported then', async (t) => {
  setClock('2027-11-20T02:00:00Z')
  await load(Array.from({ length: 150 }, (_, n) => feedRecord({ code: codeOf(2000 + n), address: n < 100 ? DANANG : HUE, ...since('2027-02-01') })))
  t.match(await ask('ministry', 'POST', '/v1/reports', { payload: { rule: 'd01', period: '2027' } }), { status: 201, body: { dueAt: '2027-12-09T23:59:59+07:00' } })
  const silent = PLANLESS
  await offer('46', 5, 'Cảnh báo sớm')
  t.match(await ask(PLANLESS, 'PUT', `/v1/plans/${PLANLESS}-${PERIOD}`, { payload: plan(PLANLESS) }), { status: 200 }, 'it has a plan at last')
  t.match((await get(`/v1/plans/coverage?period=${PERIOD}`)).body.localities, { covered: 34 })
  await everybody('d01-2027', '2027-12-01T02:00:00Z', localities.filter((code) => code !== silent))
  await accept('d01-2027', localities.filter((code) => code !== silent))
  setClock('2027-12-15T02:00:00Z')
  t.match(await consolidate('d01-2027'), { status: 201 })
  const { body } = await edition('d01-2027', 1, 'json')
  t.match(body.questions, [{ section: 'plan-issued', yes: 33, no: 0 }, {}, { section: 'supply-published', yes: 3, no: 30 }, { section: 'supply', sum: 6 }, { section: 'demand', sum: 2 }])
  t.match(body.standing, { submitted: 33, missing: [{ code: silent }], late: [] })
  t.match(body.comparison, { cycle: 'd01-2026', edition: 1, localities: 33, now: { enterprises: 1350 }, before: { enterprises: 1200 }, change: { enterprises: 150 }, changePercent: 12.5 })
  t.match(body.localities.find((one: { code: string }) => one.code === '48'), { previous: { of: ['48'], counts: { enterprises: 240 } }, change: { enterprises: 100 }, changePercent: 41.67 })
  const words = await wordsOf((await edition('d01-2027', 1, 'docx')).bytes)
  t.match(words, /1\.350 so với 1\.200, tăng 150 doanh nghiệp \(\+12,50 %\)/)
  t.match(words, /Chưa gửi: Cà Mau\./)
  t.equal((await edition('d01-2026', 1, 'json')).body.totals.enterprises, 1200, 'last year\'s stays')
})
