import type { Day } from '../calendar.ts'
import { addYears, daysBetween } from '../calendar.ts'

export const METHODS = ['equal-density', 'proportional', 'table'] as const
export type Method = typeof METHODS[number]
export type State = 'reached' | 'on-course' | 'behind'

/**
 * Parts a whole by weights without losing any of it (largest remainder): each gets its share rounded down, and what is
 * left goes one by one to the largest remainders, the lower code first. Undefined where the weights are all zero.
 */
export function allocate (whole: number, weights: ReadonlyMap<string, number>): Map<string, number> | undefined {
  const sum = [...weights.values()].reduce((total, weight) => total + BigInt(weight), 0n)
  if (sum === 0n) return undefined
  const shares = [...weights].map(([code, weight]) => {
    const product = BigInt(whole) * BigInt(weight)
    return { code, floor: Number(product / sum), remainder: product % sum }
  })
  const left = whole - shares.reduce((total, { floor }) => total + floor, 0)
  const first = shares.toSorted((a, b) => a.remainder === b.remainder ? a.code < b.code ? -1 : 1 : a.remainder > b.remainder ? -1 : 1).slice(0, left)
  const favoured = new Set(first.map(({ code }) => code))
  return new Map(shares.map(({ code, floor }) => [code, floor + (favoured.has(code) ? 1 : 0)]))
}

export interface Progress { allocated: number, count: number, yearAgo: number, day: Day, dueOn: Day }

/**
 * `reached`: there are as many as allocated. `on-course`: there would be by the due day, if as many came on each day
 * from now on as did on average since the same day a year ago. `behind`: there would not. Whole numbers, no rounding.
 */
export function stateOf ({ allocated, count, yearAgo, day, dueOn }: Progress): State {
  if (count >= allocated) return 'reached'
  const daysLeft = Math.max(0, daysBetween(day, dueOn))
  const year = daysBetween(addYears(day, -1), day)
  return (allocated - count) * year <= (count - yearAgo) * daysLeft ? 'on-course' : 'behind'
}
