import { Dice, STREAM } from './dice.ts'
import { PERSON_MARK, throwPersonName } from './names.ts'
import type { State } from './state.ts'

export interface Member { MEMBER_NAME: string, AMOUNT: number | string, RATIO_PERCENT: number | string, COUNTRY: string }

export interface Representative {
  FULL_NAME: string
  GENDER_ID: string
  DATE_OF_BIRTH: string
  NATIONALITY_NAME: string
  PERS_DOC_NAME: string
  PERS_DOC_NO: string
  PERS_DOC_ISSUE_DATE: string
  PERS_DOC_ISSUE_PLACE: string
  MOBILE: string
  EMAIL: string
}

export interface Contact { CONTACT_NAME: string, CONTACT_MOBILE: string, CONTACT_EMAIL: string }

const HOME = 'Việt Nam'
const ABROAD = ['Hàn Quốc', 'Nhật Bản', 'Singapore', 'Trung Quốc', 'Đài Loan', 'Hoa Kỳ', 'Đức', 'Pháp', 'Thái Lan']
const CLOSED_BOOK_SHARE = 0.15
/** No identity number begins with 0999, no telephone number with 000 behind the country code, nobody of the sandbox is born after 1989. */
const PAPER = '0999'
const PHONE = '+84000'
const MAIL_HOST = 'nhan-mau.example'
const PERSONAL = [
  /nh[âa]n[ ._-]?m[ẫa]u/iu, /(?<!\d)0999\d{8}(?!\d)/, /\+84000/, /\/19[5-8]\d(?!\d)/, /(?<!\d)19[5-8]\d-\d\d-\d\d/,
]

/** Whether a text holds a name, paper, birth, phone or e-mail of a person of the sandbox, composed or not. */
export const hasPersonalData = (text: string): boolean => PERSONAL.some((pattern) => pattern.test(text.normalize('NFC')))

/** Texts that stand in every made-up personal name, telephone number and e-mail, for a search where a predicate does not reach. */
export const PERSONAL_CANARIES: readonly string[] = [PERSON_MARK, PERSON_MARK.normalize('NFD'), PERSON_MARK.toUpperCase(), PHONE, MAIL_HOST]

/** The owners with their shares, which add up to 100; joint-stock companies often show none. */
export function membersOf (state: State): Member[] {
  const dice = new Dice(state.people, STREAM.people, 1)
  if (state.legalType === 'CTCP' && state.ownership === 'domestic' && dice.chance(CLOSED_BOOK_SHARE)) return []
  const count = state.legalType === 'TNHH1' || state.legalType === 'DNTN' ? 1 : 2 + dice.below(2)
  const foreign = state.ownership === 'foreign' ? count : state.ownership === 'mixed' ? 1 : 0
  let left = 100
  return Array.from({ length: count }, (_, at) => {
    const ratio = at === count - 1 ? left : 5 + dice.below(Math.floor(left / (count - at)) - 4)
    left -= ratio
    const isForeign = at < foreign
    return {
      MEMBER_NAME: isForeign && dice.chance(0.5) ? `${PERSON_MARK.toUpperCase()} HOLDINGS ${dice.below(900) + 100}` : throwPersonName(dice),
      AMOUNT: (state.capitalVnd / 100) * ratio,
      RATIO_PERCENT: ratio,
      COUNTRY: isForeign ? dice.pick(ABROAD) : HOME,
    }
  })
}

export function representativesOf (state: State): Representative[] {
  const dice = new Dice(state.people, STREAM.people, 2)
  return Array.from({ length: dice.chance(0.08) ? 2 : 1 }, () => ({
    FULL_NAME: throwPersonName(dice),
    GENDER_ID: dice.pick(['1', '2']),
    DATE_OF_BIRTH: throwDate(dice, 1955, 34),
    NATIONALITY_NAME: state.ownership === 'foreign' ? dice.pick(ABROAD) : HOME,
    PERS_DOC_NAME: 'Thẻ căn cước công dân',
    PERS_DOC_NO: PAPER + digits(dice, 8),
    PERS_DOC_ISSUE_DATE: throwDate(dice, 2016, 8),
    PERS_DOC_ISSUE_PLACE: 'Cục Cảnh sát QLHC về TTXH',
    MOBILE: PHONE + digits(dice, 6),
    EMAIL: `nguoi.${dice.below(1_000_000)}@${MAIL_HOST}`,
  }))
}

/** Who handed a dossier in. */
export function contactOf (state: State): Contact {
  const dice = new Dice(state.people, STREAM.people, 3)
  return { CONTACT_NAME: throwPersonName(dice), CONTACT_MOBILE: PHONE + digits(dice, 6), CONTACT_EMAIL: `lien-he.${dice.below(1_000_000)}@${MAIL_HOST}` }
}

const digits = (dice: Dice, count: number): string => String(dice.below(10 ** count)).padStart(count, '0')

const throwDate = (dice: Dice, year: number, years: number): string =>
  `${String(1 + dice.below(28)).padStart(2, '0')}/${String(1 + dice.below(12)).padStart(2, '0')}/${year + dice.below(years)}`
