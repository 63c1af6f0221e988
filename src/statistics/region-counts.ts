import type { countUnplaced, LocalityCount, UnitCount } from './locality-counts.ts'
import { sumLocalities } from './locality-counts.ts'

interface Region {
  code: string
  name: string
  nameEn: string
  provinces: string[]
}

export type RegionCount = Region & UnitCount & {
  /** Its part of the nation in per cent, two decimals; null where nothing counts. */
  sharePercent: number | null
}

const percent = (part: number, whole: number): number | null => whole === 0 ? null : Math.round(part / whole * 10_000) / 100

/** A region is the sum of its provinces, the nation that of its regions; what stands in a province of no region is unplaced. */
export function countRegions (regions: readonly Region[], localities: readonly LocalityCount[], unplaced: ReturnType<typeof countUnplaced>) {
  const counted = regions.map(({ code, name, nameEn, provinces }) =>
    ({ code, name, nameEn, provinces, ...sumLocalities(localities.filter((one) => provinces.includes(one.code))) }))
  const nation = sumLocalities(counted)
  const known = new Set(regions.flatMap(({ provinces }) => provinces))
  const strays = localities.filter(({ code, total }) => total > 0 && !known.has(code)).map(({ code, total }) => ({ successor: code, count: total }))
  const groups = [...unplaced.groups, ...strays].sort((a, b) => a.successor < b.successor ? -1 : 1)
  return {
    regions: counted.map((region): RegionCount => ({ ...region, sharePercent: percent(region.total, nation.total) })),
    nation,
    unplaced: { count: groups.reduce((total, { count }) => total + count, 0), groups },
  }
}
