import { DROPPED_FIELDS, PEOPLE, PUBLIC_ADDRESS, PUBLIC_FIELDS } from './nbrs.ts'
import { unknownFields } from './unknown-fields.ts'
import type { Fields } from './wire-value.ts'
import { isObject, list, object, text } from './wire-value.ts'

/** A record in the contract's form, and what its own form does not know. */
export interface Translation {
  detail: Fields
  unknown?: string[] | undefined
}

/** A form that provinces and ministries wrap the contract's facts in. */
export interface Variant {
  recognises: (body: Fields) => boolean
  translate: (body: Fields) => Translation
}

const given = (from: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.filter((name) => name in from).map((name) => [name, from[name]]))

const FLAT_LISTS = ['BusinessActivity', 'Member']
const FLAT_KNOWN = new Set([...PUBLIC_FIELDS, ...PUBLIC_ADDRESS, ...DROPPED_FIELDS, ...PEOPLE, ...FLAT_LISTS, 'HOAdress', 'HO_ADDRESS_FULLTEXT', 'Status', 'Message', 'DataCount'])

/** Everything in one object, the address too; in Ho Chi Minh City its full text alone. */
const flat: Variant = {
  recognises: (body) => 'ENTERPRISE_GDT_CODE' in body || 'FOUNDING_DATE' in body,
  translate: (body) => ({
    detail: {
      MainInformation: given(body, PUBLIC_FIELDS),
      HOAdress: object(body['HOAdress']) ?? { ...given(body, PUBLIC_ADDRESS), ...'HO_ADDRESS_FULLTEXT' in body && { AddressFullText: body['HO_ADDRESS_FULLTEXT'] } },
      ...given(body, FLAT_LISTS),
    },
    unknown: unknownFields(body, FLAT_KNOWN),
  }),
}

/** Thanh Hóa's names for the contract's fields. */
const MAIN_OF_THANH_HOA = {
  MaNoiBo: 'ENTERPRISE_ID', MaSoDoanhNghiep: 'ENTERPRISE_GDT_CODE', SoGCNDKKD: 'IMP_BUSINESS_CODE', MaLoaiHinhDN: 'ENTERPRISE_TYPE_ID', LoaiHinhDN: 'ENTERPRISE_TYPE_NAME',
  TenTiengViet: 'NAME', TenNuocNgoai: 'NAME_F', TenVietTat: 'SHORT_NAME', NgayDangKyLanDau: 'FOUNDING_DATE', NgayDangKyThayDoi: 'LAST_AMEND_DATE',
  SoLanDangKyThayDoi: 'NUMBER_CHANGES',
}
const KNOWN_TO_THANH_HOA = {
  body: new Set([...Object.keys(MAIN_OF_THANH_HOA), 'TinhTrangPhapLy', 'DaiDienPhapLuat', 'DiaChiTruSo', 'NganhNgheKinhDoanh']),
  status: new Set(['TinhTrangPhapLy', 'MaTinhTrangPhapLy', 'NgayBatDauTamNgung', 'NgayKetThucTamNgung', 'LyDoTamNgung']),
  activity: new Set(['MaNganh', 'TenNganh', 'LaNganhChinh']),
}
const YES = /^(1|y|true)$/i

const thanhHoa: Variant = {
  recognises: (body) => 'MaSoDoanhNghiep' in body || 'NgayDangKyLanDau' in body,
  translate (body) {
    const states = list(body['TinhTrangPhapLy'])
    const activities = list(body['NganhNgheKinhDoanh'])
    let unknown = unknownFields(body, KNOWN_TO_THANH_HOA.body)
    for (const state of states) unknown = unknownFields(state, KNOWN_TO_THANH_HOA.status, 'TinhTrangPhapLy.', unknown)
    for (const activity of activities) unknown = unknownFields(activity, KNOWN_TO_THANH_HOA.activity, 'NganhNgheKinhDoanh.', unknown)
    const main = Object.entries(MAIN_OF_THANH_HOA).filter(([own]) => own in body).map(([own, name]) => [name, body[own]])
    const detail = {
      MainInformation: { ...Object.fromEntries(main), ...statusOf(states) },
      // Its codes of places are of a list that nobody publishes; the text tells the place.
      HOAdress: { AddressFullText: object(object(body['DiaChiTruSo'])?.['DiaChi'])?.['DiaChi'] },
      BusinessActivity: activities.map(({ MaNganh, TenNganh, LaNganhChinh }) => ({ CODE: MaNganh, NAME: TenNganh, IS_MAIN: YES.test(String(LaNganhChinh)) ? 'Y' : 'N' })),
    }
    return { detail, unknown }
  },
}

/** Of several states none is known to be the present one: their names are kept, and no value is. */
function statusOf (states: Fields[]): Fields {
  const [only] = states
  if (states.length === 1 && only) return { ENTERPRISE_STATUS: only['MaTinhTrangPhapLy'], ENTERPRISE_STATUS_NAME: only['TinhTrangPhapLy'] }
  const names = states.map((state) => text(state['TinhTrangPhapLy'])).filter((name) => name !== null)
  return names.length === 0 ? {} : { ENTERPRISE_STATUS_NAME: [...new Set(names)].join('; ') }
}

const VARIANTS: readonly Variant[] = [flat, thanhHoa]

export const variantOf = (body: Fields): Variant | undefined => VARIANTS.find(({ recognises }) => recognises(body))

/** What the wrappers of the field call the record inside, or a list of it: integration platforms, a ministry's gateway, Ho Chi Minh City, Thanh Hóa. */
const INSIDE = ['Data', 'data', 'ResultObject', 'GetEntCert'] as const

/** What a wrapper holds; null where it holds nothing, or more than one. */
export function unwrap (body: Fields): Fields | null {
  for (const name of INSIDE) {
    const inside = body[name]
    if (isObject(inside)) return inside
    if (Array.isArray(inside)) return inside.length === 1 ? object(inside) : null
  }
  return null
}
