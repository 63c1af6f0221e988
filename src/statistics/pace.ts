import type { Day } from '../calendar.ts'
import { daysBetween } from '../calendar.ts'

const DAYS_A_MONTH = 365.2425 / 12
const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits

/** How far a count is on its way to a target, and what is left to do per month until it is due. */
export function progressTo (target: { minimum: number, dueOn: Day }, enterprises: number, today: Day) {
  const missing = Math.max(0, target.minimum - enterprises)
  const monthsLeft = Math.max(0, round(daysBetween(today, target.dueOn) / DAYS_A_MONTH, 1))
  return {
    reachedShare: round(enterprises / target.minimum, 4),
    missing,
    monthsLeft,
    /** Null once the day has passed. */
    neededPerMonth: monthsLeft > 0 ? round(missing / monthsLeft, 1) : missing === 0 ? 0 : null,
  }
}
