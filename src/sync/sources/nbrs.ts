import type { Day } from '../../calendar.ts'
import { timeOf } from '../../calendar.ts'
import { codeKind } from '../../enterprises/queries.ts'
import { plainCode } from '../../industries/queries.ts'
import type { FeedRecord, Ownership, Reading, Reject, RejectReason, SkipReason } from '../feed-record.ts'
import { amount, day, list, object, text } from './wire-value.ts'

/**
 * The contract of the national business registration service: operations, field names, forms of values. This file
 * alone knows them. Names and papers of people are left out here, before anything is stored or logged.
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

const SKIPPED: Partial<Record<ReturnType<typeof codeKind>, SkipReason>> = {
  'dependent-unit': 'branch', 'business-location': 'business-location', household: 'household',
}
const VIETNAM = /^(vn|vnm|vi[eệ]t ?nam)$/i

/** Fields of a record that say nothing of a person. */
const PUBLIC_FIELDS = ['ENTERPRISE_ID', 'ENTERPRISE_GDT_CODE', 'IMP_BUSINESS_CODE', 'ENTERPRISE_TYPE_ID', 'ENTERPRISE_TYPE_NAME', 'NAME', 'SHORT_NAME', 'NAME_F',
  'FOUNDING_DATE', 'LAST_AMEND_DATE', 'NUMBER_CHANGES', 'ENTERPRISE_STATUS', 'ENTERPRISE_STATUS_NAME', 'CAPITAL_AMOUNT']
const PUBLIC_ADDRESS = ['CityID', 'CityName', 'DistrictID', 'DistrictName', 'WardID', 'WardName', 'StreetNumber', 'AddressFullText']

const pick = (from: Record<string, unknown> | null, fields: string[]) =>
  Object.fromEntries(fields.filter((field) => from !== null && field in from).map((field) => [field, from![field]]))

interface Parts {
  main: Record<string, unknown>
  address: Record<string, unknown> | null
  activities: Record<string, unknown>[]
  members: Record<string, unknown>[]
}

/** With its envelope or without, inside `Data` or not. */
function partsOf (raw: unknown): Parts | null {
  const outer = object(raw)
  const body = outer && object(outer['Data']) && !outer['MainInformation'] ? object(outer['Data']) : outer
  const main = body && object(body['MainInformation'])
  if (!body || !main) return null
  return { main, address: object(body['HOAdress']), activities: list(body['BusinessActivity']), members: list(body['Member']) }
}

/** The record less personal data, in the contract's own form: what a reject keeps. */
function publicPart (parts: Parts) {
  return {
    MainInformation: pick(parts.main, PUBLIC_FIELDS),
    HOAdress: pick(parts.address, PUBLIC_ADDRESS),
    BusinessActivity: parts.activities.map((activity) => pick(activity, ['CODE', 'NAME', 'IS_MAIN'])),
  }
}

/** Whose it is, from the members' countries; the share counts percentages, or amounts where those are missing. */
export function ownershipOf (members: Record<string, unknown>[]): { ownership: Ownership, foreignSharePercent: string | null } {
  const owners = members.map((member) => ({
    country: text(member['COUNTRY']),
    share: Number(amount(member['RATIO_PERCENT']) ?? Number.NaN),
    amount: Number(amount(member['AMOUNT']) ?? Number.NaN),
  }))
  if (owners.length === 0 || owners.some(({ country }) => country === null)) return { ownership: 'unknown', foreignSharePercent: null }
  const foreign = owners.filter(({ country }) => !VIETNAM.test(country!))
  const ownership = foreign.length === 0 ? 'domestic' : foreign.length === owners.length ? 'foreign' : 'mixed'
  if (ownership !== 'mixed') return { ownership, foreignSharePercent: ownership === 'foreign' ? '100' : '0' }
  const sum = (of: typeof owners, key: 'share' | 'amount') => of.reduce((total, owner) => total + owner[key], 0)
  const share = [sum(foreign, 'share'), 100 * sum(foreign, 'amount') / sum(owners, 'amount')].find((n) => n >= 0 && n <= 100)
  return { ownership, foreignSharePercent: share === undefined ? null : String(Math.round(share * 100) / 100) }
}

const DISTRICT_WORD = /^(quận|huyện|thị xã|thành phố|q\.|h\.|tx\.|tp\.)/i

/** Districts are often left blank in their own field and still stand in the full text, between ward and city. */
function addressOf (address: Record<string, unknown>, city: string): FeedRecord['address'] {
  const full = text(address['AddressFullText']) ?? ''
  const ward = text(address['WardName']) ?? ''
  const segments = full.split(',').map((segment) => segment.trim())
  const between = segments.slice(segments.lastIndexOf(ward) + 1, segments.lastIndexOf(city))
  const written = ward !== '' && between.length === 1 && DISTRICT_WORD.test(between[0]!) ? between[0]! : ''
  return { full, city, district: text(address['DistrictName']) ?? written, ward }
}

