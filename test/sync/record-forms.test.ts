import { readFile } from 'node:fs/promises'
import type { Test } from 'tap'
import t from 'tap'
import { z } from 'zod'
import type { Reading } from '../../src/sync/feed-record.ts'
import { digestOf } from '../../src/sync/feed-record.ts'
import { CanonicalRecord, ContractRecord } from '../../src/sync/record-schemas.ts'
import { codeIn, readRecord } from '../../src/sync/sources/record-forms.ts'

const TODAY = '2026-11-22'
const CODE = '0100047516'
type Fields = Record<string, unknown>

const contract = (main: Fields = {}, address: Fields = {}, rest: Fields = {}) => ({
  MainInformation: { ENTERPRISE_GDT_CODE: CODE, NAME: 'CÔNG TY THỬ', FOUNDING_DATE: '13/07/2010', ...main },
  HOAdress: { CityName: 'Thành phố Hà Nội', ...address },
  ...rest,
})
const canonical = (given: Fields = {}) => ({ code: CODE, name: 'CÔNG TY THỬ', registeredOn: '2010-07-13', address: { province: 'Thành phố Hà Nội' }, ...given })
const forms: Record<string, (given: { name?: unknown, day?: unknown, capital?: unknown, code?: unknown }) => unknown> = {
  contract: ({ name = 'CÔNG TY THỬ', day = '13/07/2010', capital, code = CODE }) => contract({ ENTERPRISE_GDT_CODE: code, NAME: name, FOUNDING_DATE: day, CAPITAL_AMOUNT: capital }),
  canonical: ({ name = 'CÔNG TY THỬ', day = '13/07/2010', capital, code = CODE }) => canonical({ code, name, registeredOn: day, charterCapitalVnd: capital }),
  flat: ({ name = 'CÔNG TY THỬ', day = '13/07/2010', capital, code = CODE }) =>
    ({ ENTERPRISE_GDT_CODE: code, NAME: name, FOUNDING_DATE: day, CAPITAL_AMOUNT: capital, CityName: 'Thành phố Hà Nội' }),
}
const nested = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`) as unknown

/** What a reading says, and what a reject would keep of it. */
const told = (reading: Reading) => reading.kind === 'record' ? { ...reading, asUnknownProvince: reading.asUnknownProvince() } : reading
/** Rejects go into jsonb: no NUL, no half of a character, nothing deep, nothing endless. */
function storable (t: Test, reject: unknown) {
  const text = JSON.stringify(reject)
  t.notMatch(text, /\\u0000|\\ud[89a-f]/i)
  const depth = (value: unknown): number => typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0
  t.ok(depth(reject) <= 5, 'is not deep')
  t.ok([...text.matchAll(/"[^"]*"/g)].every(([one]) => one.length <= 1003), 'holds no long text')
}

t.test('every form in the documents is read and tells of the same enterprise', async (t) => {
  const document = await readFile('docs/records.md', 'utf8')
  const examples = [...document.matchAll(/^```json\n(.*?)^```$/gms)].map(([, json]) => JSON.parse(json!) as unknown)
  t.equal(examples.length, 6)
  const records = examples.map((example) => {
    const reading = readRecord(example, TODAY)
    t.match(reading, { kind: 'record', unknownFields: undefined, record: { code: CODE, registeredOn: '2010-07-13', address: { city: 'Thành phố Hà Nội', district: '', ward: 'Phường Ba Đình' } } })
    return reading.kind === 'record' ? reading.record : undefined
  })
  t.equal(digestOf(records[0]!), digestOf(records[1]!), 'the contract and the canonical form say the same')
})

t.test('the schemas describe what the reader takes', async (t) => {
  for (const schema of [ContractRecord, CanonicalRecord]) {
    const { examples, id } = z.globalRegistry.get(schema) ?? {}
    t.ok(examples, 'has an example')
    for (const example of examples as unknown[]) {
      t.ok(schema.safeParse(example).success, `the example of ${id} fits it`)
      t.match(readRecord(example, TODAY), { kind: 'record', unknownFields: undefined, record: { ownership: 'mixed', foreignSharePercent: '40' } })
    }
    const unbounded: string[] = []
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return
      const { type, maxLength, enum: values, maxItems, maximum } = node as Fields
      if ((type === 'string' && maxLength === undefined && values === undefined) || (type === 'array' && maxItems === undefined) || (type === 'integer' && maximum === undefined)) unbounded.push(path)
      for (const [name, item] of Object.entries(node)) visit(item, `${path}.${name}`)
    }
    visit(z.toJSONSchema(schema, { io: 'input' }), '')
    t.strictSame(unbounded, [], `everything in ${id} is bounded`)
  }
})

t.test('a reject read again comes to the same', async (t) => {
  const long = 'Ô'.repeat(1200)
  const rejects: [string, unknown][] = [
    ['missing-field', contract({ NAME: '\u0000' })], ['missing-field', canonical({ code: '', members: [{ country: 'Lào', name: 'Người' }] })],
    ['missing-field', contract({}, { CityName: null, AddressFullText: 'Số 1' })], ['missing-field', canonical({ address: { communeCode: '00004' } })],
    ['invalid-code', contract({ ENTERPRISE_GDT_CODE: '0100047517' })], ['invalid-code', canonical({ code: '\ud800'.repeat(30) })],
    ['invalid-code', canonical({ code: `${'9'.repeat(19)}😀` })],
    ['invalid-date', contract({ FOUNDING_DATE: '31/02/2020' })], ['invalid-date', canonical({ registeredOn: '9'.repeat(2000) })],
    ['future-date', contract({ FOUNDING_DATE: '23/11/2026' })], ['future-date', forms['flat']!({ day: '23112026' })],
    ['invalid-value', contract({ NAME: long })], ['invalid-value', contract({ NAME: ` ${'o\u0302'.repeat(1500)}` })], ['invalid-value', canonical({ shortName: `${'x'.repeat(999)}😀` })],
    ['invalid-value', contract({ CAPITAL_AMOUNT: '9'.repeat(25) })], ['invalid-value', canonical({ address: { province: 'Hà Nội', communeCode: 'abc', division: '2025' } })],
    ['invalid-value', contract({ CAPITAL_AMOUNT: `1.5${'0'.repeat(2000)}` })], ['invalid-value', contract({ NUMBER_CHANGES: 'nhiều' })], ['invalid-value', canonical({ industries: Array.from({ length: 1500 }, () => '6201') })],
    ['invalid-value', contract({}, {}, { BusinessActivity: Array.from({ length: 1500 }, () => ({ CODE: '6201' })) })],
    ['unreadable', { code: 200, data: [{}, {}] }], ['unreadable', { MainInformation: '' }],
  ]
  for (const [reason, raw] of rejects) {
    const reading = readRecord(raw, TODAY)
    t.match(reading, { kind: 'reject', reason }, JSON.stringify(raw).slice(0, 100))
    if (reading.kind !== 'reject') continue
    t.strictSame(readRecord(JSON.parse(JSON.stringify(reading.record)), TODAY), reading)
    t.notMatch(JSON.stringify(reading), /Người/, 'keeps no person')
    storable(t, reading)
  }
  t.strictSame([...new Set(rejects.map(([reason]) => reason))].length, 6, 'every reason that reading gives')
})

t.test('a record whose province is unknown is whole in its reject', async (t) => {
  const members = [{ COUNTRY: 'Việt Nam', RATIO_PERCENT: '75', MEMBER_NAME: 'Người' }, { COUNTRY: 'Lào', RATIO_PERCENT: 25 }]
  const activities = { BusinessActivity: { CODE: 'J6201', IS_MAIN: 'y', NAME: 'x\u0000' }, Member: members, Representatives: { FULL_NAME: 'Người' } }
  for (const raw of [
    contract({ CAPITAL_AMOUNT: `1.5${'0'.repeat(90)}`, SHORT_NAME: { FULL_NAME: 'Người' } }, { CityName: 'Tỉnh Không Rõ' }, activities),
    { Data: contract({ NAME: 'CÔNG\u0007TY' }, {}, activities) },
    canonical({ industries: [{ code: '4711' }, { code: '6201', main: true }], members: [{ country: 'VN', sharePercent: 1 }], address: { communeCode: 4, division: 2025 } }),
    canonical({ industries: '6201', name: 'x'.repeat(1000) }),
    { GetEntCert: [{ MaSoDoanhNghiep: CODE, TenTiengViet: 'A', NgayDangKyLanDau: 13072010, DiaChiTruSo: { DiaChi: { DiaChi: 'Số 1, Tỉnh Không Rõ' } } }] },
  ]) {
    const reading = readRecord(raw, TODAY)
    if (reading.kind !== 'record') return t.fail(JSON.stringify(reading))
    const reject = reading.asUnknownProvince()
    storable(t, reject)
    t.notMatch(JSON.stringify(reject), /Người/)
    t.match(readRecord(JSON.parse(JSON.stringify(reject.record)), TODAY), { kind: 'record', record: reading.record })
  }
})

t.test('bad values are judged and nothing throws', async (t) => {
  const one = (raw: unknown) => JSON.stringify(told(readRecord(raw, TODAY)))
  for (const [form, make] of Object.entries(forms)) {
    const reason = (given: Parameters<typeof make>[0]) => {
      const reading = readRecord(make(given), TODAY)
      return reading.kind === 'record' ? reading.record : reading.reason
    }
    t.match(reason({ name: 'A\u0000B\ud800' }), { name: 'A B\ufffd' }, `${form}: NUL and half a character`)
    t.match(reason({ name: 'Hòa'.normalize('NFD') }), { name: 'Hòa'.normalize('NFC') }, `${form}: decomposed`)
    t.match(reason({ day: 13072010, capital: '1000', name: 7 }), { registeredOn: '2010-07-13', charterCapitalVnd: '1000', name: '7' }, `${form}: numbers and texts`)
    t.match(reason({ code: 100047516 }), { code: CODE }, `${form}: a number that lost its zero`)
    t.match(reason({ capital: '9223372036854775808' }), { charterCapitalVnd: '9223372036854775808' }, `${form}: more than a bigint`)
    for (const capital of ['9'.repeat(25), 1e300, -1, '1.000.000']) t.equal(reason({ capital }), 'invalid-value', `${form}: ${capital}`)
    for (const code of ['0100 047 516', '01000475-16', 'constructor', '٠١٠٠٠٤٧٥١٦']) t.equal(reason({ code }), 'invalid-code', `${form}: ${code}`)
    for (const nothing of ['', ' ', true, false, null, [], {}, nested(1000), ['CÔNG TY']]) {
      t.equal(reason({ name: nothing }), 'missing-field', `${form}: a name that says nothing`)
      t.equal(reason({ day: nothing }), 'missing-field', `${form}: a day that says nothing`)
    }
    t.equal(reason({ day: '31/02/2020' }), 'invalid-date')
    t.equal(reason({ day: '2027-01-01' }), 'future-date')
    t.equal(reason({ name: 'x'.repeat(1_000_000) }), 'invalid-value', `${form}: a name of a million characters`)
    t.match(reason({ name: `x${' '.repeat(2000)}y` }), { name: 'x y' }, `${form}: many blanks are one`)
  }
  for (const strange of [nested(1000), [], [[]], 'x', 7, true, '__proto__', { __proto__: null }, [contract(), contract()], { Data: { data: { Data: { data: { Data: contract() } } } } }]) {
    t.equal(one(strange), JSON.stringify({ kind: 'reject', reason: 'unreadable', field: null, code: null, record: null }))
  }
})

t.test('every field bears every strange value', async (t) => {
  const strange = JSON.parse(`["", " ", "\\u0000", "\\ud800", "__proto__", true, 0, -1, 1e400, 1.5, null, [], {}, [[]], [{}, {}], {"__proto__": {"code": 1}}, {"constructor": 1}, "${'y'.repeat(5000)}"]`) as unknown[]
  const whole = [
    contract({}, {}, { BusinessActivity: [{ CODE: '6201', IS_MAIN: 'Y' }], Member: [{ COUNTRY: 'VN', AMOUNT: 1, RATIO_PERCENT: 1 }] }),
    canonical({ industries: [{ code: '6201', main: true }], members: [{ country: 'VN', sharePercent: 1, amountVnd: 1 }], address: { province: 'Hà Nội', communeCode: '00004', division: '2025' } }),
    { GetEntCert: [{ MaSoDoanhNghiep: CODE, TenTiengViet: 'A', NgayDangKyLanDau: '13072010', TinhTrangPhapLy: [{ TinhTrangPhapLy: 'x' }], DiaChiTruSo: [{ DiaChi: [{ DiaChi: 'Số 1, Hà Nội' }] }], NganhNgheKinhDoanh: [{ MaNganh: '6201' }] }] },
    { ResultObject: { ENTERPRISE_GDT_CODE: CODE, NAME: 'A', FOUNDING_DATE: '13/07/2010', HO_ADDRESS_FULLTEXT: 'Số 1, Hà Nội' } },
  ]
  /** The record with one value in it replaced, for each place in it. */
  function * spoilt (value: unknown, by: unknown): Generator<unknown> {
    yield by
    if (Array.isArray(value)) for (const [i, item] of value.entries()) for (const one of spoilt(item, by)) yield value.with(i, one)
    else if (typeof value === 'object' && value !== null) for (const [name, item] of Object.entries(value)) for (const one of spoilt(item, by)) yield { ...value, [name]: one }
  }
  let read = 0
  for (const record of whole) {
    for (const by of strange) {
      for (const raw of spoilt(record, by)) {
        const reading = readRecord(raw, TODAY)
        const reject = reading.kind === 'record' ? reading.asUnknownProvince() : reading
        if (reject.kind === 'reject') {
          const again = readRecord(JSON.parse(JSON.stringify(reject.record)), TODAY)
          const same = reading.kind === 'record' ? again.kind === 'record' && digestOf(again.record) === digestOf(reading.record) : JSON.stringify(again) === JSON.stringify(reading)
          if (!same) t.fail(JSON.stringify({ raw, reading, again }).slice(0, 2000))
          if (/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(reject))) t.fail(`cannot be stored: ${JSON.stringify(raw).slice(0, 500)}`)
        }
        read++
      }
    }
  }
  t.ok(read > 700, `${read} records`)
})

t.test('names what a form does not know', async (t) => {
  const unknown = (raw: unknown) => {
    const reading = readRecord(raw, TODAY)
    return reading.kind === 'record' ? reading.unknownFields : reading
  }
  t.equal(unknown(contract({ LEGAL_NAMES: 'x', PHONE: '1' }, {}, { Representatives: [{ ANY: 1 }], Member: [{ MEMBER_NAME: 'x' }], Status: '1' })), undefined)
  t.strictSame(unknown(contract({ FOO: 1 }, { BAR: 1 }, { BAZ: 1, BusinessActivity: [{ CODE: 1, X: 1 }, { X: 2 }], Member: { Y: 1 } })),
    ['BAZ', 'MainInformation.FOO', 'HOAdress.BAR', 'BusinessActivity.X', 'Member.Y'])
  t.strictSame(unknown(JSON.parse(`{"__proto__": 1, "constructor": 1, ${JSON.stringify(canonical({ address: { province: 'Hà Nội', zip: 1 } })).slice(1)}`)), ['__proto__', 'constructor', 'address.zip'])
  const many = unknown(canonical(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${i}\u0000${'x'.repeat(200)}`, 1])))) as string[]
  t.equal(many.length, 20)
  t.ok(many.every((name) => name.length <= 100 && !name.includes('\u0000')))
})

t.test('finds the code in a line that is no JSON', async (t) => {
  for (const record of [contract(), canonical(), { GetEntCert: [{ MaSoDoanhNghiep: CODE }] }, { ENTERPRISE_GDT_CODE: 100047516, NAME: 'A' }]) {
    t.equal(codeIn(JSON.stringify(record).slice(0, -3)), CODE)
    t.equal(codeIn(JSON.stringify(record, null, 1)), CODE)
  }
  t.equal(codeIn('{"industries":[{"code":"6201"}],"code":"0100047516"'), CODE, 'no activity code')
  for (const line of ['', '{"code":"0100047517"', '{"code":"0100047516-001"', '{"NAME":"0100047516"', '{"code":"0100047', 'x'.repeat(1_000_000)]) t.equal(codeIn(line), null)
})
