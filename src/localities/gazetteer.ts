import { placeKey as spell, provinceKey } from './place-name.ts'

/** The day from which an address without a district can only be meant in the division of 34. */
const NEW_DIVISION_FROM = '2025-07-01'

export interface Address {
  city: string
  district: string
  ward: string
  /** The day the address was written down, `YYYY-MM-DD`. */
  writtenOn: string
}

export interface Place {
  provinceCode: string
  /** Null where the ward was divided, is not known or could be two. */
  communeCode: string | null
  /** Null where the commune lay in two provinces of 2004 and nothing else decides. */
  oldProvinceCode: string | null
}

export interface GazetteerRows {
  provinces: { division: string, code: string, name: string }[]
  provinceSuccessions: { oldCode: string, newCode: string }[]
  communes: { code: string, provinceCode: string, name: string, type: string }[]
  communeSuccessions: { oldLevel: string, oldName: string, oldDistrict: string, oldProvinceCode: string, newCode: string }[]
}

/** Finds province and commune of an address of either division. Null where not even the province can be read. */
export type Gazetteer = (address: Address) => Place | null

/** Names repeat: some 8,000 spellings stand for 35,000 names, and a million addresses for far fewer places. */
function remember<K, V> (of: (key: K) => V, limit: number): (key: K) => V {
  const known = new Map<K, V>()
  return (key) => {
    let value = known.get(key)
    if (value === undefined) {
      if (known.size >= limit) known.clear()
      value = of(key)
      known.set(key, value)
    }
    return value
  }
}

const placeKey = remember(spell, 50_000)

const fullKey = (type: string, name: string) => placeKey(name.toLowerCase().startsWith(`${type} `) ? name : `${type} ${name}`)

function push<V> (map: Map<string, Set<V>>, key: string, value: V) {
  const values = map.get(key)
  if (values) values.add(value)
  else map.set(key, new Set([value]))
}

const only = <V>(values: Set<V> | undefined): V | null => values?.size === 1 ? [...values][0]! : null

export function createGazetteer (rows: GazetteerRows): Gazetteer {
  const successor = new Map(rows.provinceSuccessions.map((s) => [s.oldCode, s.newCode]))
  const newProvince = new Map<string, string>()
  const oldProvince = new Map<string, string>()
  for (const { division, code, name } of rows.provinces) (division === '2025' ? newProvince : oldProvince).set(provinceKey(name), code)

  const communes = new Map<string, Set<string>>()
  for (const c of rows.communes) push(communes, `${c.provinceCode}|${fullKey(c.type, c.name)}`, c.code)

  const wards = new Map<string, Set<string>>()
  const wardsAnywhere = new Map<string, Set<string>>()
  const origins = new Map<string, Set<string>>()
  for (const s of rows.communeSuccessions) {
    push(origins, s.newCode, s.oldProvinceCode)
    if (s.oldLevel === 'district') push(wards, `${s.oldProvinceCode}|${placeKey(s.oldName)}|`, s.newCode)
    else push(wards, `${s.oldProvinceCode}|${placeKey(s.oldDistrict)}|${placeKey(s.oldName)}`, s.newCode)
    push(wardsAnywhere, `${s.oldProvinceCode}|${placeKey(s.oldName)}`, s.newCode)
  }
  const oldOf = new Map<string, Set<string>>()
  for (const [oldCode, newCode] of successor) push(oldOf, newCode, oldCode)

  function findCommune (provinceCode: string, oldCode: string | undefined, address: Address): string | null {
    const district = placeKey(address.district)
    const ward = placeKey(address.ward)
    const named = ward ? only(communes.get(`${provinceCode}|${ward}`)) : null
    if (district) {
      if (!oldCode) return null
      const successors = wards.get(`${oldCode}|${district}|${ward}`) ?? wards.get(`${oldCode}|${district}|`)
      return only(successors) ?? (named !== null && successors?.has(named) ? named : null)
    }
    if (address.writtenOn >= NEW_DIVISION_FROM || !oldCode) return named
    const successors = wardsAnywhere.get(`${oldCode}|${ward}`)
    if (!successors) return named
    return only(successors) ?? (named !== null && successors.has(named) ? named : null)
  }

  function findOldProvince (provinceCode: string, communeCode: string | null, oldCode: string | undefined, isOldForm: boolean): string | null {
    if (oldCode && isOldForm) return oldCode
    if (communeCode) {
      const lay = origins.get(communeCode)
      return only(lay) ?? null
    }
    return only(oldOf.get(provinceCode))
  }

  function find (address: Address): Place | null {
    const key = provinceKey(address.city)
    const oldCode = oldProvince.get(key)
    const provinceCode = newProvince.get(key) ?? (oldCode && successor.get(oldCode))
    if (!provinceCode) return null
    const communeCode = findCommune(provinceCode, oldCode, address)
    const isOldForm = !newProvince.has(key) || address.district.trim() !== '' || address.writtenOn < NEW_DIVISION_FROM
    return { provinceCode, communeCode, oldProvinceCode: findOldProvince(provinceCode, communeCode, oldCode, isOldForm) }
  }

  const found = remember((key: string) => {
    const [city, district, ward, writtenOn] = key.split('\n') as [string, string, string, string]
    return find({ city, district, ward, writtenOn })
  }, 200_000)
  // Of the day only the division matters.
  return ({ city, district, ward, writtenOn }) =>
    found([city, district, ward, writtenOn >= NEW_DIVISION_FROM ? NEW_DIVISION_FROM : ''].join('\n'))
}
