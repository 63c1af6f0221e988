import { divided, isqrt, ONE, toMillionths, toNumber } from './fixed-point.ts'

export const NORMALISATIONS = ['min-max', 'z-score', 'rank', 'target-relative'] as const
export const MISSING_RULES = ['zero', 'mean', 'reweigh', 'unranked'] as const
export const TIE_RULES = ['shared', 'dense', 'by-criteria'] as const
export const DIRECTIONS = ['higher', 'lower'] as const

export interface Criterion {
  code: string
  indicator: string
  /** A share of 1, four decimals. */
  weight: number
  direction: typeof DIRECTIONS[number]
  normalisation: typeof NORMALISATIONS[number]
  /** Of `target-relative`: what is worth a full score. */
  target: number | null
  missing: typeof MISSING_RULES[number]
}

export interface Criteria {
  ties: typeof TIE_RULES[number]
  criteria: readonly Criterion[]
}

/** Values by indicator, then by code of a locality; null where there is none. At most six decimals count. */
export type Values = Readonly<Record<string, Readonly<Record<string, number | null>>>>

export interface Ranked {
  code: string
  /** Null where a rule leaves the locality out. */
  rank: number | null
  /** 0 to 100, four decimals. */
  score: number | null
  criteria: { code: string, value: number | null, score: number | null }[]
}

const WEIGHT_UNITS = 10_000
/** A full score, in ten-thousandths. */
const POINTS = 1_000_000n
/** Where all are the same a criterion tells nobody apart, and everybody is in the middle. */
const MIDDLE = ONE / 2n

export const weightUnits = ({ weight }: Pick<Criterion, 'weight'>): number => Math.round(weight * WEIGHT_UNITS)

/** What cannot be used of a set, by path; an empty list where all can. */
export function faultsOf ({ criteria }: Criteria): { path: string, message: string }[] {
  const sum = criteria.reduce((total, criterion) => total + weightUnits(criterion), 0)
  return [
    ...criteria.flatMap((criterion, i) => {
      const { code, weight, normalisation, target } = criterion
      const at = (member: string, message: string) => [{ path: `criteria.${i}.${member}`, message }]
      return [
        ...criteria.findIndex((one) => one.code === code) < i ? at('code', 'is used twice') : [],
        ...!(weight > 0) || Math.abs(weight * WEIGHT_UNITS - weightUnits(criterion)) > 1e-6 ? at('weight', 'must be above 0 and have at most four decimals') : [],
        ...normalisation === 'target-relative' && !(target !== null && target > 0) ? at('target', 'must be above 0 for target-relative') : [],
        ...normalisation !== 'target-relative' && target !== null ? at('target', 'is for target-relative') : [],
      ]
    }),
    ...criteria.length > 0 && sum === WEIGHT_UNITS ? [] : [{ path: 'criteria', message: `the weights must sum to 1, not ${sum / WEIGHT_UNITS}` }],
  ]
}

/** Scores and ranks localities, all in whole numbers (docs/ranking.md): the same input gives the same output everywhere. */
export function rankLocalities ({ ties, criteria }: Criteria, codes: readonly string[], values: Values, weights: readonly bigint[] = criteria.map((one) => BigInt(weightUnits(one)))): Ranked[] {
  const columns = criteria.map((criterion) => normalise(criterion, codes.map((code) => values[criterion.indicator]?.[code] ?? null)))
  const rows = codes.map((code, i) => {
    const parts = columns.map((column) => column[i]!)
    const used = parts.flatMap((part, c) => part === null ? [] : [{ weight: weights[c]!, part }])
    const weight = used.reduce((sum, one) => sum + one.weight, 0n)
    const isLeftOut = weight === 0n || criteria.some(({ missing, indicator }) => missing === 'unranked' && (values[indicator]?.[code] ?? null) === null)
    return { code, parts, points: isLeftOut ? null : divided(used.reduce((sum, one) => sum + one.weight * one.part, 0n) * POINTS, weight * ONE) }
  })
  const ranked = rows.filter((row) => row.points !== null).sort((a, b) => compare(a, b, ties) || (a.code < b.code ? -1 : 1))
  const ranks = new Map<string, number>()
  ranked.forEach((row, i) => {
    const before = ranked[i - 1]
    const isTied = before !== undefined && compare(before, row, ties) === 0
    ranks.set(row.code, isTied ? ranks.get(before.code)! : ties === 'dense' ? (before ? ranks.get(before.code)! : 0) + 1 : i + 1)
  })
  const leftOut = rows.filter((row) => row.points === null).sort((a, b) => a.code < b.code ? -1 : 1)
  return [...ranked, ...leftOut].map(({ code, points, parts }) => ({
    code, rank: ranks.get(code) ?? null, score: points === null ? null : Number(points) / 10_000,
    criteria: criteria.map((criterion, c) => ({ code: criterion.code, value: values[criterion.indicator]?.[code] ?? null, score: parts[c] === null ? null : toNumber(parts[c]!) })),
  }))
}

