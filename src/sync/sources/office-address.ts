import type { FeedAddress } from '../feed-record.ts'
import type { Fault, Statement } from './statement.ts'
import { isVietnam, text } from './wire-value.ts'

const PROVINCE_WORD = /^(tỉnh |thành phố |tp[. ]|t\.p)/i
const DISTRICT_WORD = /^(quận|huyện|thị xã|thành phố|q\.|h\.|tx\.|tp\.)/i
const WARD_WORD = /^(phường |xã |thị trấn |đặc khu |p\.|x\.|tt\.)/i
/** What no province begins with or holds, even where the word for its kind is left out. */
const NO_PROVINCE = /\d|^(quận |huyện |thị xã |phường |xã |thị trấn |đặc khu |đường |phố |thôn |ấp |tổ |khu |lô |[qhpx]\.|t[xt]\.)/i

const segmentsOf = (full: string): string[] => full.split(',').map((segment) => segment.trim())

/** Districts are often left blank in their own field and still stand in the full text, between ward and province. */
function districtBetween (full: string, ward: string, province: string): string {
  if (ward === '') return ''
  const segments = segmentsOf(full)
  const between = segments.slice(segments.lastIndexOf(ward) + 1, segments.lastIndexOf(province))
  return between.length === 1 && DISTRICT_WORD.test(between[0]!) ? between[0]! : ''
}

interface Parts { province: string, district: string, ward: string }

/** Province, district and ward as the segments end; each empty where its own word does not tell it. */
export function partsOf (full: string): Parts {
  const segments = segmentsOf(full).filter((segment) => segment !== '')
  if (isVietnam(segments.at(-1) ?? '')) segments.pop()
  const province = segments.pop() ?? ''
  if (!PROVINCE_WORD.test(province) && (segments.length === 0 || NO_PROVINCE.test(province))) return { province: '', district: '', ward: '' }
  const district = DISTRICT_WORD.test(segments.at(-1) ?? '') ? segments.pop()! : ''
  const ward = WARD_WORD.test(segments.at(-1) ?? '') ? segments.pop()! : ''
  return { province, district, ward }
}

/** The head office, its province from the full text where it has no field of its own. */
export function addressOf (said: Statement): FeedAddress | Fault {
  const full = text(said.full) ?? ''
  const province = text(said.province)
  const district = text(said.district)
  const ward = text(said.commune)
  const code = text(said.communeCode)
  const address = province === null
    ? withParts(full, partsOf(full), district, ward)
    : { full, city: province, district: district ?? districtBetween(full, ward ?? '', province), ward: ward ?? '' }
  if (code !== null) return withCode(address, code, text(said.division))
  return address.city === '' ? { reason: 'missing-field', field: 'province' } : address
}

const withParts = (full: string, parts: Parts, district: string | null, ward: string | null): FeedAddress =>
  ({ full, city: parts.province, district: district ?? parts.district, ward: ward ?? parts.ward })

/** A number has lost the zeros before it. A code alone is no place: some 1,800 name another one in the other division. */
function withCode (address: FeedAddress, written: string, division: string | null): FeedAddress | Fault {
  const communeCode = written.padStart(5, '0')
  if (!/^\d{5}$/.test(communeCode)) return { reason: 'invalid-value', field: 'communeCode' }
  if (division === null) return { reason: 'missing-field', field: 'division' }
  if (division !== '2025' && division !== '2004') return { reason: 'invalid-value', field: 'division' }
  return { ...address, communeCode, division }
}
