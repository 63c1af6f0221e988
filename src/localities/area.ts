import { provinceKey } from './place-name.ts'

/** What the name of a city or province says. */
export interface Area {
  /** Of 2025. */
  provinceCode: string
  /** The unit of 2004 that bears the name; null where only a code told the province. */
  oldCode: string | null
  /** The name ended with June 2025, so that it alone says that an address is an old one. */
  isFormer: boolean
  /** All units of 2004 that went to the province. */
  origins: readonly string[]
  /** Those that an old address can mean: the one that bears the name, or all where only a code told the province. */
  oldOrigins: readonly string[]
}

interface Rows {
  provinces: readonly { division: string, code: string, name: string }[]
  provinceSuccessions: readonly { oldCode: string, newCode: string }[]
}

/** Each area is one object, so that it can be a key. */
export interface Areas {
  named (city: string): Area | null
  ofProvince (provinceCode: string): Area | null
  /** The unit of 2025 that a unit of 2004 went to. */
  successorOf (oldCode: string): string | undefined
}

export function createAreas ({ provinces, provinceSuccessions }: Rows): Areas {
  const successors = new Map(provinceSuccessions.map((s) => [s.oldCode, s.newCode]))
  const codes = { 2004: new Map<string, string>(), 2025: new Map<string, string>() }
  for (const { division, code, name } of provinces) codes[division === '2025' ? 2025 : 2004].set(provinceKey(name), code)
  const originsOf = (provinceCode: string) => [...successors].filter(([, newCode]) => newCode === provinceCode).map(([oldCode]) => oldCode)
  const named = new Map<string, Area>()
  for (const [key, oldCode] of codes[2004]) {
    const today = codes[2025].get(key)
    const provinceCode = today ?? successors.get(oldCode)
    if (provinceCode !== undefined) named.set(key, { provinceCode, oldCode, isFormer: today === undefined, origins: originsOf(provinceCode), oldOrigins: [oldCode] })
  }
  const coded = new Map<string, Area>()
  for (const [key, provinceCode] of codes[2025]) {
    const origins = originsOf(provinceCode)
    const area = { provinceCode, oldCode: null, isFormer: false, origins, oldOrigins: origins }
    coded.set(provinceCode, area)
    if (!named.has(key)) named.set(key, area)
  }
  return {
    named: (city) => named.get(provinceKey(city)) ?? null,
    ofProvince: (provinceCode) => coded.get(provinceCode) ?? null,
    successorOf: (oldCode) => successors.get(oldCode),
  }
}
