import { strToU8, zipSync } from 'fflate'
import t from 'tap'
import { checkDigit } from '../../src/enterprises/enterprise-code.ts'
import { findFaults } from '../../src/enterprises/queries.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, HANOI } from '../support/history.ts'
import { testOffice } from '../support/officers.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const HEAD = 'code,version,outcome,effectiveFrom,evidenceKind,evidenceReference,evidenceDate,note'
const at = { registeredOn: '2024-03-01', amendedOn: '2024-03-01', address: DANANG, industries: ['4711', '6201'] }
const office = await testOffice(t, [
  ...Array.from({ length: 12 }, (_, n) => feedRecord({ ...at, code: codeOf(n) })), feedRecord({ ...at, code: codeOf(20), address: HANOI }),
])
const { ask, get, db } = office
type Who = Parameters<typeof ask>[0]
const send = async (who: Who, payload: string | Buffer, query = '', type = 'text/csv') => await ask(who, 'POST', `/v1/classification/decisions${query}`, { payload, headers: { 'content-type': type } })
const csv = (...rows: string[]) => [HEAD, ...rows].join('\r\n')
const line = (n: number, more: Partial<Record<'version' | 'outcome' | 'from' | 'reference', string>> = {}) =>
  `${codeOf(n)},${more.version ?? '1'},${more.outcome ?? 'iii'},${more.from ?? ''},dossier,${more.reference ?? 'HS-1'},2026-11-10,`
const position = async () => (await get('/v1/status')).body.position as number
t.afterEach(async () => { t.strictSame(await findFaults(db), []) })

