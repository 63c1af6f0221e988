import t from 'tap'
import { readRecord } from '../../src/sync/sources/record-forms.ts'

const TODAY = '2026-11-22'
const read = (raw: unknown) => {
  const reading = readRecord(raw, TODAY)
  if (reading.kind !== 'record') throw new Error(JSON.stringify(reading))
  return reading
}
const detail = {
  MainInformation: { ENTERPRISE_GDT_CODE: '0100047516', NAME: 'CÔNG TY THỬ', FOUNDING_DATE: '13/07/2010', ENTERPRISE_STATUS_NAME: 'Đang hoạt động' },
  HOAdress: { CityName: 'Thành phố Hà Nội' },
}
const person = { FULL_NAME: 'Người Đại Diện', PERS_DOC_NO: '0999', DATE_OF_BIRTH: '01/01/1970' }
const thanhHoa = (given: Record<string, unknown> = {}) => ({
  MaNoiBo: 1, MaSoDoanhNghiep: '0100047516', SoGCNDKKD: '1', MaLoaiHinhDN: '13', LoaiHinhDN: 'Công ty cổ phần', TenTiengViet: 'CÔNG TY THỬ', TenNuocNgoai: 'TEST', TenVietTat: 'T',
  NgayDangKyLanDau: '13/07/2010', NgayDangKyThayDoi: '20/11/2024', SoLanDangKyThayDoi: '3', TinhTrangPhapLy: [{ TinhTrangPhapLy: 'Đang hoạt động', MaTinhTrangPhapLy: 1 }],
  DaiDienPhapLuat: [{ HoTen: 'Người Đại Diện' }], DiaChiTruSo: [{ DiaChi: [{ MaTinhThanh: '106', DiaChi: 'Số 1, Phường Hạc Thành, Tỉnh Thanh Hóa', SoNha: '1' }] }],
  NganhNgheKinhDoanh: [{ MaNganh: '4711', TenNganh: 'Bán lẻ', LaNganhChinh: 0 }, { MaNganh: '6201', TenNganh: 'Lập trình', LaNganhChinh: 1 }], ...given,
})

t.test('reads a record inside Data, with representatives as object or list', async (t) => {
  for (const Representatives of [person, [person, person], [], null]) {
    const reading = read({ Data: { ...detail, Representatives } })
    t.strictSame(reading.record, read(detail).record)
    t.equal(reading.unknownFields, undefined, 'representatives are known')
    t.notMatch(JSON.stringify([reading, reading.asUnknownProvince()]), /Người|0999|1970/)
  }
})

t.test('reads the answer of a ministry\'s gateway with its own name for the status', async (t) => {
  const MainInformation = { ...detail.MainInformation, ENTERPRISE_STATUS_ID: 2 }
  const gateway = (inner: unknown) => ({ affectedRows: 1, message: '', data: { Status: 1, DataCount: 1, Data: inner } })
  t.match(read(gateway({ ...detail, MainInformation, Representatives: person })), { unknownFields: undefined, record: { status: { value: '2', name: 'Đang hoạt động' } } })
  t.match(read(gateway([{ ...detail, MainInformation: { ...MainInformation, ENTERPRISE_STATUS: '1' } }])), { record: { status: { value: '1' } } })
  for (const inner of [null, '', [], [detail, detail]]) t.match(readRecord(gateway(inner), TODAY), { kind: 'reject', reason: 'unreadable' })
})

t.test('reads a flat object', async (t) => {
  const flat = { ENTERPRISE_GDT_CODE: '0100047516', NAME: 'CÔNG TY THỬ', FOUNDING_DATE: '13072010', ENTERPRISE_STATUS_NAME: 'Đang hoạt động', CityName: 'Thành phố Hà Nội' }
  t.strictSame(read(flat).record, read(detail).record)
  t.strictSame(read({ Status: '1', Data: flat }).record, read(detail).record)
  const rich = read({ ...flat, LEGAL_NAMES: 'Người', MOBILE: '1', FOO: 1, BusinessActivity: { CODE: '6201', IS_MAIN: 'Y' }, Member: [{ COUNTRY: 'VN', X: 1 }] })
  t.match(rich, { record: { industries: ['6201'], ownership: 'domestic' } })
  t.strictSame(rich.unknownFields, ['FOO', 'Member.X'])
  t.match(readRecord({ ...flat, FOUNDING_DATE: '31022010' }, TODAY), { reason: 'invalid-date', field: 'MainInformation.FOUNDING_DATE' }, 'names the field in the contract\'s terms')
  t.match(readRecord({ ...flat, ENTERPRISE_GDT_CODE: undefined }, TODAY), { reason: 'missing-field' })
})

t.test('reads the envelope of Ho Chi Minh City, where the address is one line', async (t) => {
  const result = { ENTERPRISE_GDT_CODE: '0100047516', NAME: 'CÔNG TY THỬ', FOUNDING_DATE: '13/07/2010', HO_ADDRESS_FULLTEXT: 'Số 1, Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh, Việt Nam' }
  const envelope = (ResultObject: unknown) => ({ StatusCode: 200, Status: true, ThrowException: null, Description: '', ResultObject })
  t.match(read(envelope(result)), { unknownFields: undefined, record: { address: { full: result.HO_ADDRESS_FULLTEXT, city: 'Thành phố Hồ Chí Minh', district: 'Quận 1', ward: 'Phường Bến Nghé' } } })
  t.strictSame(read(envelope(detail)).record, read(detail).record)
  t.match(readRecord(envelope({ ...result, HO_ADDRESS_FULLTEXT: null }), TODAY), { reason: 'missing-field', field: 'HOAdress.CityName' })
  t.match(readRecord(envelope(null), TODAY), { reason: 'unreadable' })
})

t.test('reads the names of Thanh Hóa', async (t) => {
  const reading = read({ GetEntCert: [thanhHoa()] })
  t.match(reading, {
    unknownFields: undefined,
    record: {
      code: '0100047516', name: 'CÔNG TY THỬ', foreignName: 'TEST', shortName: 'T', registeredOn: '2010-07-13', amendedOn: '2024-11-20', changes: 3,
      status: { value: '1', name: 'Đang hoạt động' }, legalType: { value: '13', name: 'Công ty cổ phần' }, industries: ['6201', '4711'], hasMainIndustry: true,
      address: { city: 'Tỉnh Thanh Hóa', district: '', ward: 'Phường Hạc Thành' },
    },
  })
  t.notMatch(JSON.stringify([reading, reading.asUnknownProvince()]), /Người/)
  t.strictSame(read(thanhHoa()).record, reading.record, 'without its envelope')
  t.strictSame(read(thanhHoa({ Moi: 1, NganhNgheKinhDoanh: { MaNganh: '6201', X: 1 } })).unknownFields, ['Moi', 'NganhNgheKinhDoanh.X'])
  t.match(read(thanhHoa({ NganhNgheKinhDoanh: { MaNganh: '6201', LaNganhChinh: true } })), { record: { hasMainIndustry: true } })
})

t.test('guesses none of several legal states', async (t) => {
  const states = [{ TinhTrangPhapLy: 'Tạm ngừng', MaTinhTrangPhapLy: 2 }, { TinhTrangPhapLy: 'Đang hoạt động', MaTinhTrangPhapLy: 1 }]
  t.strictSame(read(thanhHoa({ TinhTrangPhapLy: states })).record.status, { value: null, name: 'Tạm ngừng; Đang hoạt động' })
  t.strictSame(read(thanhHoa({ TinhTrangPhapLy: null })).record.status, { value: null, name: null })
})
