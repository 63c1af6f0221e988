import type { Day } from '../calendar.ts'
import { Weighted } from './dice.ts'
import type { Dice } from './dice.ts'
import type { CommuneRow, Geography, ProvinceRow, SuccessionRow } from './geography.ts'

/** A name and the day it began; the first one also serves for the days before. */
type Names = readonly { since: Day, name: string }[]

export interface AddressForm {
  cityId: string
  city: Names
  districtId: string
  district: string
  wardId: string
  ward: Names
}

/** Where a head office lies: a commune of today and, but for a few, the ward that it was before 1 July 2025. */
export interface Place {
  provinceCode: string
  communeCode: string
  oldProvinceCode: string
  now: AddressForm
  before?: AddressForm
  /** No other ward of the former province has this name, so the address can do without its district. */
  isClearWithoutDistrict: boolean
}

/**
 * City_Id as integrators of the national service have seen them; the service publishes no list.
 * They run from 81 to 143, one for each of the 63 provinces, and the gaps are filled in the order of the codes.
 */
const SEEN_CITY_IDS: Readonly<Record<string, number>> = {
  '01': 81, '31': 82, '33': 84, '38': 106, '42': 108, '54': 116, '79': 122, '72': 126,
  '74': 127, '75': 128, '60': 129, '80': 131, '86': 135, '92': 138, '94': 141, '95': 142,
}
const FIRST_CITY_ID = 81
const FIRST_WARD_ID = 11_516
const FIRST_NEW_WARD_ID = 25_000
const FIRST_DISTRICT_ID = 900

/** Digital technology enterprises per 1,000 people, press reports of 2022; together these four had over 72 % of them. */
const DENSITIES: Readonly<Record<string, number>> = { 79: 3.19, '01': 2.29, 48: 2.24, 24: 1.02 }
const SHARE_OF_DENSE = 0.74
const WEIGHTS: Readonly<Record<string, number>> = { phường: 4, xã: 1, 'đặc khu': 0.5 }

export interface Places {
  /** Provinces in proportion to their people. */
  throw (dice: Dice): Place
  /** Provinces in proportion to their digital technology enterprises. */
  throwDigital (dice: Dice): Place
  throwWithin (provinceCode: string, dice: Dice): Place
}

/** The name that holds on a day. */
export function nameOn (names: Names, day: Day): string {
  let at = names.length - 1
  while (at > 0 && names[at]!.since > day) at--
  return names[at]!.name
}

export function createPlaces (geography: Geography): Places {
  const communes = groupBy(placesOf(geography), (place) => place.provinceCode)
  const types = new Map(geography.communes.map((row) => [row.code, row.type]))
  const within = new Map([...communes].map(([code, places]) => {
    const byCommune = [...groupBy(places, (place) => place.communeCode)]
    return [code, new Weighted(byCommune.map(([commune, choices]) => [choices, WEIGHTS[types.get(commune)!] ?? 1] as const))] as const
  }))
  const people = geography.populations.filter((row) => within.has(row.provinceCode))
  const all = new Weighted(people.map((row) => [row.provinceCode, row.population] as const))
  const digital = new Weighted(digitalWeights(people, geography))
  const throwWithin = (code: string, dice: Dice): Place => dice.pick(within.get(code)!.throw(dice))
  return {
    throwWithin,
    throw: (dice) => throwWithin(all.throw(dice), dice),
    throwDigital: (dice) => throwWithin(digital.throw(dice), dice),
  }
}

/** The four dense provinces by their published density; the others share the rest by people and urban communes. */
function digitalWeights (people: Geography['populations'], geography: Geography): (readonly [string, number])[] {
  const urban = (code: string): number => {
    const own = geography.communes.filter((row) => row.provinceCode === code)
    return 0.1 + own.filter((row) => row.type === 'phường').length / Math.max(1, own.length)
  }
  const weights = people.map(({ provinceCode: code, population }) =>
    ({ code, isDense: code in DENSITIES, weight: population * (DENSITIES[code] ?? urban(code)) }))
  const sum = (isDense: boolean): number => weights.filter((w) => w.isDense === isDense).reduce((total, w) => total + w.weight, 0)
  const scale = sum(false) === 0 ? 1 : (sum(true) * (1 - SHARE_OF_DENSE)) / SHARE_OF_DENSE / sum(false)
  return weights.map(({ code, isDense, weight }) => [code, isDense ? weight : weight * scale] as const)
}

