import type { Day } from '../calendar.ts'

export const PLAN_LEVELS = ['nation', 'sector', 'locality'] as const
export const PLAN_STATES = ['in-force', 'ended'] as const
export const TASK_STATES = ['not-started', 'in-progress', 'done', 'cancelled'] as const
export const INDICATOR_KINDS = ['minimum', 'range', 'growth', 'percentage', 'density'] as const
/** Of values, their parts and what comes of them. */
export const MAX_AMOUNT = 1e15
/** Of the kinds that are divided, what in how much of the denominator. */
const BASES: Readonly<Partial<Record<string, number>>> = { percentage: 100, density: 1000 }
export const isDivided = (kind: string): boolean => BASES[kind] !== undefined
/** To two decimals; undefined where nothing of use comes of it. */
export function divide (kind: string, numerator: number, denominator: number): number | undefined {
  const value = Math.round(numerator / denominator * BASES[kind]! * 100) / 100
  return Math.abs(value) <= MAX_AMOUNT ? value : undefined
}

export interface TaskAsked {
  number: string
  parent: string | null
  title: string
  titleEn: string
  clause: string | null
  leads: string[]
  coordinating: string[]
  from: Day | null
  due: Day | null
  recurs: 'yearly' | 'periodic' | null
  budgetVnd: number | null
  note: string | null
}

export interface IndicatorAsked {
  number: string
  title: string
  titleEn: string
  clause: string | null
  kind: typeof INDICATOR_KINDS[number]
  unit: string
  least: number
  most: number | null
  from: Day
  due: Day
  statistic: string | null
  /** Counts in emulation and commendation. */
  isEmulation: boolean
  note: string | null
}

export interface PlanAsked {
  level: typeof PLAN_LEVELS[number]
  agency: string | null
  division: '2004' | '2025' | null
  province: string | null
  period: string
  title: string
  titleEn: string
  document: { number: string, date: Day, url: string | null } | null
  state: typeof PLAN_STATES[number]
  note: string | null
  tasks: TaskAsked[]
  indicators: IndicatorAsked[]
}

export interface Fault { path: string, message: string }

export const yearsOf = (period: string): { first: number, last: number } => ({ first: Number(period.slice(0, 4)), last: Number(period.slice(-4)) })

const reversed = (from: Day | null, due: Day | null) => from !== null && due !== null && due < from

function twice (list: string, numbers: string[]): Fault[] {
  return numbers.flatMap((number, i) => numbers.indexOf(number) < i ? [{ path: `${list}.${i}.number`, message: `is used twice: ${number}` }] : [])
}

/** Whoever is above itself, by way of whom: a tree has no such task. */
export function cyclesOf (tasks: readonly Pick<TaskAsked, 'number' | 'parent'>[]): string[] {
  const parents = new Map(tasks.map(({ number, parent }) => [number, parent]))
  return tasks.flatMap(({ number }) => {
    const way = new Set([number])
    for (let above = parents.get(number) ?? null; above !== null; above = parents.get(above) ?? null) {
      if (above === number) return [number]
      // A cycle further up is told of there.
      if (way.has(above)) return []
      way.add(above)
    }
    return []
  })
}

const MAX_DEPTH = 20

/** Whatever has so many tasks above it that nobody could find it. */
function tooDeep (tasks: readonly TaskAsked[]): Set<string> {
  const parents = new Map(tasks.map(({ number, parent }) => [number, parent]))
  return new Set(tasks.filter(({ parent }) => {
    let depth = 1
    for (let above = parent; above !== null && depth <= MAX_DEPTH; above = parents.get(above) ?? null) depth++
    return depth > MAX_DEPTH
  }).map(({ number }) => number))
}

function faultsOfTasks (tasks: readonly TaskAsked[]): Fault[] {
  const numbers = tasks.map(({ number }) => number)
  const known = new Set(numbers)
  const cyclic = new Set(cyclesOf(tasks))
  const deep = cyclic.size > 0 ? new Set<string>() : tooDeep(tasks)
  return [
    ...twice('tasks', numbers),
    ...tasks.flatMap(({ number, parent, from, due }, i) => [
      ...parent !== null && !known.has(parent) ? [{ path: `tasks.${i}.parent`, message: `there is no task ${parent}` }] : [],
      ...cyclic.has(number) ? [{ path: `tasks.${i}.parent`, message: 'makes a cycle: the task would be above itself' }] : [],
      ...deep.has(number) ? [{ path: `tasks.${i}.parent`, message: `must not be the ${MAX_DEPTH}th above one another` }] : [],
      ...reversed(from, due) ? [{ path: `tasks.${i}.due`, message: 'must not be before its first day' }] : [],
    ]),
  ]
}

function faultsOfIndicators (indicators: readonly IndicatorAsked[], statistics: Readonly<Record<string, readonly string[]>>): Fault[] {
  return [
    ...twice('indicators', indicators.map(({ number }) => number)),
    ...indicators.flatMap(({ kind, least, most, from, due, statistic }, i) => {
      const at = (member: string, message: string) => [{ path: `indicators.${i}.${member}`, message }]
      const kinds = statistic === null ? undefined : Object.hasOwn(statistics, statistic) ? statistics[statistic]! : []
      return [
        ...(kind === 'range') !== (most !== null) ? at('most', kind === 'range' ? 'is needed for a range' : 'is for a range') : [],
        ...most !== null && most < least ? at('most', 'must not be below the least') : [],
        ...kind === 'percentage' && (least < 0 || least > 100) ? at('least', 'must be from 0 to 100') : [],
        ...reversed(from, due) ? at('due', 'must not be before its first day') : [],
        ...kinds?.length === 0 ? at('statistic', `the registry has no statistic ${statistic}`) : [],
        ...kinds !== undefined && kinds.length > 0 && !kinds.includes(kind) ? at('statistic', `is for indicators of the kind ${kinds.join(', ')}`) : [],
      ]
    }),
  ]
}

const FIRST_YEAR_OF_34 = 2025

/** What cannot be used of a plan, by path; `statistics` are those of the registry with the kinds that they measure. */
export function faultsOf ({ level, agency, division, province, period, document, tasks, indicators }: PlanAsked, { statistics, isDraft = false }: { statistics: Readonly<Record<string, readonly string[]>>, isDraft?: boolean }): Fault[] {
  const { first, last } = yearsOf(period)
  return [
    ...(level === 'locality') !== (province !== null) ? [{ path: 'province', message: level === 'locality' ? 'is needed for a locality' : 'is for a locality' }] : [],
    ...level === 'sector' && agency === null ? [{ path: 'agency', message: 'is needed for a sector' }] : [],
    ...last < first ? [{ path: 'period', message: 'ends before it begins' }] : [],
    ...division === '2004' && first > FIRST_YEAR_OF_34 ? [{ path: 'division', message: 'of 2004 ended in June 2025' }] : [],
    ...!isDraft && document === null ? [{ path: 'document', message: 'is needed for a plan that is no draft' }] : [],
    ...faultsOfTasks(tasks), ...faultsOfIndicators(indicators, statistics),
  ]
}
