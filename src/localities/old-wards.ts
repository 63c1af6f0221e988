import { bareKey } from './place-name.ts'

export interface SuccessionRow {
  oldLevel: string
  oldCode: string
  oldName: string
  oldDistrict: string
  oldProvinceCode: string
  newCode: string
}

/** A ward of the division of 2004 at its end, or an island district that had none. */
export interface OldWard {
  name: string
  district: string
  provinceCode: string
  /** Communes of 2025, in code order; more than one where the ward was divided. */
  successors: string[]
}

/** Wards by name; an island district has itself under the empty name. */
export type District = ReadonlyMap<string, OldWard>

interface OldProvince {
  districts: Map<string, Map<string, OldWard>>
  named: Map<string, OldWard[]>
  /** By name without the word for the kind: what was a xã is often found as a phường. */
  alike: Map<string, OldWard[]>
}

export interface OldWards {
  byCode (code: string): OldWard | undefined
  district (provinceCode: string, district: string): District | undefined
  /** Island districts answer to every ward, for they had none. */
  inDistrict (provinceCode: string, district: string, name: string): OldWard | undefined
  named (provinceCode: string, name: string): readonly OldWard[]
  alike (provinceCode: string, name: string): readonly OldWard[]
}

const NONE: readonly OldWard[] = []

function add (wards: Map<string, OldWard[]>, key: string, ward: OldWard) {
  const known = wards.get(key)
  if (known) known.push(ward)
  else wards.set(key, [ward])
}

function place (provinces: Map<string, OldProvince>, ward: OldWard, key: string) {
  const province = provinces.get(ward.provinceCode) ?? { districts: new Map(), named: new Map(), alike: new Map() }
  provinces.set(ward.provinceCode, province)
  const district = province.districts.get(ward.district) ?? new Map<string, OldWard>()
  province.districts.set(ward.district, district.set(key, ward))
  add(province.named, ward.name, ward)
  add(province.alike, bareKey(ward.name), ward)
}

function readRows (rows: readonly SuccessionRow[], keyOf: (name: string) => string) {
  const provinces = new Map<string, OldProvince>()
  const units = new Map<string, OldWard>()
  const byCode = new Map<string, OldWard>()
  for (const row of rows) {
    const known = units.get(`${row.oldLevel} ${row.oldCode}`)
    if (known) {
      known.successors.push(row.newCode)
      known.successors.sort()
      continue
    }
    const isIsland = row.oldLevel === 'district'
    const name = keyOf(row.oldName)
    const ward: OldWard = { name, district: isIsland ? name : keyOf(row.oldDistrict), provinceCode: row.oldProvinceCode, successors: [row.newCode] }
    units.set(`${row.oldLevel} ${row.oldCode}`, ward)
    if (!isIsland) byCode.set(row.oldCode, ward)
    place(provinces, ward, isIsland ? '' : name)
  }
  return { provinces, byCode }
}

export function createOldWards (rows: readonly SuccessionRow[], keyOf: (name: string) => string): OldWards {
  const { provinces, byCode } = readRows(rows, keyOf)
  const district = (provinceCode: string, name: string) => provinces.get(provinceCode)?.districts.get(name)
  return {
    byCode: (code) => byCode.get(code),
    district,
    inDistrict (provinceCode, districtName, name) {
      const wards = district(provinceCode, districtName)
      return wards?.get(name) ?? wards?.get('')
    },
    named: (provinceCode, name) => provinces.get(provinceCode)?.named.get(name) ?? NONE,
    alike: (provinceCode, name) => provinces.get(provinceCode)?.alike.get(bareKey(name)) ?? NONE,
  }
}
