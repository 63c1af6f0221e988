import t from 'tap'
import { digestOf } from '../../src/sync/feed-record.ts'
import { readCanonical } from '../../src/sync/sources/canonical.ts'
import { readDetail } from '../../src/sync/sources/nbrs.ts'

const TODAY = '2026-11-22'
const read = (given: Record<string, unknown>) => readCanonical({ code: '0100047516', name: 'CÔNG TY THỬ', registeredOn: '2010-07-13', address: { province: 'Thành phố Hà Nội' }, ...given }, TODAY)
const record = (given: Record<string, unknown> = {}) => {
  const reading = read(given)
  if (reading.kind !== 'record') throw new Error(JSON.stringify(reading))
  return reading.record
}

t.test('says the same as the contract with the same facts', async (t) => {
  const detail = readDetail({
    MainInformation: {
      ENTERPRISE_GDT_CODE: '0100047516', NAME: 'CÔNG TY THỬ', NAME_F: 'TEST', SHORT_NAME: 'T', FOUNDING_DATE: '13/07/2010', LAST_AMEND_DATE: '20/11/2024', NUMBER_CHANGES: 3,
      ENTERPRISE_STATUS: '2', ENTERPRISE_STATUS_NAME: 'Tạm ngừng', ENTERPRISE_TYPE_ID: '13', ENTERPRISE_TYPE_NAME: 'Công ty cổ phần', CAPITAL_AMOUNT: 1.5,
    },
    HOAdress: { CityName: 'Tỉnh Bắc Giang', DistrictName: 'Huyện Lý Nhân', WardName: 'Xã Một', AddressFullText: 'Số 1' },
    BusinessActivity: [{ CODE: '4711' }, { CODE: '6201', IS_MAIN: 'Y' }], Member: [{ COUNTRY: 'VN', AMOUNT: 1 }, { COUNTRY: 'Lào', AMOUNT: 3 }],
  }, TODAY)
  if (detail.kind !== 'record') return t.fail(JSON.stringify(detail))
  t.equal(digestOf(record({
    foreignName: 'TEST', shortName: 'T', amendedOn: '20/11/2024', changes: '3', status: 2, statusName: 'Tạm ngừng', legalType: 13, legalTypeName: 'Công ty cổ phần', charterCapitalVnd: '1.50',
    address: { full: 'Số 1', province: 'Tỉnh Bắc Giang', district: 'Huyện Lý Nhân', commune: 'Xã Một' },
    industries: [{ code: 4711 }, { code: 'J6201', main: true }], members: [{ country: 'VN', amountVnd: '1' }, { country: 'Lào', amountVnd: 3 }],
  })), digestOf(detail.record))
})

t.test('needs code, name, registration and address, and nothing else', async (t) => {
  t.strictSame(record(), {
    code: '0100047516', name: 'CÔNG TY THỬ', registeredOn: '2010-07-13', amendedOn: null, changes: 0, foreignName: null, shortName: null,
    status: { value: null, name: null }, legalType: { value: null, name: null }, charterCapitalVnd: null, ownership: 'unknown', foreignSharePercent: null,
    address: { full: '', city: 'Thành phố Hà Nội', district: '', ward: '' }, industries: [], hasMainIndustry: false,
  })
  for (const [field, named] of [['code', 'code'], ['name', 'name'], ['registeredOn', 'registeredOn'], ['address', 'address.province']] as const) {
    t.match(read({ [field]: undefined }), { kind: 'reject', reason: 'missing-field', field: named })
  }
})

t.test('takes activities as codes, the main one first, or with the main one marked', async (t) => {
  const of = (industries: unknown) => { const { industries: codes, hasMainIndustry } = record({ industries }); return [codes, hasMainIndustry] }
  t.strictSame(of(['6201', '4711', '6201']), [['6201', '4711'], true])
  t.strictSame(of(6201), [['6201'], true])
  t.strictSame(of([{ code: '4711' }, { code: '6201', main: true }]), [['6201', '4711'], true])
  t.strictSame(of([{ code: '4711' }, { code: '6201', main: 'Y' }]), [['4711', '6201'], false])
  t.strictSame(of(['phần mềm', '6201']), [['6201'], false], 'the main one cannot be read, and no other takes its place')
  t.strictSame(of([{ code: '62.010' }, null, '', true]), [['62010'], false])
})

t.test('takes a commune by code together with its division', async (t) => {
  t.strictSame(record({ address: { communeCode: '00004', division: '2025' } }).address, { full: '', city: '', district: '', ward: '', communeCode: '00004', division: '2025' })
  t.match(record({ address: { communeCode: 4, division: 2004, province: 'Hà Nội' } }).address, { city: 'Hà Nội', communeCode: '00004', division: '2004' })
  t.match(read({ address: { communeCode: '00004', province: 'Hà Nội' } }), { reason: 'missing-field', field: 'address.division' })
  t.match(read({ address: { communeCode: '4a', division: '2025' } }), { reason: 'invalid-value', field: 'address.communeCode' })
  t.match(read({ address: { communeCode: '00004', division: '2026' } }), { reason: 'invalid-value', field: 'address.division' })
  t.notOk('division' in record({ address: { province: 'Hà Nội', division: '2025' } }).address, 'a division without a code says nothing')
})