/** A workbook as spreadsheets write them: texts in a table of their own, cells with references. */
const workbook = (cells: string, { shared = '', doctype = '' } = {}) => Buffer.from(zipSync({
  '[Content_Types].xml': strToU8('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
  'xl/workbook.xml': strToU8('<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId7"/></sheets></workbook>'),
  'xl/_rels/workbook.xml.rels': strToU8('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" Target="worksheets/first.xml"/></Relationships>'),
  ...shared && { 'xl/sharedStrings.xml': strToU8(`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${shared}</sst>`) },
  'xl/worksheets/first.xml': strToU8(`${doctype}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${cells}</sheetData></worksheet>`),
}))
const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`
const row = (...cells: string[]) => `<row>${cells.join('')}</row>`
const head = row(...HEAD.split(',').map(text))

t.test('a file decides on each enterprise that can be decided on, as one block, and says what became of each row', async (t) => {
  const before = await position()
  const { status, body } = await send('danang', csv(line(0), line(1, { outcome: 'not-digital', from: '2025-01-01' }), line(20), line(2, { version: '7' }), `${codeOf(3)},1,,,,,,`, line(4, { version: '*' }), line(0), line(40), line(5, { from: '2026-12-01' })))
  t.equal(status, 200)
  t.match(body, { isApplied: true, decided: 3, refused: 5, skipped: 1 })
  t.match(body.results, [
    { row: 2, code: codeOf(0), status: 'decided', type: null }, { row: 3, status: 'decided' }, { row: 4, status: 'refused', type: '/problems/forbidden', detail: /decide:01/ },
    { row: 5, status: 'refused', type: '/problems/precondition-failed' }, { row: 6, status: 'skipped' }, { row: 7, status: 'decided' },
    { row: 8, status: 'refused', path: 'code', detail: /already/ }, { row: 9, status: 'refused', type: '/problems/not-found' }, { row: 10, status: 'refused', path: 'effectiveFrom' },
  ])
  const { items } = (await get(`/v1/changes?after=${before}&limit=100`)).body
  t.equal(new Set(items.map(({ block }: { block: { first: number } }) => block.first)).size, 1, 'one block')
  t.match(items.at(-1), { type: 'decision', detail: { enterprises: 3 } })
  t.match((await get(`/v1/enterprises/${codeOf(0)}`)).body, { basis: 'confirmed', category: 'iii' })
  t.equal((await get(`/v1/enterprises/${codeOf(1)}`)).status, 404)
  const { body: trail } = await ask('admin', 'GET', '/v1/audit?action=decision')
  t.equal(trail.items.length, 3, 'the trail has each of them')
})

t.test('all or nothing: a row that cannot be decided keeps the others back', async (t) => {
  const before = await position()
  const { body } = await send('danang', csv(line(6), line(7, { outcome: 'v' }), line(8)), '?atomic=true')
  t.match(body, { isApplied: false, decided: 0, refused: 1, results: [{ status: 'ready' }, { status: 'refused', path: 'outcome' }, { status: 'ready' }] })
  t.equal(await position(), before)
  t.match((await send('danang', csv(line(6), line(8)), '?atomic=true')).body, { isApplied: true, decided: 2, refused: 0 })
})

t.test('the template comes back filled in, as CSV and as a workbook', async (t) => {
  for (const format of ['csv', 'xlsx']) {
    const { status, headers, bytes } = await ask('danang', 'GET', `/v1/classification/decisions/template?filled=true&format=${format}`)
    t.equal(status, 200)
    t.match(headers['content-disposition'], `decisions.${format}`)
    t.match((await send('danang', bytes, '', format === 'csv' ? 'text/csv' : XLSX)).body, { isApplied: false, decided: 0, refused: 0, skipped: 7 }, `${format}: seven wait, and no row has an outcome`)
  }
  const { text: empty } = await ask('ministry', 'GET', '/v1/classification/decisions/template')
  t.match(empty, /^\ufeffcode,name,version,outcome,/)
  const filled = (await ask('danang', 'GET', '/v1/classification/decisions/template?filled=true&format=csv')).text
  t.match((await send('danang', filled.replace(/^(\d{10},[^,]+,1),,,,,,\r$/m, '$1,iii,,document,CV-12,,Đúng.\r'))).body, { decided: 1, refused: 0, skipped: 6 })
})

t.test('a workbook of a spreadsheet: shared texts, empty cells, days as numbers', async (t) => {
  const shared = `<si><t>${codeOf(9)}</t></si><si><r><t>ii</t></r><r><t>i</t></r><rPh><t>no</t></rPh></si>`
  const cells = row('<c r="A2" t="s"><v>0</v></c>', '<c r="B2"><v>1</v></c>', '<c r="C2" t="s"><v>1</v></c>', '<c r="D2"><v>45992</v></c>', '<c r="E2" t="inlineStr"><is><t>dossier</t></is></c>', text('HS &amp; 2'))
  t.match((await send('danang', workbook(head + cells, { shared }), '', XLSX)).body, { decided: 1 })
  t.match((await get(`/v1/enterprises/${codeOf(9)}/classification`)).body, { category: 'iii', decisions: [{ effectiveFrom: '2025-12-01', evidence: { reference: 'HS & 2', date: null } }] })
})

t.test('formulas are refused, not believed', async (t) => {
  const formula = row(text(codeOf(10)), text('1'), '<c t="str"><f>CONCAT("ii","i")</f><v>iii</v></c>', text(''), text('dossier'), text('HS-1'))
  t.match((await send('danang', workbook(head + formula), '', XLSX)).body.results, [{ status: 'refused', path: 'outcome', detail: /formula/ }])
  for (const reference of ['=1+1', '+84', '@SUM(A1)', '-1']) t.match((await send('danang', csv(line(10, { reference })))).body.results, [{ status: 'refused', path: 'evidenceReference', detail: /formula/ }], reference)
})

t.test('what is no such file is refused whole', async (t) => {
  const before = await position()
  const bomb = zipSync({ 'xl/workbook.xml': new Uint8Array(40 * 2 ** 20).fill(32) }, { level: 9 })
  for (const [what, payload, type, message] of [
    ['nothing', '', 'text/csv', /lacks the column code/], ['another table', 'a,b\r\n1,2', 'text/csv', /column "a"/], ['a column twice', `${HEAD},code\r\n`, 'text/csv', /twice/],
    ['no UTF-8', Buffer.from([0x63, 0xff, 0xfe]), 'text/csv', /UTF-8/], ['a quote that does not end', `${HEAD}\r\n"abc`, 'text/csv', /CSV/],
    ['no workbook', 'hello', XLSX, /XLSX/], ['a bomb', Buffer.from(bomb), XLSX, /MiB/],
    ['entities', workbook(head, { doctype: '<!DOCTYPE a [<!ENTITY b "c">]>' }), XLSX, /document type/], ['broken XML', workbook('<row><c>'), XLSX, /XML/],
  ] as const) t.match(await send('danang', payload, '', type), { status: 400, body: { errors: [{ path: 'body', message }] } }, what)
  t.match(await send('danang', csv(...Array.from({ length: 100_000 }, () => `${codeOf(0)},1,iii,,dossier,H,,`))), { status: 413, body: { type: '/problems/body-too-large', detail: /10000 rows/ } }, 'a hundred thousand rows')
  t.match(await send('danang', workbook(head + row(text(codeOf(0)), text('1'), text('iii')).repeat(10_001)), '', XLSX), { status: 413, body: { detail: /10000 rows/ } }, 'too many in a workbook')
  t.equal((await send('danang', Buffer.alloc(9 * 2 ** 20, 'a'))).status, 413)
  t.equal((await send('danang', '{}', '', 'application/json')).status, 415)
  t.equal((await send(null, csv(line(11)))).status, 401)
  t.equal((await send('feed', csv(line(11)))).status, 403)
  t.equal((await send('danang', csv(line(11)), '?atomic=maybe')).status, 400)
  t.equal(await position(), before)
})

t.test('one bad row in ten thousand is named, and keeps nobody back but where it is to', async (t) => {
  const codes: string[] = []
  for (let sequence = 500_000; codes.length < 10_000; sequence++) {
    const nine = `01${String(sequence).padStart(7, '0')}`
    const digit = checkDigit(nine)
    if (digit !== null) codes.push(`${nine}${digit}`)
  }
  await office.load(codes.map((code) => feedRecord({ ...at, code })))
  const rows = codes.map((code, i) => `${code},1,${i === 7000 ? 'vii' : 'iii'},,dossier,HS-${i},,`)
  const refused = await send('ministry', csv(...rows), '?atomic=true')
  t.match(refused.body, { isApplied: false, refused: 1 })
  t.match(refused.body.results[7000], { row: 7002, status: 'refused', path: 'outcome' })
  const began = performance.now()
  const { body } = await send('ministry', csv(...rows))
  t.comment(`${Math.round(performance.now() - began)} ms`)
  t.match(body, { isApplied: true, decided: 9999, refused: 1 })
})
