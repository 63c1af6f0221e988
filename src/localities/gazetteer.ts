import type { Area } from './area.ts'
import { createAreas } from './area.ts'
import type { CodedPlace } from './code-reading.ts'
import { decideByCode, fallBackOnCode, isCommuneCode, readCode } from './code-reading.ts'
import type { Finding } from './finding.ts'
import { leftOpen } from './finding.ts'
import type { Lists, WrittenPlace } from './name-reading.ts'
import { readName } from './name-reading.ts'
import type { CommuneRow } from './new-communes.ts'
import { createNewCommunes } from './new-communes.ts'
import type { SuccessionRow } from './old-wards.ts'
import { createOldWards } from './old-wards.ts'
import { placeKey } from './place-name.ts'
import { asWritten, remember } from './spelling-memory.ts'

export { LEFT_OPEN, PLACED_BY } from './finding.ts'

/** The day from which an address without a district can only be meant in the division of 34. */
const NEW_DIVISION_FROM = '2025-07-01'

export interface Address {
  city: string
  district: string
  ward: string
  /** The day the address was written down, `YYYY-MM-DD`. */
  writtenOn: string
  /** The official code of five digits, if the feed has one. */
  communeCode?: string
  /** The list that the code belongs to; absent where it is not known. */
  division?: '2025' | '2004'
}

export interface Place {
  provinceCode: string
  /** Null where it is left open for review. */
  communeCode: string | null
  /** Null where the commune lay in two provinces of 2004 and nothing else decides. */
  oldProvinceCode: string | null
  placedBy: Finding['placedBy']
  /** Communes of 2025 that it can be, in code order; empty where it is resolved, nothing is known or over 20 would do. */
  candidates: readonly string[]
}

export interface GazetteerRows {
  provinces: { division: string, code: string, name: string }[]
  provinceSuccessions: { oldCode: string, newCode: string }[]
  communes: CommuneRow[]
  communeSuccessions: SuccessionRow[]
}

/** Finds province and commune of an address of either division. Null where not even the province can be told. */
export type Gazetteer = (address: Address) => Place | null

/**
 * Twice these are kept, below 15 MB whatever comes. Measured: an address that is remembered takes 1 µs, one of
 * remembered names 3 to 9, one of new spellings 15 (two busy cores). Well-written addresses are some 17,000; 200,000 in every habit of
 * writing have 55,000 spellings of names.
 */
const ADDRESSES = 16_000
const PLACE_SPELLINGS = 48_000
const CITY_SPELLINGS = 1_000
/** No name of a unit has half as many; what is longer is no name and must not fill the memory. */
const LONGEST_NAME = 100
const LONGEST_ADDRESS = 150
const NO_NAME = '?'

const only = <V>(values: readonly V[]): V | null => values.length === 1 ? values[0]! : null

/** Of the day only the division matters. No text of a feed has U+0000. */
const addressKey = ({ city, district, ward, writtenOn, communeCode, division }: Address): string =>
  `${writtenOn < NEW_DIVISION_FROM ? '<' : ''}${city}\0${district}\0${ward}${communeCode === undefined ? '' : `\0${communeCode}\0${division ?? ''}`}`

const isLong = ({ city, district, ward, communeCode = '' }: Address) =>
  city.length + district.length + ward.length + communeCode.length > LONGEST_ADDRESS

/** A code of the list of 2004 that the list's last state lacks belongs to a ward that was gone by then, whatever bears its name now. */
const goneBefore2025 = (finding: Finding): Finding =>
  finding.from === null && (finding.placedBy === 'name' || finding.placedBy === 'unreadable')
    ? leftOpen('abolished', finding.communeCode === null ? finding.candidates : [finding.communeCode])
    : finding

/** The lists, and what reads an address against them. */
function createReader (rows: GazetteerRows, names: Map<string, string>) {
  const keyOf = (name: string) => {
    const key = placeKey(name)
    if (!names.has(key)) names.set(key, key)
    return names.get(key)!
  }
  const areas = createAreas(rows)
  const lists: Lists = {
    communes: createNewCommunes(rows.communes, rows.communeSuccessions, keyOf),
    wards: createOldWards(rows.communeSuccessions, keyOf),
  }
  const areaNamed = remember(areas.named, CITY_SPELLINGS, asWritten)

  function readCoded (place: CodedPlace, isEarly: boolean): { area: Area, finding: Finding } | null {
    const { code, division, district, ward } = place
    const reading = readCode(lists, areas, place)
    const area = place.area ?? (reading && areas.ofProvince(reading.provinceCode))
    if (!area) return null
    const decided = reading && decideByCode(reading, place, lists.communes.named(area.provinceCode, ward))
    if (decided) return { area, finding: decided }
    if (!place.area && !(reading?.agreed.commune && reading.agreed.old)) return null
    const isGone = division === '2004' && isCommuneCode(code) && !lists.wards.byCode(code)
    const finding = readName(lists, { area, district, ward, isOld: isEarly || isGone })
    if (isGone) return { area, finding: goneBefore2025(finding) }
    return { area, finding: reading && finding.placedBy === 'unreadable' ? fallBackOnCode(reading) : finding }
  }

  /** The unit of 2004, where the form of the address, the old ward or the commune tells it. */
  function findOldProvince ({ oldCode, isFormer, origins }: Area, { from, communeCode }: Finding, isOldForm: boolean): string | null {
    if (from !== null) return from
    const lay = communeCode === null ? undefined : lists.communes.byCode(communeCode)?.origins
    if (oldCode !== null && (isFormer || (isOldForm && (!lay || lay.includes(oldCode))))) return oldCode
    return only(lay ?? origins)
  }

  return { areaNamed, readCoded, findOldProvince, readUncoded: (place: WrittenPlace) => readName(lists, place) }
}

export function createGazetteer (rows: GazetteerRows): Gazetteer {
  // One string for every way of writing a name: half the memory, and the lookups compare by identity.
  const names = new Map<string, string>()
  const { areaNamed, readCoded, findOldProvince, readUncoded } = createReader(rows, names)
  const spelled = remember((name: string) => {
    const key = placeKey(name)
    return names.get(key) ?? key
  }, PLACE_SPELLINGS, asWritten)
  const keyOf = (name: string) => name.length > LONGEST_NAME ? NO_NAME : spelled(name)

  function find (address: Address): Place | null {
    const { city, communeCode: code, division } = address
    const district = keyOf(address.district)
    const ward = keyOf(address.ward)
    const isEarly = address.writtenOn < NEW_DIVISION_FROM
    const named = city.length > LONGEST_NAME ? null : areaNamed(city)
    const read = code !== undefined
      ? readCoded({ code, division, area: named, hasCity: city.trim() !== '', district, ward }, isEarly)
      : named && { area: named, finding: readUncoded({ area: named, district, ward, isOld: isEarly }) }
    if (!read) return null
    const { area, finding: { placedBy, communeCode, candidates } } = read
    const isOldForm = district !== '' || (isEarly && placedBy !== 'code')
    return { provinceCode: area.provinceCode, communeCode, oldProvinceCode: findOldProvince(area, read.finding, isOldForm), placedBy, candidates }
  }

  const found = remember(find, ADDRESSES, addressKey)
  return (address) => isLong(address) ? find(address) : found(address)
}