function industriesOf (activities: Record<string, unknown>[]) {
  const codes = activities.map((activity) => ({ code: plainCode(text(activity['CODE']) ?? ''), isMain: text(activity['IS_MAIN'])?.toUpperCase() === 'Y' }))
    .filter(({ code }) => code.length > 0 && code.length <= 5)
  const main = codes.find(({ isMain }) => isMain)
  const others = [...new Set(codes.map(({ code }) => code))].filter((code) => code !== main?.code)
  return { industries: main ? [main.code, ...others] : others, hasMainIndustry: main !== undefined }
}

/** The enterprise's code in a dossier of the two list operations. */
export const dossierCode = (dossier: unknown): string | null => text(object(dossier)?.['ENTERPRISE_GDT_CODE'])

/** The rows of a list answer; null where the service says that it failed. */
export function dossiersOf (answer: unknown): Record<string, unknown>[] | null {
  const envelope = object(answer)
  return envelope && text(envelope['Status']) === '1' ? list(envelope['Data']) : null
}

export const isUnknownToSource = (answer: unknown): boolean => text(object(answer)?.['Status']) === '0'

/** Whether a code is worth asking the detail of: branches, locations and households are none of ours. */
export const skipReason = (code: string): SkipReason | undefined => SKIPPED[codeKind(code)]

/** Reads one detail record. `today` bounds the dates; the same record read on the same day gives the same answer. */
export function readDetail (raw: unknown, today: Day): Reading {
  const parts = partsOf(raw)
  if (!parts) return { kind: 'reject', reason: 'unreadable', field: null, code: null, record: null }
  const { main, address } = parts
  const code = text(main['ENTERPRISE_GDT_CODE'])
  const reject = (reason: RejectReason, field: string): Reject => ({ kind: 'reject', reason, field, code: code?.slice(0, 20) ?? null, record: publicPart(parts) })

  if (code === null) return reject('missing-field', 'MainInformation.ENTERPRISE_GDT_CODE')
  const skip = skipReason(code)
  if (skip) return { kind: 'skip', reason: skip }
  if (codeKind(code) !== 'enterprise') return reject('invalid-code', 'MainInformation.ENTERPRISE_GDT_CODE')
  const name = text(main['NAME'])
  if (name === null) return reject('missing-field', 'MainInformation.NAME')
  const registeredOn = day(main['FOUNDING_DATE'])
  if (registeredOn === undefined) return reject('missing-field', 'MainInformation.FOUNDING_DATE')
  const amendedOn = day(main['LAST_AMEND_DATE'])
  if (registeredOn === null || registeredOn < '1900-01-01') return reject('invalid-date', 'MainInformation.FOUNDING_DATE')
  if (registeredOn > today) return reject('future-date', 'MainInformation.FOUNDING_DATE')
  if (amendedOn === null || (amendedOn && amendedOn < registeredOn)) return reject('invalid-date', 'MainInformation.LAST_AMEND_DATE')
  if (amendedOn && amendedOn > today) return reject('future-date', 'MainInformation.LAST_AMEND_DATE')
  const city = address && text(address['CityName'])
  if (!city) return reject('missing-field', 'HOAdress.CityName')
  const capital = amount(main['CAPITAL_AMOUNT'])
  if (capital === null) return reject('invalid-value', 'MainInformation.CAPITAL_AMOUNT')
  const changes = Number(amount(main['NUMBER_CHANGES']) ?? 0)
  if (!Number.isInteger(changes) || changes > 1_000_000) return reject('invalid-value', 'MainInformation.NUMBER_CHANGES')

  const record: FeedRecord = {
    code, name, registeredOn, amendedOn: amendedOn ?? null, changes,
    foreignName: text(main['NAME_F']),
    shortName: text(main['SHORT_NAME']),
    status: { value: text(main['ENTERPRISE_STATUS']), name: text(main['ENTERPRISE_STATUS_NAME']) },
    legalType: { value: text(main['ENTERPRISE_TYPE_ID']), name: text(main['ENTERPRISE_TYPE_NAME']) },
    charterCapitalVnd: capital ?? null,
    ...ownershipOf(parts.members),
    address: addressOf(address, city),
    ...industriesOf(parts.activities),
  }
  return { kind: 'record', record, asUnknownProvince: () => reject('unknown-province', 'HOAdress.CityName') }
}
