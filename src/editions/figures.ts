import type { Cube, Division } from '../statistics/queries.ts'
import { countByLocality, DENSITY_GOAL, densities, TARGET } from '../statistics/queries.ts'

/** Of what enterprises an edition tells: those that counts tell of where nothing else is asked. */
const FILTER = { status: ['active'], basis: ['confirmed', 'derived'] }
const BASE = 'registered-2024'

/** All figures of an edition: a pure function of the register at a day and a position. */
export function composeFigures (cube: Cube) {
  const { day: asOf, position, ruleSet, recorded, targets, bases } = cube
  const base = bases.find(({ code }) => code === BASE)
  const target = targets.find(({ code }) => code === TARGET)
  const goal = targets.find(({ code }) => code === DENSITY_GOAL)
  const divisions = [divisionOf(cube, '2004'), divisionOf(cube, '2025')]
  const { enterprises } = divisions[1]!.nation
  return {
    asOf, position, knownAt: recorded.recordedAt?.toISOString() ?? null, sourceReadAt: recorded.sourceReadAt?.toISOString() ?? null,
    ruleSet: ruleSet?.version ?? null, ...FILTER, ownership: null,
    populationBase: base ? { code: base.code, asOf: base.asOf, source: base.source } : null,
    target: target ? { minimum: target.minimum, dueOn: target.dueOn, source: target.source, missing: Math.max(0, target.minimum - enterprises) } : null,
    densityGoal: goal ? { per1000: goal.minimum, dueOn: goal.dueOn, source: goal.source } : null,
    divisions,
  }
}
export type Figures = ReturnType<typeof composeFigures>

function divisionOf (cube: Cube, division: Division) {
  const counted = countByLocality(cube, { division, base: BASE, filter: FILTER })
  const dense = densities(counted.localities, counted.nation, undefined)
  const figures = (counts: typeof counted.nation, i: number | 'nation') => {
    const { enterprises, population, per1000, noDensity } = i === 'nation' ? dense.nation : dense.localities[i]!
    return { i: counts.i, ii: counts.ii, iii: counts.iii, iv: counts.iv, enterprises, candidates: counts.candidates, population, per1000, noDensity }
  }
  return {
    code: division,
    localities: counted.localities.map((one, i) => ({ code: one.code, name: one.name, nameEn: one.nameEn, type: one.type, ...figures(one, i) })),
    nation: figures(counted.nation, 'nation'),
    unplaced: { count: counted.unplaced.count, groups: counted.unplaced.groups.map(({ successor, count }) => ({ code: successor, count })) },
  }
}

export interface Difference { path: string, was: unknown, is: unknown }

/** What two editions of a month say otherwise, by path; items of a list are told apart by their code. Where and when they were read is no figure. */
export function differencesBetween (was: Figures, is: Figures): Difference[] {
  const bare = ({ position: _position, knownAt: _knownAt, sourceReadAt: _sourceReadAt, ...figures }: Figures) => figures
  return compare(bare(was), bare(is), '')
}

function compare (was: unknown, is: unknown, path: string): Difference[] {
  if (!isParted(was) || !isParted(is)) return Object.is(was, is) ? [] : [{ path, was: was ?? null, is: is ?? null }]
  const [before, after] = [membersOf(was), membersOf(is)]
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name) => compare(before.get(name), after.get(name), `${path}/${name}`))
}

const isParted = (value: unknown): value is object => typeof value === 'object' && value !== null

const membersOf = (value: object): Map<string, unknown> =>
  new Map(Array.isArray(value) ? value.map((item: unknown, i) => [isParted(item) && 'code' in item ? String(item.code) : String(i), item]) : Object.entries(value))
