import type { Day } from '../calendar.ts'
import { addDays } from '../calendar.ts'

const DAYS_A_MONTH = 365.2425 / 12
/** Months that a projection rests on, and the fewest that it takes. */
export const MONTHS_OBSERVED = 36
const FEWEST_MONTHS = 12
/** The normal distribution leaves a tenth on either side of it. */
const Z_80 = 1.2816
const FURTHEST_MONTHS = 1200

const round = (value: number) => Math.round(value * 10) / 10

/** Average net growth per month over the last months; null where the register does not reach so far back. */
export function paceOver (months: number, growth: readonly number[]): number | null {
  if (growth.length < months) return null
  return round(growth.slice(-months).reduce((sum, net) => sum + net, 0) / months)
}

export interface Projection {
  /** Months that it rests on. */
  months: number
  /** On the day that the target is due. */
  expected: number
  low: number
  high: number
  /** When the target is reached at the mean pace, and at the ends of the interval; null where that is not in sight. */
  expectedOn: Day | null
  earliestOn: Day | null
  latestOn: Day | null
}

/**
 * Goes on from `count` as the net growth of the last complete months went on, one number each, the latest last: their mean, and an
 * interval of 80 % for the sum of k further months like these, ± z·s·√(k + k²/n), which grows with the months and with
 * what so few of them leave unsure of the mean. Null where there are too few.
 */
export function project (growth: readonly number[], { count, minimum, today, monthsLeft }: { count: number, minimum: number, today: Day, monthsLeft: number }): Projection | null {
  const observed = growth.slice(-MONTHS_OBSERVED)
  const n = observed.length
  if (n < FEWEST_MONTHS) return null
  const mean = observed.reduce((sum, net) => sum + net, 0) / n
  const deviation = Math.sqrt(observed.reduce((sum, net) => sum + (net - mean) ** 2, 0) / (n - 1))
  const after = (k: number, side: -1 | 0 | 1) => Math.max(0, count + mean * k + side * Z_80 * deviation * Math.sqrt(k + k * k / n))
  const reachedOn = (side: -1 | 0 | 1): Day | null => {
    for (let k = 0; k <= FURTHEST_MONTHS; k++) if (after(k, side) >= minimum) return addDays(today, Math.round(k * DAYS_A_MONTH))
    return null
  }
  return {
    months: n,
    expected: Math.round(after(monthsLeft, 0)), low: Math.round(after(monthsLeft, -1)), high: Math.round(after(monthsLeft, 1)),
    expectedOn: reachedOn(0), earliestOn: reachedOn(1), latestOn: reachedOn(-1),
  }
}
