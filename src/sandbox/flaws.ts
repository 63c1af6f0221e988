import type { Dice } from './dice.ts'
import type { DetailRecord, HeadOffice, MainInformation } from './record.ts'

const DECOMPOSED = 0.12
const COMPACT_DATES = 0.3

const OPTIONAL_NAMES = ['IMP_BUSINESS_CODE', 'SHORT_NAME', 'NAME_F'] as const
const OPTIONAL_PARTS = ['DistrictID', 'DistrictName', 'WardID', 'WardName'] as const

/**
 * The same facts as the real service sends them: single items for lists, two forms of a date, numbers as text and
 * text as numbers, decomposed letters, empty fields in three ways, three envelopes. Nothing that a record says is changed;
 * whether its district is left out is the caller's choice, since every copy of a state has to agree on it.
 */
export function disturb (record: DetailRecord, dice: Dice, isWithoutDistrict: boolean): object {
  const main = record.MainInformation
  const office = record.HOAdress
  if (dice.chance(COMPACT_DATES)) compactDates(record)
  if (dice.chance(0.3)) numbersAsText(record)
  else if (dice.chance(0.4)) textAsNumbers(record)
  if (isWithoutDistrict) office.DistrictID = office.DistrictName = ''
  if (dice.chance(0.1)) main.NAME = ` ${main.NAME} `
  if (dice.chance(0.5)) blankOptional(main, office, dice)
  const wire = lists(record, dice)
  return enveloped(dice.chance(DECOMPOSED) ? decomposed(wire) as Wire : wire, dice)
}

interface Wire {
  MainInformation: MainInformation
  HOAdress: HeadOffice
  BusinessActivity: unknown
  Member?: unknown
  Representatives?: unknown
}

/** A list of one as the one. */
const single = (list: readonly unknown[]): unknown => (list.length === 1 ? list[0] : list)

function lists (record: DetailRecord, dice: Dice): Wire {
  const { MainInformation, HOAdress } = record
  const wire: Wire = { MainInformation, HOAdress, BusinessActivity: single(record.BusinessActivity), Representatives: single(record.Representatives) }
  if (record.Member.length > 0) wire.Member = single(record.Member)
  else if (dice.chance(0.6)) wire.Member = dice.chance(0.5) ? [] : null
  return wire
}

function enveloped (wire: Wire, dice: Dice): object {
  const thrown = dice.share()
  if (thrown < 0.1) return wire
  if (thrown < 0.25) return { Status: 1, Message: null, DataCount: '1', Data: wire }
  return { Status: '1', Message: '', DataCount: 1, ...wire }
}

export const compactDate = (date: string): string => date.replaceAll('/', '')

function compactDates ({ MainInformation: main, Representatives: people }: DetailRecord): void {
  main.FOUNDING_DATE = compactDate(main.FOUNDING_DATE)
  main.LAST_AMEND_DATE = compactDate(main.LAST_AMEND_DATE)
  for (const person of people) person.PERS_DOC_ISSUE_DATE = compactDate(person.PERS_DOC_ISSUE_DATE)
}

function numbersAsText ({ MainInformation: main, Member: members }: DetailRecord): void {
  main.ENTERPRISE_ID = String(main.ENTERPRISE_ID)
  main.NUMBER_CHANGES = String(main.NUMBER_CHANGES)
  main.CAPITAL_AMOUNT = Number(main.CAPITAL_AMOUNT).toFixed(3)
  for (const member of members) {
    member.AMOUNT = Number(member.AMOUNT).toFixed(3)
    member.RATIO_PERCENT = Number(member.RATIO_PERCENT).toFixed(2)
  }
}

/** Never a code that begins with 0: as a number it would be another one. */
function textAsNumbers ({ MainInformation: main, HOAdress: office, BusinessActivity: activities }: DetailRecord): void {
  main.ENTERPRISE_STATUS = Number(main.ENTERPRISE_STATUS)
  main.ENTERPRISE_TYPE_ID = Number(main.ENTERPRISE_TYPE_ID)
  office.CityID = Number(office.CityID)
  if (office.WardID) office.WardID = Number(office.WardID)
  for (const activity of activities) if (!String(activity.CODE).startsWith('0')) activity.CODE = Number(activity.CODE)
}

/** An empty field may be `''`, `null` or not there. */
function blankOptional (main: MainInformation, office: HeadOffice, dice: Dice): void {
  for (const field of OPTIONAL_NAMES) {
    if (main[field]) continue
    if (dice.chance(0.5)) main[field] = null
    else delete main[field]
  }
  for (const part of OPTIONAL_PARTS) {
    if (office[part]) continue
    if (dice.chance(0.5)) office[part] = null
    else delete office[part]
  }
}

function decomposed (value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFD')
  if (Array.isArray(value)) return value.map(decomposed)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decomposed(item)]))
}
