import { bareKey } from './place-name.ts'

export interface CommuneRow { code: string, provinceCode: string, name: string, type: string }

/** A commune, ward or special zone of the division of 2025. */
export interface Commune {
  code: string
  provinceCode: string
  /** One name, or two where a xã became a phường. */
  names: string[]
  /** Units of 2004 whose wards it took in. */
  origins: string[]
}

export interface NewCommunes {
  byCode (code: string): Commune | undefined
  /** The only commune of that name in the province. */
  named (provinceCode: string, name: string): Commune | undefined
  alike (provinceCode: string, name: string): readonly Commune[]
}

const NONE: readonly Commune[] = []

function addOnce<V> (map: Map<string, V[]>, key: string, value: V) {
  const values = map.get(key)
  if (!values) map.set(key, [value])
  else if (!values.includes(value)) values.push(value)
}

const within = (provinces: Map<string, Map<string, Commune[]>>, code: string) => {
  const names = provinces.get(code) ?? new Map<string, Commune[]>()
  provinces.set(code, names)
  return names
}

function readRows (rows: readonly CommuneRow[], successions: readonly { oldProvinceCode: string, newCode: string }[], keyOf: (name: string) => string) {
  const origins = new Map<string, string[]>()
  for (const { newCode, oldProvinceCode } of successions) addOnce(origins, newCode, oldProvinceCode)
  const byCode = new Map<string, Commune>()
  const named = new Map<string, Map<string, Commune[]>>()
  const alike = new Map<string, Map<string, Commune[]>>()
  for (const { code, provinceCode, name: bare, type } of rows) {
    const name = keyOf(`${type} ${bare}`)
    const commune = byCode.get(code) ?? { code, provinceCode, names: [], origins: origins.get(code) ?? [] }
    byCode.set(code, commune)
    if (!commune.names.includes(name)) commune.names.push(name)
    addOnce(within(named, provinceCode), name, commune)
    addOnce(within(alike, provinceCode), bareKey(name), commune)
  }
  return { byCode, named, alike }
}

export function createNewCommunes (rows: readonly CommuneRow[], successions: readonly { oldProvinceCode: string, newCode: string }[], keyOf: (name: string) => string): NewCommunes {
  const { byCode, named, alike } = readRows(rows, successions, keyOf)
  return {
    byCode: (code) => byCode.get(code),
    named (provinceCode, name) {
      const communes = named.get(provinceCode)?.get(name)
      return communes?.length === 1 ? communes[0] : undefined
    },
    alike: (provinceCode, name) => alike.get(provinceCode)?.get(bareKey(name)) ?? NONE,
  }
}