function placesOf (geography: Geography): Place[] {
  const cities = cityForms(geography)
  const communes = groupBy(geography.communes, (row) => row.code)
  const predecessors = groupBy(geography.successions, (row) => row.newCode)
  const wardIds = numbered(geography.successions.map((row) => row.oldCode), FIRST_WARD_ID)
  const districtIds = numbered(geography.successions.map((row) => `${row.oldProvinceCode} ${row.oldDistrict}`), FIRST_DISTRICT_ID)
  const newWardIds = numbered([...communes.keys()], FIRST_NEW_WARD_ID)
  const namesakes = groupBy(wardsOf(geography.successions), (row) => `${row.oldProvinceCode} ${row.oldName}`)
  return [...communes].flatMap(([code, rows]) => {
    const provinceCode = rows[0]!.provinceCode
    const city = cities.get(`2025 ${provinceCode}`)!
    const now = { ...city, districtId: '', district: '', wardId: String(newWardIds.get(code)!), ward: names(rows) }
    const olds = predecessors.get(code)
    if (!olds) return [{ provinceCode, communeCode: code, oldProvinceCode: provinceCode, now, isClearWithoutDistrict: false }]
    return olds.map((old): Place => {
      const hasWard = old.oldLevel === 'ward'
      const before = {
        ...cities.get(`2004 ${old.oldProvinceCode}`)!,
        districtId: String(districtIds.get(`${old.oldProvinceCode} ${old.oldDistrict}`)!),
        district: old.oldDistrict || old.oldName,
        wardId: hasWard ? String(wardIds.get(old.oldCode)!) : '',
        ward: [{ since: '', name: hasWard ? old.oldName : '' }],
      }
      const isClearWithoutDistrict = hasWard && namesakes.get(`${old.oldProvinceCode} ${old.oldName}`)!.length === 1
      return { provinceCode, communeCode: code, oldProvinceCode: old.oldProvinceCode, now, before, isClearWithoutDistrict }
    })
  })
}

/** Each old ward once, however many communes it was divided over. */
const wardsOf = (successions: SuccessionRow[]): SuccessionRow[] =>
  [...new Map(successions.filter((row) => row.oldLevel === 'ward').map((row) => [row.oldCode, row])).values()]

/** The service kept its ids through the merger: a unit of 2025 has the id of the province whose name it bears. */
function cityForms (geography: Geography): Map<string, { cityId: string, city: Names }> {
  const units = groupBy(geography.provinces, (row) => `${row.division} ${row.code}`)
  const former = geography.provinces.filter((row) => row.division === '2004')
  const taken = new Set(Object.values(SEEN_CITY_IDS))
  const ids = new Map<string, number>()
  let next = FIRST_CITY_ID
  for (const code of [...new Set(former.map((row) => row.code))].sort()) {
    while (taken.has(next)) next++
    ids.set(code, SEEN_CITY_IDS[code] ?? next++)
  }
  return new Map([...units].map(([key, rows]) => {
    const [division, code] = key.split(' ') as [string, string]
    const namesake = division === '2025' ? former.find((row) => plain(row.name) === plain(rows[0]!.name))?.code : code
    return [key, { cityId: String(ids.get(namesake ?? code) ?? ''), city: names(rows) }]
  }))
}

/** Spelling differs between sources in the place of the tone mark alone: Khánh Hoà, Khánh Hòa. */
const plain = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

function names (rows: readonly (ProvinceRow | CommuneRow)[]): Names {
  return rows
    .map(({ validFrom, type, name }) => ({ since: validFrom, name: `${type[0]!.toUpperCase()}${type.slice(1)} ${name}` }))
    .sort((a, b) => (a.since < b.since ? -1 : 1))
}

const numbered = (keys: readonly string[], first: number): Map<string, number> =>
  new Map([...new Set(keys)].map((key, at) => [key, first + at]))

function groupBy<T> (items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
