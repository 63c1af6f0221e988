/** Why a unit has no density. */
export type NoDensity = 'no-population-on-this-base'

export interface LocalityCount {
  code: string
  name: string
  nameEn: string
  type: string
  i: number
  ii: number
  iii: number
  iv: number
  total: number
  candidates: { i: number, iii: number }
  population: number | null
  /** Enterprises per 1,000 people, two decimals. */
  per1000: number | null
  noDensity: NoDensity | null
}

/** What is counted of a unit, whatever it is called. */
export type UnitCount = Omit<LocalityCount, 'code' | 'name' | 'nameEn' | 'type'>

interface Cell {
  provinceCode: string
  oldProvinceCode: string
  category: string
  enterprises: number
}
type CodeOf = (cell: Cell) => string

const CATEGORIES = ['i', 'ii', 'iii', 'iv'] as const

export const per1000 = (enterprises: number, population: number | null): number | null =>
  population === null || population === 0 ? null : Math.round(enterprises / population * 100_000) / 100

function index (cells: Cell[], codeOf: CodeOf): (code: string, category: string) => number {
  const sums = new Map<string, number>()
  for (const cell of cells) {
    const key = `${codeOf(cell)}|${cell.category}`
    sums.set(key, (sums.get(key) ?? 0) + cell.enterprises)
  }
  return (code, category) => sums.get(`${code}|${category}`) ?? 0
}

export function countLocalities (
  provinces: { code: string, name: string, nameEn: string, type: string }[],
  populations: Map<string, number>, counted: Cell[], candidates: Cell[], codeOf: CodeOf,
): LocalityCount[] {
  const count = index(counted, codeOf)
  const candidate = index(candidates, codeOf)
  return provinces.map(({ code, name, nameEn, type }) => {
    const [i, ii, iii, iv] = CATEGORIES.map((category) => count(code, category)) as [number, number, number, number]
    const total = i + ii + iii + iv
    const population = populations.get(code) ?? null
    return {
      code, name, nameEn, type, i, ii, iii, iv, total,
      candidates: { i: candidate(code, 'i'), iii: candidate(code, 'iii') },
      population, per1000: per1000(total, population), noDensity: population === null ? 'no-population-on-this-base' : null,
    }
  })
}

/** The nation is the sum of its localities; it has a density only if all of them have a population. */
export function sumLocalities (localities: readonly UnitCount[]): UnitCount {
  const sum = (of: (locality: UnitCount) => number) => localities.reduce((total, locality) => total + of(locality), 0)
  const total = sum((l) => l.total)
  const population = localities.length > 0 && localities.every((l) => l.population !== null) ? sum((l) => l.population!) : null
  return {
    i: sum((l) => l.i), ii: sum((l) => l.ii), iii: sum((l) => l.iii), iv: sum((l) => l.iv), total,
    candidates: { i: sum((l) => l.candidates.i), iii: sum((l) => l.candidates.iii) },
    population, per1000: per1000(total, population),
    noDensity: population === null ? 'no-population-on-this-base' : null,
  }
}

/** Enterprises that no unit of the division can claim, by the province of 2025 in which they stand. */
export function countUnplaced (localities: LocalityCount[], counted: Cell[], codeOf: CodeOf) {
  const known = new Set(localities.map(({ code }) => code))
  const groups = new Map<string, number>()
  for (const cell of counted) if (!known.has(codeOf(cell))) groups.set(cell.provinceCode, (groups.get(cell.provinceCode) ?? 0) + cell.enterprises)
  const list = [...groups].map(([successor, count]) => ({ successor, count })).sort((a, b) => a.successor < b.successor ? -1 : 1)
  return { count: list.reduce((total, group) => total + group.count, 0), groups: list }
}
