import type { Area } from './area.ts'
import type { Finding } from './finding.ts'
import { leftOpen, placed, resembling, succeeded } from './finding.ts'
import type { Commune, NewCommunes } from './new-communes.ts'
import type { OldWard, OldWards } from './old-wards.ts'
import { hasKind } from './place-name.ts'

/** An address by its keys. `isOld`: its day, or the list that its code belongs to, says that it is of before July 2025. */
export interface WrittenPlace { area: Area, district: string, ward: string, isOld: boolean }

export interface Lists { communes: NewCommunes, wards: OldWards }

const successorsOf = (wards: readonly OldWard[]) => wards.flatMap((ward) => ward.successors)

/** Under a province's name that has ended only a commune that took in part of that province can be meant. */
const canLieIn = (area: Area, commune: Commune) => !area.isFormer || commune.origins.includes(area.oldCode!)

function communeNamed ({ communes }: Lists, { area, ward }: WrittenPlace): Commune | undefined {
  const commune = communes.named(area.provinceCode, ward)
  return commune && canLieIn(area, commune) ? commune : undefined
}

/** An old address means the unit of 2004 that bears the name; a later one may mean any that went to the province. */
const originsFor = ({ area, isOld }: WrittenPlace): readonly string[] =>
  isOld || area.isFormer ? area.oldOrigins : area.origins

/** Communes that a name leads to elsewhere in the province or, with another word for its kind, in the same district. */
function lookalikes ({ communes, wards }: Lists, place: WrittenPlace): string[] {
  if (place.ward === '') return []
  const today = communes.alike(place.area.provinceCode, place.ward).filter((commune) => canLieIn(place.area, commune))
  const alike = originsFor(place).flatMap((code) => wards.alike(code, place.ward))
  const likely = [
    ...today.filter((commune) => commune.names.includes(place.ward)).map((commune) => commune.code),
    ...successorsOf(alike.filter((ward) => ward.name === place.ward || ward.district === place.district)),
  ]
  return likely.length > 0 ? likely : [...today.map((commune) => commune.code), ...successorsOf(alike)]
}

/** Where the ward of a district went; null where there is none in the unit of 2004 that bears the name, nor in one beside it. */
function readOldWard (lists: Lists, place: WrittenPlace): Finding | null {
  const { wards } = lists
  const { area, district, ward } = place
  const own = area.oldCode === null ? undefined : wards.inDistrict(area.oldCode, district, ward)
  const found = own ? [own] : originsFor(place).flatMap((code) => wards.inDistrict(code, district, ward) ?? [])
  const old = found[0]
  if (!old) return null
  if (found.length > 1) return leftOpen('ambiguous', successorsOf(found))
  if (place.isOld && old.successors.length === 1) return succeeded(old, undefined)
  const named = communeNamed(lists, place)
  const isNamesake = named !== undefined && !place.isOld && !old.successors.includes(named.code)
  return isNamesake ? leftOpen('ambiguous', [named.code, ...old.successors], old.provinceCode) : succeeded(old, named)
}

/** Communes that took in wards of the district. */
const communesOf = ({ wards }: Lists, place: WrittenPlace): string[] =>
  originsFor(place).flatMap((code) => successorsOf([...wards.district(code, place.district)?.values() ?? []]))

function readWithDistrict (lists: Lists, place: WrittenPlace): Finding {
  const old = readOldWard(lists, place)
  if (old) return old
  if (place.ward === '') return leftOpen('unreadable', communesOf(lists, place))
  const named = place.isOld ? undefined : communeNamed(lists, place)
  if (named && communesOf(lists, place).includes(named.code)) return placed('name', named.code)
  return hasKind(place.ward) ? leftOpen('abolished', lookalikes(lists, place)) : resembling(lookalikes(lists, place))
}

function readWithoutDistrict (lists: Lists, place: WrittenPlace): Finding {
  const { area, ward, isOld } = place
  const named = communeNamed(lists, place)
  if (named && !isOld && !area.isFormer) return placed('name', named.code)
  const olds = originsFor(place).flatMap((code) => lists.wards.named(code, ward))
  if (olds.length === 0) return named ? placed('name', named.code) : resembling(lookalikes(lists, place))
  const successors = successorsOf(olds)
  if (!isOld && !area.isFormer) return resembling(successors)
  if (named && !isOld) return successors.includes(named.code) ? placed('name', named.code) : leftOpen('ambiguous', [named.code, ...successors])
  if (olds.length === 1) return succeeded(olds[0]!, named)
  return successors.every((code) => code === successors[0]) ? placed('succession', successors[0]!) : leftOpen('ambiguous', successors)
}

/**
 * The commune by (province, name), else through the old ward of (province, district, name). A name that is both is
 * taken for neither where the district says old and the day says new, unless both lead to the same commune.
 */
export const readName = (lists: Lists, place: WrittenPlace): Finding =>
  place.district === '' ? readWithoutDistrict(lists, place) : readWithDistrict(lists, place)
