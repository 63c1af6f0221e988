import type { Day } from '../../calendar.ts'
import { timeOf } from '../../calendar.ts'
import type { Reading } from '../feed-record.ts'
import { industriesOf, MAX_ACTIVITIES } from './activities.ts'
import { judge, unreadable } from './judgement.ts'
import { ownershipOf } from './ownership.ts'
import { pick } from './public-part.ts'
import type { Form, Statement } from './statement.ts'
import { unknownFields } from './unknown-fields.ts'
import type { Fields } from './wire-value.ts'
import { list, object, text } from './wire-value.ts'

export { skipReason } from './judgement.ts'

/**
 * The contract of the national business registration service: operations, field names, forms of values. Names and
 * papers of people are left out here, before anything is stored or logged.
 */
export const operations = {
  detail: (code: string) => `chiTietDoanhNghiep?${new URLSearchParams({ msdn: code })}`,
  dossiers: (from: Day, to: Day, offset: number, limit: number) =>
    `danhSachHoSo?${new URLSearchParams({ from_date: slashed(from), to_date: slashed(to), offset: `${offset}`, limit: `${limit}` })}`,
  dossiersToday: (from: Date, to: Date, offset: number, limit: number) =>
    `danhSachHoSoTrongNgay?${new URLSearchParams({ from_ts: timeOf(from), to_ts: timeOf(to), offset: `${offset}`, limit: `${limit}` })}`,
}

/** The service refuses windows of more days than this. */
export const MAX_WINDOW_DAYS = 5

const slashed = (iso: Day) => `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`

/** Fields of a record that say nothing of a person. */
export const PUBLIC_FIELDS = ['ENTERPRISE_ID', 'ENTERPRISE_GDT_CODE', 'IMP_BUSINESS_CODE', 'ENTERPRISE_TYPE_ID', 'ENTERPRISE_TYPE_NAME', 'NAME', 'SHORT_NAME', 'NAME_F',
  'FOUNDING_DATE', 'LAST_AMEND_DATE', 'NUMBER_CHANGES', 'ENTERPRISE_STATUS', 'ENTERPRISE_STATUS_ID', 'ENTERPRISE_STATUS_NAME', 'CAPITAL_AMOUNT'] as const
export const PUBLIC_ADDRESS = ['CityID', 'CityName', 'DistrictID', 'DistrictName', 'WardID', 'WardName', 'StreetNumber', 'AddressFullText'] as const
const PUBLIC_ACTIVITY = ['CODE', 'NAME', 'IS_MAIN'] as const
const PUBLIC_MEMBER = ['COUNTRY', 'AMOUNT', 'RATIO_PERCENT'] as const
/** Fields that are known and left out: of persons, or of the office and of no use here. */
export const DROPPED_FIELDS = ['LEGAL_NAMES', 'LEGAL_NAME', 'ENTERPRISE_CODE', 'SITE_ID', 'EMAIL', 'WEBSITE', 'MOBILE', 'PHONE', 'FAX'] as const
export const PEOPLE = ['Representatives', 'Representative', 'Contact', 'Contacts'] as const
const MEMBER_NAMES = { country: 'COUNTRY', sharePercent: 'RATIO_PERCENT', amount: 'AMOUNT' }

const KNOWN = {
  body: new Set<string>(['Status', 'Message', 'DataCount', 'Data', 'MainInformation', 'HOAdress', 'BusinessActivity', 'Member', ...PEOPLE]),
  main: new Set<string>([...PUBLIC_FIELDS, ...DROPPED_FIELDS]),
  address: new Set<string>([...PUBLIC_ADDRESS, ...DROPPED_FIELDS]),
  activity: new Set<string>(PUBLIC_ACTIVITY),
  member: new Set<string>([...PUBLIC_MEMBER, 'MEMBER_NAME']),
}

interface Parts {
  body: Fields
  main: Fields
  address: Fields | null
  activities: Fields[]
  members: Fields[]
}

/** With its envelope or without, inside `Data` or not. */
function partsOf (raw: unknown): Parts | null {
  const outer = object(raw)
  const body = outer && !outer['MainInformation'] ? object(outer['Data']) ?? outer : outer
  const main = body && object(body['MainInformation'])
  if (!body || !main) return null
  return { body, main, address: object(body['HOAdress']), activities: list(body['BusinessActivity']), members: list(body['Member']) }
}