t.test('takes province, district and ward from the end of a full text', async (t) => {
  const of = (full: string) => { const { city, district, ward } = record({ address: { full } }).address; return [city, district, ward] }
  t.strictSame(of('12 Lê Lợi, Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh, Việt Nam'), ['Thành phố Hồ Chí Minh', 'Quận 1', 'Phường Bến Nghé'])
  t.strictSame(of('12 Lê Lợi, P.Bến Nghé, Q.1, TP. Hồ Chí Minh'), ['TP. Hồ Chí Minh', 'Q.1', 'P.Bến Nghé'])
  t.strictSame(of('Số 1, Phường Linh Chiểu, Thành phố Thủ Đức, Thành phố Hồ Chí Minh'), ['Thành phố Hồ Chí Minh', 'Thành phố Thủ Đức', 'Phường Linh Chiểu'])
  t.strictSame(of('Số 1, Xã Hóc Môn, Thành phố Hồ Chí Minh, VIỆT NAM'), ['Thành phố Hồ Chí Minh', '', 'Xã Hóc Môn'])
  t.strictSame(of('Tầng 2, Tòa nhà A, Quận Ba Đình, Hà Nội'), ['Hà Nội', 'Quận Ba Đình', ''], 'no word for a ward, no ward')
  t.strictSame(of('Số 1, đường Trần Phú, Đà Nẵng'), ['Đà Nẵng', '', ''])
  for (const full of ['Số 1', 'Hà Nội', 'Số 1, Phường Bến Nghé', 'Số 1, Huyện Củ Chi', 'Số 1, Lô A12', ', ,', 'Việt Nam']) {
    t.match(read({ address: { full } }), { kind: 'reject', reason: 'missing-field', field: 'address.province' }, full)
  }
})

t.test('takes relations in one order, and leaves the digest of a record without them as it is', async (t) => {
  const [one, two] = ['0100109106', '0101248141']
  const both = [{ kind: 'merged-from', code: two }, { kind: 'divided-into', code: one }]
  t.strictSame(record({ relations: both }).relations, [{ kind: 'divided-into', code: one }, { kind: 'merged-from', code: two }])
  t.equal(digestOf(record({ relations: both })), digestOf(record({ relations: [...both, ...both].reverse() })))
  t.strictSame(record({ relations: { kind: 'merged-into', code: Number(one) } }).relations, [{ kind: 'merged-into', code: one }], 'a list of one as object, a code that lost its zero')
  for (const nothing of [undefined, null, '', ' ', true]) {
    t.notOk('relations' in record({ relations: nothing }))
    t.equal(digestOf(record({ relations: nothing })), digestOf(record()))
  }
  t.strictSame(record({ relations: [] }).relations, [])
  t.not(digestOf(record({ relations: [] })), digestOf(record()), 'none is something else than nothing said')
})

t.test('names the relation that cannot be used', async (t) => {
  const cases: [unknown, string, string][] = [
    ['merged-into', 'invalid-value', 'relations'], [7, 'invalid-value', 'relations'], [['merged-into'], 'invalid-value', 'relations'], [[null], 'invalid-value', 'relations'], [[[]], 'invalid-value', 'relations'],
    [Array.from({ length: 101 }, () => ({ kind: 'merged-into', code: '0100109106' })), 'invalid-value', 'relations'],
    [[{ kind: 'merged-into' }], 'invalid-code', 'relations.code'], [[{ kind: 'merged-into', code: '0100109107' }], 'invalid-code', 'relations.code'],
    [[{ kind: 'merged-into', code: '0100109106-001' }], 'invalid-code', 'relations.code'], [[{ kind: 'merged-into', code: '0100047516' }], 'invalid-value', 'relations.code'],
    [[{ code: '0100109106' }], 'invalid-value', 'relations.kind'], [[{ kind: 'married-to', code: '0100109106' }], 'invalid-value', 'relations.kind'], [{ kind: ['merged-into'], code: '0100109106' }, 'invalid-value', 'relations.kind'],
  ]
  for (const [relations, reason, field] of cases) {
    const reading = read({ relations })
    t.match(reading, { kind: 'reject', reason, field }, JSON.stringify(relations).slice(0, 60))
    if (reading.kind === 'reject') t.strictSame(readCanonical(JSON.parse(JSON.stringify(reading.record)), TODAY), reading, 'a reject read again comes to the same')
  }
})

t.test('the enterprise of a unit is no enterprise of its own kind', async (t) => {
  t.strictSame(read({ code: '00001', parent: '0100109106' }), { kind: 'skip', reason: 'business-location' })
  t.strictSame(read({ code: '00001', parent: ' ' }), { kind: 'skip', reason: 'business-location' })
  t.strictSame(read({ code: '079123456789', parent: 'x' }), { kind: 'skip', reason: 'household' })
  for (const [code, parent] of [['00001', '0100109107'], ['00001', '0100109106-001'], ['0100047516-001', '0100109106'], ['0100047516001', 'x'.repeat(2000)]]) {
    const reading = read({ code, parent })
    t.match(reading, { kind: 'reject', reason: 'invalid-code', field: 'parent', code })
    if (reading.kind === 'reject') t.strictSame(readCanonical(JSON.parse(JSON.stringify(reading.record)), TODAY), reading)
  }
  t.strictSame(record({ parent: 'x' }), record(), 'an enterprise has none')
})
