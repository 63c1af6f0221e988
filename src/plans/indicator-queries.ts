import { sql } from 'drizzle-orm'
import type { View } from '../agencies/queries.ts'
import { isKnown } from '../agencies/queries.ts'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { findPosition } from '../journal/queries.ts'
import { countRecognisedOn } from '../recognition/queries.ts'
import { loadCube } from '../statistics/queries.ts'
import type { IndicatorAsked } from './plan.ts'
import { divide, isDivided } from './plan.ts'
import type { Standing, Unknown, Value } from './standing.ts'
import { growthBetween, standingOf } from './standing.ts'
import type { Known, Owner } from './statistics.ts'
import { measure, measuredOn } from './statistics.ts'

interface Row {
  number: string
  title: string
  clause: string | null
  kind: IndicatorAsked['kind']
  unit: string
  least: number
  most: number | null
  from: Day
  due: Day
  statistic: string | null
  isEmulation: boolean
  note: string | null
  reported: Reported[]
}
/** The oldest first. */
interface Reported { asOf: Day, value: number, numerator: number | null, denominator: number | null, source: string }

export interface IndicatorValue { value: number, asOf: Day, numerator: number | null, denominator: number | null, origin: 'registry' | 'reported', source: string }
export interface Indicator extends Omit<Row, 'reported'>, Standing { value: IndicatorValue | null, reported: Reported[] }

type Judged = { value: IndicatorValue | null } & Standing

async function readRows (db: Database, plan: string, { day, language, knownAt }: View, isEmulation: boolean | undefined): Promise<Row[]> {
  const { rows } = await db.execute<Row & Record<string, unknown>>(sql`
    select i.number, ${sql.raw(language === 'vi' ? 'i.title' : 'i.title_en')} as title, i.clause, i.kind, i.unit, i.least::float8 as least, i.most::float8 as most, i.from_on as from, i.due_on as due, i.statistic, i.is_emulation as "isEmulation", i.note,
      coalesce((select json_agg(json_build_object('asOf', v.as_of, 'value', v.value::float8, 'numerator', v.numerator::float8, 'denominator', v.denominator::float8, 'source', v.source) order by v.as_of)
        from indicator_values v where v.indicator = i.code and v.as_of <= ${day}::date and ${isKnown('v', { knownAt })}), '[]') as reported
    from plan_indicators i where i.plan_code = ${plan} and ${isKnown('i', { knownAt })} ${isEmulation === undefined ? sql`` : sql`and i.is_emulation = ${isEmulation}`} order by i.rank`)
  return rows
}

/**
 * The indicators of a plan with their values on a day and how they stand: measured by the registry where they name a statistic, each
 * day's figures read once; else as reported. All of them, or those that count in emulation, or the others. Needs one snapshot of the database.
 */
export async function listIndicators (tx: Database, plan: string, owner: Owner, view: View, isEmulation?: boolean): Promise<Indicator[]> {
  const rows = await readRows(tx, plan, view, isEmulation)
  const position = view.knownAt ?? await findPosition(tx)
  const days = new Map<Day, Promise<Known>>()
  const read = async (day: Day): Promise<Known> =>
    ({ cube: await loadCube(tx, day === view.day ? view : { day, knownAt: position }, position), recognised: await countRecognisedOn(tx, { day, knownAt: position }) })
  const knownOn = (day: Day) => {
    const known = days.get(day) ?? read(day)
    days.set(day, known)
    return known
  }
  const indicators: Indicator[] = []
  for (const row of rows) {
    const judged = row.statistic === null ? judgeReported(row, view.day) : await judgeMeasured(row, { statistic: row.statistic, owner, today: view.day, knownOn })
    indicators.push({ ...row, ...judged })
  }
  return indicators
}

/** Of the kind that the indicator has now: what was told while it had another is shown, and judged by nothing. */
const ofKind = ({ kind, due, reported }: Row): Reported[] => reported.flatMap((one) => {
  const { asOf, numerator, denominator } = one
  if (asOf > due || isDivided(kind) !== (numerator !== null)) return []
  const value = isDivided(kind) ? divide(kind, numerator!, denominator!) : one.value
  return value === undefined ? [] : [{ ...one, value }]
})

function judgeReported (row: Row, today: Day): Judged {
  const { kind, from } = row
  const reported = ofKind(row)
  const last = reported.at(-1)
  if (!last) return { value: null, ...standingOf(row, { first: null, latest: 'nothing-reported', today }) }
  const own = { ...last, origin: 'reported' as const }
  if (kind === 'growth') {
    const growth = growthBetween(reported[0]!, last)
    return growth === undefined ? { value: own, ...standingOf(row, { first: null, latest: 'no-earlier-value', today }) } : ofGrowth(row, own, growth, today)
  }
  const first = reported.findLast(({ asOf }) => asOf <= from)?.value ?? null
  return { value: own, ...standingOf(row, { first, latest: last, today }) }
}

/** The value is what has grown; that it is judged by its growth the title and kind say. */
const ofGrowth = (row: Row, value: IndicatorValue, growth: number, today: Day): Judged =>
  ({ value: { ...value, value: growth, numerator: value.value, denominator: null }, ...standingOf(row, { first: null, latest: { value: growth, asOf: value.asOf }, today }) })

interface Measuring { statistic: string, owner: Owner, today: Day, knownOn: (day: Day) => Promise<Known> }

async function judgeMeasured (row: Row, { statistic, owner, today, knownOn }: Measuring): Promise<Judged> {
  const { kind, from, due } = row
  if (today < from) return { value: null, ...standingOf(row, { first: null, latest: 'not-begun', today }) }
  const asOf = measuredOn(today, due)
  const found = measure(statistic, await knownOn(asOf), owner)
  if (typeof found === 'string') return { value: null, ...standingOf(row, { first: null, latest: found, today }) }
  const value: IndicatorValue = { ...found, asOf, origin: 'registry', source: statistic }
  const begun = measure(statistic, await knownOn(from), owner)
  const first: Value | Unknown = typeof begun === 'string' ? begun : { value: begun.value, asOf: from }
  if (kind !== 'growth') return { value, ...standingOf(row, { first: typeof first === 'string' ? null : first.value, latest: value, today }) }
  const growth = typeof first === 'string' ? undefined : growthBetween(first, value)
  return growth === undefined ? { value, ...standingOf(row, { first: null, latest: 'no-earlier-value', today }) } : ofGrowth(row, value, growth, today)
}

/** The kind and the statistic of an indicator; undefined where there is none. */
export async function findIndicator (db: Database, code: string): Promise<{ kind: IndicatorAsked['kind'], statistic: string | null } | undefined> {
  const { rows: [row] } = await db.execute<{ kind: IndicatorAsked['kind'], statistic: string | null }>(sql`select kind, statistic from plan_indicators where code = ${code} and recorded_to is null`)
  return row
}