const CONTRACT: Form<Parts> = {
  names: {
    code: 'MainInformation.ENTERPRISE_GDT_CODE', name: 'MainInformation.NAME', foreignName: 'MainInformation.NAME_F', shortName: 'MainInformation.SHORT_NAME',
    registeredOn: 'MainInformation.FOUNDING_DATE', amendedOn: 'MainInformation.LAST_AMEND_DATE', changes: 'MainInformation.NUMBER_CHANGES',
    status: 'MainInformation.ENTERPRISE_STATUS', statusName: 'MainInformation.ENTERPRISE_STATUS_NAME',
    legalType: 'MainInformation.ENTERPRISE_TYPE_ID', legalTypeName: 'MainInformation.ENTERPRISE_TYPE_NAME', charterCapitalVnd: 'MainInformation.CAPITAL_AMOUNT',
    full: 'HOAdress.AddressFullText', province: 'HOAdress.CityName', district: 'HOAdress.DistrictName', commune: 'HOAdress.WardName',
    // The contract has no such fields; its ids of places are the service's own.
    communeCode: 'HOAdress', division: 'HOAdress', industries: 'BusinessActivity',
    parent: 'MainInformation', relations: 'MainInformation', relationKind: 'MainInformation', relationCode: 'MainInformation',
  },
  // A list that is too long stays so.
  publicPart: ({ main, address, activities, members }) => ({
    MainInformation: pick(main, PUBLIC_FIELDS),
    HOAdress: pick(address, PUBLIC_ADDRESS),
    BusinessActivity: activities.slice(0, MAX_ACTIVITIES + 1).map((activity) => pick(activity, PUBLIC_ACTIVITY)),
    Member: members.map((member) => pick(member, PUBLIC_MEMBER)),
  }),
}

const codeOf = (activity: Fields) => activity['CODE']
const isMain = (activity: Fields) => text(activity['IS_MAIN'])?.toUpperCase() === 'Y'

/** One gateway calls the status ENTERPRISE_STATUS_ID. */
const statementOf = ({ main, address, activities, members }: Parts): Statement => ({
  code: main['ENTERPRISE_GDT_CODE'],
  name: main['NAME'],
  foreignName: main['NAME_F'],
  shortName: main['SHORT_NAME'],
  registeredOn: main['FOUNDING_DATE'],
  amendedOn: main['LAST_AMEND_DATE'],
  changes: main['NUMBER_CHANGES'],
  status: main['ENTERPRISE_STATUS'] ?? main['ENTERPRISE_STATUS_ID'],
  statusName: main['ENTERPRISE_STATUS_NAME'],
  legalType: main['ENTERPRISE_TYPE_ID'],
  legalTypeName: main['ENTERPRISE_TYPE_NAME'],
  charterCapitalVnd: main['CAPITAL_AMOUNT'],
  full: address?.['AddressFullText'],
  province: address?.['CityName'],
  district: address?.['DistrictName'],
  commune: address?.['WardName'],
  communeCode: undefined,
  division: undefined,
  industries: industriesOf(activities, codeOf, isMain),
  owners: ownershipOf(members, MEMBER_NAMES),
  parent: undefined,
  relations: undefined,
})

function unknownIn ({ body, main, address, activities, members }: Parts): string[] | undefined {
  let found = unknownFields(main, KNOWN.main, 'MainInformation.', unknownFields(body, KNOWN.body))
  if (address) found = unknownFields(address, KNOWN.address, 'HOAdress.', found)
  for (const activity of activities) found = unknownFields(activity, KNOWN.activity, 'BusinessActivity.', found)
  for (const member of members) found = unknownFields(member, KNOWN.member, 'Member.', found)
  return found
}

/** What is said of a unit; null where the record has not the contract's form. */
export function detailStatement (raw: unknown): Statement | null {
  const parts = partsOf(raw)
  return parts && statementOf(parts)
}

/** Reads one detail record. `today` bounds the dates; the same record read on the same day gives the same answer. */
export function readDetail (raw: unknown, today: Day): Reading {
  const parts = partsOf(raw)
  if (!parts) return unreadable()
  const reading = judge(statementOf(parts), parts, CONTRACT, today)
  const unknown = reading.kind === 'record' ? unknownIn(parts) : undefined
  return unknown && reading.kind === 'record' ? { ...reading, unknownFields: unknown } : reading
}

/** The enterprise's code in a dossier of the two list operations. */
export const dossierCode = (dossier: unknown): string | null => text(object(dossier)?.['ENTERPRISE_GDT_CODE'])

/** The rows of a list answer; null where the service says that it failed. */
export function dossiersOf (answer: unknown): Fields[] | null {
  const envelope = object(answer)
  return envelope && text(envelope['Status']) === '1' ? list(envelope['Data']) : null
}

export const isUnknownToSource = (answer: unknown): boolean => text(object(answer)?.['Status']) === '0'
