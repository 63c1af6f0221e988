import type { Criteria, Ranked, Values } from './score.ts'
import { rankLocalities, weightUnits } from './score.ts'

/** How ranks differ from those of another reckoning: who moves by how many places, up is above zero. */
export interface Move { code: string, was: number | null, is: number | null, places: number | null }

export function movesBetween (was: readonly Ranked[], is: readonly Ranked[]): Move[] {
  const before = new Map(was.map(({ code, rank }) => [code, rank]))
  return is.map(({ code, rank }) => {
    const old = before.get(code) ?? null
    return { code, was: old, is: rank, places: old === null || rank === null ? null : old - rank }
  })
}

const TENTHS = [{ change: 10, tenths: 11n }, { change: -10, tenths: 9n }] as const

/**
 * What becomes of the ranks when the weight of one criterion is a tenth more or less and the others give or take the
 * difference in proportion. Weights are kept as exact fractions: with S their sum and w the weight that changes, the others
 * are multiplied by (S − 1.1 w) / (S − w); all times 10 (S − w).
 */
export function sensitivityOf (criteria: Criteria, codes: readonly string[], values: Values) {
  const usual = rankLocalities(criteria, codes, values)
  const weights = criteria.criteria.map((criterion) => BigInt(weightUnits(criterion)))
  const sum = weights.reduce((total, weight) => total + weight, 0n)
  return criteria.criteria.flatMap(({ code }, changed) => TENTHS.map(({ change, tenths }) => {
    const own = weights[changed]!
    const others = sum - own
    // No weight falls below zero: from 10/11 on a tenth more is all there is, and the only criterion has that anyway.
    const rest = 10n * sum - tenths * own
    const moved = others === 0n ? weights : weights.map((weight, i) => i === changed ? tenths * own * others : rest < 0n ? 0n : weight * rest)
    const moves = movesBetween(usual, rankLocalities(criteria, codes, values, moved)).filter(({ places }) => places !== 0 && places !== null)
    return { criterion: code, changePercent: change, moved: moves.length, largestMove: moves.reduce((most, { places }) => Math.max(most, Math.abs(places!)), 0), moves }
  }))
}
