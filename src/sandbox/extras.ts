import { addYears } from '../calendar.ts'
import { feedDate } from './clock.ts'
import { Dice, mix, STREAM } from './dice.ts'
import { checkDigit, codeOf, indexOf } from './enterprise-code.ts'
import { disturb } from './flaws.ts'
import { detailRecord } from './record.ts'
import type { DetailRecord } from './record.ts'
import type { State } from './state.ts'
import type { World } from './world.ts'
import { wireOf } from './world.ts'

export const SKIPS = ['branch', 'business-location', 'household', 'duplicate'] as const
export const REJECTS = ['invalid-code', 'missing-field', 'invalid-date', 'future-date', 'unknown-province', 'unreadable'] as const
export type Skip = (typeof SKIPS)[number]
export type Reject = (typeof REJECTS)[number]

/** A record that comes along with an enterprise's event and is not an enterprise, or is not well. */
export interface Extra { kind: Skip | Reject, code: string, host: State }

/** Of a thousand events, how many bring which extra; bad records stay under the hundredth at which a run is held. */
const PER_MILLE: readonly (readonly [kind: Extra['kind'], count: number])[] = [
  ['branch', 20], ['business-location', 10], ['household', 8], ['duplicate', 15], ...REJECTS.map((kind) => [kind, 1] as const),
]
const KIND_BY_THROW = PER_MILLE.flatMap(([kind, count]) => Array.from({ length: count }, () => kind))
/** No tax code of a province begins with 70 or more, so a bad record never bears the code of a good one. */
const FIRST_BAD_BLOCK = 70
const BAD_BLOCKS = 30
const FIRST_EXTRA_ID = 1_000_000_000
const OTHER_FORM = 1

/** What comes along with an event; undefined mostly, and always in a world without flaws. */
export function extraOf (world: World, host: State): Extra | undefined {
  if (world.flaws === 'none') return undefined
  const bits = mix(world.seed, STREAM.extra, host.index, host.changes)
  const kind = KIND_BY_THROW[bits % 1000]
  if (!kind || (isReject(kind) && host.changes >= BAD_BLOCKS)) return undefined
  return { kind, code: codeOfExtra(kind, host, bits >>> 12), host }
}

export const isReject = (kind: Extra['kind']): kind is Reject => (REJECTS as readonly string[]).includes(kind)

function codeOfExtra (kind: Extra['kind'], host: State, bits: number): string {
  const turn = String(host.changes + 1).padStart(3, '0')
  switch (kind) {
    case 'duplicate': return host.code
    case 'branch': return `${host.code}${bits % 3 === 0 ? '' : '-'}${turn}`
    case 'business-location': return String(bits % 100_000).padStart(5, '0')
    // Twelve digits as a personal identity number, but of a province 000 or 00x that no person was born in.
    case 'household': return `00${String(host.index).padStart(7, '0')}${turn}`
    default: {
      const code = codeOf(String(FIRST_BAD_BLOCK + host.changes), host.index)
      return kind === 'invalid-code' ? code.slice(0, 9) + String((Number(code[9]) + 1) % 10) : code
    }
  }
}

/** The extra that bears a code, once its host's event has happened. */
export function extraByCode (world: World, code: string, until: number): Extra | undefined {
  if (world.flaws === 'none') return undefined
  if (/^\d{5}$/.test(code)) {
    const host = world.states(Number(code) % world.size, until)[0]
    return host && { kind: 'business-location', code, host }
  }
  const found = hostOf(code)
  const host = found && world.states(found.index, until)[found.changes]
  const extra = host && extraOf(world, host)
  return extra?.code === code ? extra : undefined
}

function hostOf (code: string): { index: number, changes: number } | undefined {
  if (/^\d{10}-?\d{3}$/.test(code)) {
    const index = indexOf(code.slice(0, 10))
    return index === undefined ? undefined : { index, changes: Number(code.slice(-3)) - 1 }
  }
  if (/^00\d{10}$/.test(code)) return { index: Number(code.slice(2, 9)), changes: Number(code.slice(9)) - 1 }
  if (!/^[7-9]\d{9}$/.test(code)) return undefined
  const index = indexOf(code) ?? indexOf(code.slice(0, 9) + String(checkDigit(code.slice(0, 9))))
  return index === undefined ? undefined : { index, changes: Number(code.slice(0, 2)) - FIRST_BAD_BLOCK }
}

/** An extra as the service sends it. */
export function wireOfExtra (world: World, { kind, code, host }: Extra): object {
  if (kind === 'duplicate') return wireOf(world, host, OTHER_FORM)
  if (kind === 'unreadable') return { Status: '1', Message: '', DataCount: 1, MainInformation: '', HOAdress: null }
  const record = detailRecord(host, world.clock, world.seed)
  record.MainInformation.ENTERPRISE_ID = FIRST_EXTRA_ID + host.index * 1000 + host.changes
  record.MainInformation.ENTERPRISE_GDT_CODE = code
  spoil(record, kind, world)
  return disturb(record, new Dice(world.seed, STREAM.flaw, host.index, -1 - host.changes), false)
}

function spoil (record: DetailRecord, kind: Extra['kind'], world: World): void {
  const main = record.MainInformation
  const dependent = { branch: 'Chi nhánh', 'business-location': 'Địa điểm kinh doanh', household: 'Hộ kinh doanh' } as Partial<Record<Extra['kind'], string>>
  const type = dependent[kind]
  if (type) {
    main.ENTERPRISE_TYPE_NAME = type
    main.NAME = `${type.toUpperCase()} ${main.NAME}`
  }
  if (kind === 'missing-field') main.NAME = ''
  if (kind === 'invalid-date') main.FOUNDING_DATE = '31/02/2019'
  if (kind === 'future-date') main.FOUNDING_DATE = main.LAST_AMEND_DATE = feedDate(addYears(world.anchorOn, 20))
  if (kind === 'unknown-province') {
    const street = record.HOAdress.StreetNumber
    record.HOAdress = {
      CityID: '999', CityName: 'Tỉnh Không Rõ', DistrictID: '', DistrictName: '', WardID: '', WardName: 'Xã Không Tên',
      StreetNumber: street, AddressFullText: `${street}, Xã Không Tên, Tỉnh Không Rõ, Việt Nam`,
    }
  }
}
