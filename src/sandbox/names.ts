import type { Dice } from './dice.ts'

const SYLLABLES = [
  'Vơm', 'Triêu', 'Khuân', 'Ngoan', 'Thuyn', 'Liêu', 'Đoài', 'Giêng', 'Chuyên', 'Hoăng', 'Mươi', 'Nhuân', 'Phiên', 'Quơi', 'Roanh',
  'Siêm', 'Tuân', 'Uyn', 'Viêu', 'Xoan', 'Yêng', 'Bươn', 'Diêng', 'Hiêm', 'Khoanh', 'Lươn', 'Miêng', 'Ngươn', 'Nhiêu', 'Phươm',
  'Riêng', 'Soan', 'Thiêu', 'Truôn', 'Vuân', 'Xiêm', 'Bằm', 'Chẽ', 'Duẩn', 'Đượm', 'Giảng', 'Hạo', 'Khiển', 'Lẫm', 'Mộng', 'Nghị',
  'Nhạc', 'Phẩm', 'Quản', 'Rạng', 'Sảng', 'Tưởng', 'Thoại', 'Triệt', 'Uẩn', 'Vịnh', 'Xuyến', 'Yểm', 'Bội', 'Chử', 'Diễn', 'Đoán',
  'Khoát', 'Luật',
]
/** Words for the head of a digital enterprise's name, with their English. */
const DIGITAL_FIELDS = [
  ['CÔNG NGHỆ', 'TECHNOLOGY'], ['PHẦN MỀM', 'SOFTWARE'], ['GIẢI PHÁP SỐ', 'DIGITAL SOLUTIONS'], ['TIN HỌC', 'INFORMATICS'],
  ['DỮ LIỆU', 'DATA'], ['NỀN TẢNG SỐ', 'DIGITAL PLATFORMS'], ['VIỄN THÔNG', 'TELECOMMUNICATION'], ['HỆ THỐNG THÔNG TIN', 'INFORMATION SYSTEMS'],
] as const

const SURNAMES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương', 'Lý']
const GIVEN = ['An', 'Bình', 'Chi', 'Dung', 'Giang', 'Hạnh', 'Khoa', 'Linh', 'Minh', 'Nga', 'Phúc', 'Quyên', 'Sơn', 'Trâm', 'Uyên', 'Yến']
/** "Model person": stands in every made-up personal name and in nothing else, so that a leak can be seen. */
export const PERSON_MARK = 'Nhân Mẫu'

export type LegalType = 'TNHH1' | 'TNHH2' | 'CTCP' | 'DNTN' | 'CTHD'

const HEADS: Readonly<Record<LegalType, readonly [vietnamese: string, english: string]>> = {
  TNHH1: ['CÔNG TY TNHH MỘT THÀNH VIÊN', 'ONE MEMBER COMPANY LIMITED'],
  TNHH2: ['CÔNG TY TNHH', 'COMPANY LIMITED'],
  CTCP: ['CÔNG TY CỔ PHẦN', 'JOINT STOCK COMPANY'],
  DNTN: ['DOANH NGHIỆP TƯ NHÂN', 'PRIVATE ENTERPRISE'],
  CTHD: ['CÔNG TY HỢP DANH', 'PARTNERSHIP COMPANY'],
}

export interface CompanyName { name: string, foreignName: string, shortName: string }
/** Words for a trade in a company's name, in capitals. */
export type Field = readonly [vietnamese: string, english: string]

const ascii = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D')
const SUFFIXES = ['CO', 'JSC', 'GROUP', 'VN']
const PROPER = SYLLABLES.map((syllable) => ({ vietnamese: syllable.toUpperCase(), english: ascii(syllable).toUpperCase() }))

/** A name of three syllables that mean nothing together, behind the words for the type and the field. */
export function throwCompanyName (dice: Dice, legalType: LegalType, field: Field | 'digital'): CompanyName {
  const [head, tail] = HEADS[legalType]
  const [vietnamese, english] = field === 'digital' ? dice.pick(DIGITAL_FIELDS) : field
  const [a, b, c] = [dice.pick(PROPER), dice.pick(PROPER), dice.pick(PROPER)]
  return {
    name: `${head} ${vietnamese} ${a.vietnamese} ${b.vietnamese} ${c.vietnamese}`,
    foreignName: dice.chance(0.7) ? `${a.english} ${b.english} ${c.english} ${english} ${tail}` : '',
    shortName: dice.chance(0.4) ? `${a.english}${b.english}${c.english} ${dice.pick(SUFFIXES)}` : '',
  }
}

export const throwPersonName = (dice: Dice): string => `${dice.pick(SURNAMES)} ${PERSON_MARK} ${dice.pick(GIVEN)}`

/** A street that is nobody's address: numbered roads, hamlets and groups. */
export function throwStreet (dice: Dice): string {
  const number = dice.below(480) + 1
  switch (dice.below(4)) {
    case 0: return `Số ${number}, đường số ${dice.below(60) + 1}`
    case 1: return `Lô ${dice.pick(['A', 'B', 'C', 'D'])}${number}, đường N${dice.below(30) + 1}`
    case 2: return `Thôn ${dice.below(12) + 1}`
    default: return `Số nhà ${number}, tổ ${dice.below(24) + 1}`
  }
}
