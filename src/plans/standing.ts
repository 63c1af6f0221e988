import type { Day } from '../calendar.ts'
import { addYears, daysBetween } from '../calendar.ts'
import type { IndicatorAsked } from './plan.ts'
import { MAX_AMOUNT } from './plan.ts'

/** Why nothing can be said. */
export type Unknown = 'nothing-reported' | 'no-earlier-value' | 'no-population' | 'nothing-counted' | 'not-begun'
export interface Value { value: number, asOf: Day }

export interface Standing {
  state: 'reached' | 'on-the-way' | 'behind' | 'unknown'
  why: Unknown | null
  /** What a straight line from the first value to the target has on the day; null where it is not judged by one. */
  expected: number | null
}

type Target = Pick<IndicatorAsked, 'kind' | 'least' | 'from' | 'due'>

const round = (value: number) => Math.round(value * 100) / 100
const unknown = (why: Unknown): Standing => ({ state: 'unknown', why, expected: null })

/** Whole years by the calendar and the part of the next one, so that a leap day makes no growth. */
function yearsBetween (from: Day, to: Day): number {
  const guess = Number(to.slice(0, 4)) - Number(from.slice(0, 4))
  const whole = addYears(from, guess) <= to ? guess : guess - 1
  const [began, ends] = [addYears(from, whole), addYears(from, whole + 1)]
  return whole + daysBetween(began, to) / daysBetween(began, ends)
}

/** Average growth a year between two values, in per cent; undefined where there is nothing to grow from, no time between them or so little that a year of it cannot be told, or less than nothing at the end. */
export function growthBetween (first: Value, last: Value): number | undefined {
  const years = yearsBetween(first.asOf, last.asOf)
  if (first.value <= 0 || last.value < 0 || years <= 0) return undefined
  const growth = round(((last.value / first.value) ** (1 / years) - 1) * 100)
  return growth <= MAX_AMOUNT ? growth : undefined
}

/**
 * How an indicator stands on a day. The least counts as the target, also of a range. Before it is due, what is at or above a
 * straight line from the value at its beginning (zero where none is known) to the target is on the way. An average
 * growth is measured over all of the time so far: it is reached when that ends, and until then on the way or behind.
 */
export function standingOf ({ kind, least, from, due }: Target, { first, latest, today }: { first: number | null, latest: Value | Unknown, today: Day }): Standing {
  if (typeof latest === 'string') return unknown(latest)
  if (today < from) return unknown('not-begun')
  const isDue = today > due
  if (kind === 'growth') return { state: latest.value < least ? 'behind' : isDue ? 'reached' : 'on-the-way', why: null, expected: null }
  const start = first ?? 0
  const passed = Math.min(1, Math.max(0, daysBetween(from, today) / Math.max(1, daysBetween(from, due))))
  const expected = round(start + (least - start) * passed)
  if (latest.value >= least) return { state: 'reached', why: null, expected }
  return { state: !isDue && latest.value >= expected ? 'on-the-way' : 'behind', why: null, expected }
}