interface Row { points: bigint | null, parts: (bigint | null)[] }

const descending = (a: bigint, b: bigint) => a === b ? 0 : a > b ? -1 : 1

function compare (a: Row, b: Row, ties: Criteria['ties']): number {
  const byPoints = descending(a.points!, b.points!)
  if (byPoints !== 0 || ties !== 'by-criteria') return byPoints
  return a.parts.map((part, i) => descending(part ?? -1n, b.parts[i] ?? -1n)).find((order) => order !== 0) ?? 0
}

/** Scores of one criterion from 0 to 1 in millionths, by locality; null where its rule leaves it out. */
function normalise (criterion: Criterion, given: (number | null)[]): (bigint | null)[] {
  const present = given.flatMap((value) => value === null ? [] : [toMillionths(value)])
  const scoreOf = scorer(criterion, present)
  const mean = present.length === 0 ? MIDDLE : divided(present.reduce((sum, value) => sum + scoreOf(value), 0n), BigInt(present.length))
  const absent = { zero: 0n, mean, reweigh: null, unranked: null }[criterion.missing]
  return given.map((value) => value === null ? absent : scoreOf(toMillionths(value)))
}

function scorer ({ normalisation, direction, target }: Criterion, values: bigint[]): (value: bigint) => bigint {
  const isHigher = direction === 'higher'
  const n = BigInt(values.length)
  switch (normalisation) {
    case 'min-max': {
      const [least, most] = extremes(values)
      return (value) => most === least ? MIDDLE : divided((isHigher ? value - least : most - value) * ONE, most - least)
    }
    case 'z-score': {
      const sum = values.reduce((total, value) => total + value, 0n)
      // n² times the variance.
      const spread = n * values.reduce((total, value) => total + value * value, 0n) - sum * sum
      const deviation = isqrt(spread * ONE * ONE)
      return (value) => {
        if (spread === 0n) return MIDDLE
        const z = divided((n * value - sum) * ONE * ONE, deviation)
        return within(divided((isHigher ? z : -z) + 3n * ONE, 6n))
      }
    }
    case 'rank': return (value) => {
      if (n <= 1n) return MIDDLE
      const better = BigInt(values.filter((other) => isHigher ? other > value : other < value).length)
      const equal = BigInt(values.filter((other) => other === value).length)
      return divided((2n * n - 2n * better - equal - 1n) * ONE, 2n * (n - 1n))
    }
    case 'target-relative': {
      const goal = toMillionths(target!)
      return (value) => isHigher ? within(value <= 0n ? 0n : divided(value * ONE, goal)) : value <= goal ? ONE : divided(goal * ONE, value)
    }
  }
}

const within = (score: bigint): bigint => score < 0n ? 0n : score > ONE ? ONE : score

const extremes = (values: bigint[]): [bigint, bigint] =>
  values.reduce<[bigint, bigint]>(([least, most], value) => [value < least ? value : least, value > most ? value : most], [values[0] ?? 0n, values[0] ?? 0n])
