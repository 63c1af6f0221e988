import t from 'tap'
import { copyLine } from '../../src/sync/copy-text.ts'
import { digestOf } from '../../src/sync/feed-record.ts'
import { dossiersOf, readDetail } from '../../src/sync/sources/nbrs.ts'
import { ownershipOf } from '../../src/sync/sources/ownership.ts'
import { amount, day, text } from '../../src/sync/sources/wire-value.ts'

const TODAY = '2026-11-22'
const detail = (main: Record<string, unknown> = {}, rest: Record<string, unknown> = {}) => ({
  Status: '1', DataCount: 1,
  MainInformation: {
    ENTERPRISE_ID: 7, ENTERPRISE_GDT_CODE: '0100047516', ENTERPRISE_TYPE_NAME: 'Công ty cổ phần', NAME: 'CÔNG TY THỬ', FOUNDING_DATE: '13/07/2010',
    LAST_AMEND_DATE: '20/11/2024', NUMBER_CHANGES: 3, ENTERPRISE_STATUS: '1', LEGAL_NAMES: 'Người Đại Diện', CAPITAL_AMOUNT: 2500000000.5, ...main,
  },
  HOAdress: { CityName: 'Thành phố Hà Nội', WardName: 'Phường Ba Đình', AddressFullText: 'Số 1' },
  BusinessActivity: [{ CODE: 'J6201', NAME: 'Lập trình', IS_MAIN: 'Y' }, { CODE: '4711', IS_MAIN: 'N' }],
  Member: [{ MEMBER_NAME: 'Người Góp Vốn', COUNTRY: 'Việt Nam', RATIO_PERCENT: 60 }, { MEMBER_NAME: 'Someone', COUNTRY: 'Japan', RATIO_PERCENT: '40.00' }],
  ...rest,
})
const record = (raw: unknown) => {
  const reading = readDetail(raw, TODAY)
  if (reading.kind !== 'record') throw new Error(JSON.stringify(reading))
  return reading.record
}

t.test('reads single values as feeds write them', async (t) => {
  t.equal(day('13/07/2010'), '2010-07-13')
  t.equal(day('13072010'), '2010-07-13')
  t.equal(day(1072010), '2010-07-01', 'a number has lost its first zero')
  t.equal(day('31/02/2020'), null)
  t.equal(day(''), undefined)
  t.equal(text(' Ho\u0300a\u0000  B '), 'Hòa B')
  t.equal(text('\ud800x'), '\ufffdx')
  t.equal(amount('007.500'), '7.5')
  t.equal(amount(0), '0')
  t.equal(amount('99999999999999999999'), '99999999999999999999')
  t.equal(amount('-1'), null)
  t.equal(amount('1.000.000'), null)
})

t.test('takes as clean only what cleaning would leave alone', async (t) => {
  const changed: string[] = []
  for (let unit = 0; unit < 0x2100; unit++) {
    const value = `a${String.fromCharCode(unit)}b`
    const clean = value.normalize('NFC').replace(/\p{Cc}+/gu, ' ').replace(/\s+/g, ' ').trim()
    if (text(value) !== clean) changed.push(unit.toString(16))
  }
  t.strictSame(changed, [])
  t.equal(text('a  b'), 'a b')
  t.equal(text('\u00a0a\u2028b '), 'a b')
  for (const value of ['Tỉnh Thừa Thiên Huế', 'e\u0323\u0302 \ud800', ' \u0301x\u0000\u0301']) t.equal(text(text(value)), text(value), 'a second reading changes nothing')
})

t.test('a known record keeps the digest by which it is known', async (t) => {
  t.equal(digestOf(record(detail())), '96cd4164-150a-771c-77cc-4d4fa01df3e9')
})

t.test('reads a record and leaves persons out', async (t) => {
  const read = record(detail())
  t.match(read, {
    code: '0100047516', registeredOn: '2010-07-13', amendedOn: '2024-11-20', changes: 3, charterCapitalVnd: '2500000000.5',
    industries: ['6201', '4711'], hasMainIndustry: true, ownership: 'mixed', foreignSharePercent: '40',
  })
  t.notMatch(JSON.stringify(read), /Người|Someone/)
})

t.test('one item as object, envelope or none, NFD or NFC, numbers or text say the same', async (t) => {
  const nfd = detail({ NAME: 'CÔNG TY THỬ'.normalize('NFD'), FOUNDING_DATE: '13072010', NUMBER_CHANGES: '3', CAPITAL_AMOUNT: '2500000000.500' })
  t.equal(digestOf(record(nfd)), digestOf(record(detail())))
  const single = { ...detail(), BusinessActivity: { CODE: '6201', IS_MAIN: 'Y' } }
  t.strictSame(record(single), record({ ...detail(), BusinessActivity: [{ CODE: '6201', IS_MAIN: 'Y' }] }))
  t.strictSame(record({ Data: detail() }), record(detail()))
})

