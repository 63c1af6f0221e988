import type { Day } from '../calendar.ts'
import { addDays, dayOf, startOf } from '../calendar.ts'

export const PERIOD_KINDS = ['year', 'half-year'] as const
export type PeriodKind = typeof PERIOD_KINDS[number]

/** `before`: earlier than this day of the period's own year, or of one after it; `within`: so many days after the period has ended. */
export type DueRule = { kind: 'before', month: number, day: number, yearsAfter: number } | { kind: 'within', days: number }

/** A period as people write it: `2026`, or `2026-H1`. */
export function readPeriod (text: string): { kind: PeriodKind, year: number, half: 1 | 2 | null, from: Day, to: Day } | undefined {
  const [, digits, half] = /^(20\d{2})(?:-H([12]))?$/.exec(text) ?? []
  if (digits === undefined) return undefined
  const year = Number(digits)
  if (half === undefined) return { kind: 'year', year, half: null, from: `${year}-01-01`, to: `${year}-12-31` }
  return half === '1'
    ? { kind: 'half-year', year, half: 1, from: `${year}-01-01`, to: `${year}-06-30` }
    : { kind: 'half-year', year, half: 2, from: `${year}-07-01`, to: `${year}-12-31` }
}

/** The same stretch of the year before: what a period is compared with. */
export const periodBefore = (period: string): string => `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`

export const codeOfCycle = (rule: string, period: string): string => `${rule}-${period.toLowerCase()}`

const two = (n: number) => String(n).padStart(2, '0')

/** As rules are kept: `before 12-10`, `before 03-01 +1`, `within 15 days`. */
export const writeDue = (due: DueRule): string =>
  due.kind === 'within' ? `within ${due.days} days` : `before ${two(due.month)}-${two(due.day)}${due.yearsAfter > 0 ? ` +${due.yearsAfter}` : ''}`

export function readDue (text: string): DueRule {
  const [, month, day, years = '0'] = /^before (\d\d)-(\d\d)(?: \+(\d))?$/.exec(text) ?? []
  if (month !== undefined) return { kind: 'before', month: Number(month), day: Number(day), yearsAfter: Number(years) }
  const [, days] = /^within (\d{1,3}) days$/.exec(text) ?? []
  if (days === undefined) throw new Error(`not a due rule: ${text}`)
  return { kind: 'within', days: Number(days) }
}

/**
 * The last day on which a report is in time. "Before 10 December" is 9 December to its last second: on the tenth it is late.
 * The day before 29 February is 28 February, whether or not the year has a 29th; the day before 1 March is the last of February.
 */
export function dueOnOf (due: DueRule, period: string): Day {
  const { year, to } = readPeriod(period)!
  if (due.kind === 'within') return addDays(to, due.days)
  const limit = new Date(Date.UTC(year + due.yearsAfter, due.month - 1, due.day)).toISOString().slice(0, 10)
  return addDays(limit, -1)
}

/** The last second that is in time, on a clock in Vietnam. */
export const dueAtOf = (dueOn: Day): string => `${dueOn}T23:59:59+07:00`

/** Late from the first instant of the next day in Vietnam on. */
export const isLate = (submittedAt: Date, dueOn: Day): boolean => submittedAt.getTime() >= startOf(addDays(dueOn, 1)).getTime()

/** The day that figures are about: the day they are submitted on, or the period's last where that has ended. */
export function asOfOf (period: string, now: Date): Day {
  const [today, { to }] = [dayOf(now), readPeriod(period)!]
  return today < to ? today : to
}

/** The last day on which the 63 units reported (Resolution 202/2025/QH15). */
const LAST_DAY_OF_63 = '2025-06-30'

/** Who reported in a cycle are the units that there were when it was due. */
export const divisionOf = (dueOn: Day): '2004' | '2025' => dueOn <= LAST_DAY_OF_63 ? '2004' : '2025'
