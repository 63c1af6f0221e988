import type { Day } from '../calendar.ts'
import { addDays } from '../calendar.ts'
import type { Flow, Period, PeriodFlows } from '../enterprises/queries.ts'

/** A period: what was there at its end, and what came in and went out in it. */
export type Point = { from: Day, until: Day, stock: number } & Record<Flow, number>

const MONTHS: Record<Period, number> = { month: 1, quarter: 3, year: 12 }
const NOTHING: Record<Flow, number> = { births: 0, deaths: 0, movesIn: 0, movesOut: 0, categoryIn: 0, categoryOut: 0 }

export const netOf = ({ births, deaths, movesIn, movesOut, categoryIn, categoryOut }: Record<Flow, number>): number =>
  births - deaths + movesIn - movesOut + categoryIn - categoryOut

/** Months since year 0 of the first month of the period that a day is in. */
function firstMonth (day: Day, period: Period): number {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
  return months - months % MONTHS[period]
}

const startOfMonth = (months: number): Day => `${String(Math.floor(months / 12)).padStart(4, '0')}-${String(months % 12 + 1).padStart(2, '0')}-01`

export const countPeriods = (from: Day, to: Day, period: Period): number => (firstMonth(to, period) - firstMonth(from, period)) / MONTHS[period] + 1

/** Every period from one day's to another's, also those in which nothing happened; the last one ends on that day. */
export function seriesOf (flows: PeriodFlows[], { from, to, period }: { from: Day, to: Day, period: Period }): Point[] {
  const first = firstMonth(from, period)
  const known = new Map(flows.map(({ from: start, ...flow }) => [start, flow]))
  let stock = flows.filter((flow) => flow.from < startOfMonth(first)).reduce((sum, flow) => sum + netOf(flow), 0)
  return Array.from({ length: countPeriods(from, to, period) }, (_, i) => {
    const start = startOfMonth(first + i * MONTHS[period])
    const last = addDays(startOfMonth(first + (i + 1) * MONTHS[period]), -1)
    const flow = known.get(start) ?? NOTHING
    stock += netOf(flow)
    return { from: start, until: last < to ? last : to, ...flow, stock }
  })
}