t.test('skips what is no enterprise and rejects what cannot be read, with the reason and without persons', async (t) => {
  const skip = (code: string) => readDetail(detail({ ENTERPRISE_GDT_CODE: code }), TODAY)
  t.strictSame(skip('0100047516-001'), { kind: 'skip', reason: 'branch' })
  t.strictSame(skip('0100047516001'), { kind: 'skip', reason: 'branch' })
  t.strictSame(skip('00123'), { kind: 'skip', reason: 'business-location' })
  t.strictSame(skip('079123456789'), { kind: 'skip', reason: 'household' })
  const cases: [Record<string, unknown>, string][] = [
    [{ ENTERPRISE_GDT_CODE: '0100047517' }, 'invalid-code'], [{ ENTERPRISE_GDT_CODE: null }, 'missing-field'], [{ NAME: ' ' }, 'missing-field'],
    [{ FOUNDING_DATE: '31/02/2010' }, 'invalid-date'], [{ FOUNDING_DATE: '' }, 'missing-field'], [{ FOUNDING_DATE: '23/11/2026' }, 'future-date'],
    [{ LAST_AMEND_DATE: '01/01/2027' }, 'future-date'], [{ LAST_AMEND_DATE: '01/01/2001' }, 'invalid-date'], [{ CAPITAL_AMOUNT: 'nhiều' }, 'invalid-value'],
    [{ NUMBER_CHANGES: 1.5 }, 'invalid-value'], [{ NUMBER_CHANGES: 'nhiều' }, 'invalid-value'], [{ NUMBER_CHANGES: -1 }, 'invalid-value'],
  ]
  for (const [main, reason] of cases) {
    const reading = readDetail(detail(main), TODAY)
    t.match(reading, { kind: 'reject', reason }, JSON.stringify(main))
    t.notMatch(JSON.stringify(reading), /Người/, 'keeps no person')
  }
  t.match(readDetail({ ...detail(), HOAdress: null }, TODAY), { kind: 'reject', reason: 'missing-field', field: 'HOAdress.CityName' })
  for (const raw of [null, [], 'x', 7, {}, { MainInformation: [] }]) t.match(readDetail(raw, TODAY), { kind: 'reject', reason: 'unreadable' })
})

t.test('finds a blank district in the full text, and none where there is none', async (t) => {
  const district = (full: string, given: Record<string, unknown> = {}) => record({ ...detail(), HOAdress: { CityName: 'Tỉnh Thừa Thiên Huế', WardName: 'Phường Vĩnh Ninh', AddressFullText: full, ...given } }).address.district
  t.equal(district('Số 1, Phường Vĩnh Ninh, Thành phố Huế, Tỉnh Thừa Thiên Huế, Việt Nam'), 'Thành phố Huế')
  t.equal(district('Số 1, Phường Vĩnh Ninh, Tỉnh Thừa Thiên Huế'), '')
  t.equal(district('Số 1, đường Hà Nội, Thành phố Huế'), '')
  t.equal(district(''), '')
  t.equal(district('Số 1, Phường Vĩnh Ninh, Thành phố Huế, Tỉnh Thừa Thiên Huế', { DistrictName: 'Huyện A Lưới' }), 'Huyện A Lưới')
})

t.test('tells whose an enterprise is', async (t) => {
  const names = { country: 'COUNTRY', sharePercent: 'RATIO_PERCENT', amount: 'AMOUNT' }
  const owners = (members: Record<string, unknown>[]) => ownershipOf(members, names)
  t.strictSame(owners([]), { ownership: 'unknown', foreignSharePercent: null })
  t.strictSame(owners([{ COUNTRY: 'VIỆT NAM' }]), { ownership: 'domestic', foreignSharePercent: '0' })
  t.strictSame(owners([{ COUNTRY: 'Hàn Quốc' }]), { ownership: 'foreign', foreignSharePercent: '100' })
  t.strictSame(owners([{ COUNTRY: 'VN', AMOUNT: 3 }, { COUNTRY: 'Japan', AMOUNT: '1' }]), { ownership: 'mixed', foreignSharePercent: '25' })
  t.strictSame(owners([{ COUNTRY: 'VN' }, { COUNTRY: 'Japan' }]), { ownership: 'mixed', foreignSharePercent: null })
  t.strictSame(owners([{ COUNTRY: 'VN' }, { COUNTRY: null }]), { ownership: 'unknown', foreignSharePercent: null })
})

t.test('takes a list of one as object and an empty one as nothing', async (t) => {
  t.strictSame(dossiersOf({ Status: '1', Data: { ENTERPRISE_GDT_CODE: '1' } }), [{ ENTERPRISE_GDT_CODE: '1' }])
  t.strictSame(dossiersOf({ Status: 1, Data: null }), [])
  t.equal(dossiersOf({ Status: '0', Message: 'x' }), null)
})

t.test('writes COPY lines that PostgreSQL reads back', async (t) => {
  t.equal(copyLine({ a: 'a\tb\\c\nd', b: null, c: true, d: 7, e: ['x"y', 'z\\'] }, ['a', 'b', 'c', 'd', 'e']), 'a\\tb\\\\c\\nd\t\\N\tt\t7\t{"x\\\\"y","z\\\\\\\\"}\n')
})
