import type { LocalityCount } from './locality-counts.ts'

/** Why a unit has no density, more exactly than a count says it. */
export type DensityReason = 'no-population-in-this-division' | 'no-population-on-this-base' | 'not-all-units-have-a-population'

export interface Density {
  enterprises: number
  population: number | null
  per1000: number | null
  noDensity: DensityReason | null
  /** Null where there is no density, or no goal. */
  reachesGoal: boolean | null
  missingToGoal: number | null
}

type Counted = Pick<LocalityCount, 'total' | 'population' | 'per1000'>

/** The goal is judged on whole numbers, never on the rounded density. */
function densityOf ({ total, population, per1000 }: Counted, goal: number | undefined, reason: DensityReason): Density {
  const isJudged = population !== null && population > 0 && goal !== undefined
  const needed = isJudged ? Math.ceil(population * goal / 1000) : 0
  return {
    enterprises: total, population, per1000, noDensity: per1000 === null ? reason : null,
    reachesGoal: isJudged ? total >= needed : null,
    missingToGoal: isJudged ? Math.max(0, needed - total) : null,
  }
}

/** Of every unit and of the nation; `goal` is enterprises per 1,000 people. */
export function densities<Locality extends LocalityCount> (localities: readonly Locality[], nation: Counted, goal: number | undefined) {
  const known = localities.filter(({ population }) => population !== null).length
  const [ofUnit, ofNation] = known === 0
    ? ['no-population-in-this-division', 'no-population-in-this-division'] as const
    : ['no-population-on-this-base', 'not-all-units-have-a-population'] as const
  return {
    localities: localities.map((locality) => ({ code: locality.code, name: locality.name, nameEn: locality.nameEn, type: locality.type, ...densityOf(locality, goal, ofUnit) })),
    nation: densityOf(nation, goal, ofNation),
  }
}
