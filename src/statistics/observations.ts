import type { Counted, Dimension } from '../enterprises/queries.ts'

export type Observation = { [name in Dimension]?: string | null } & { count: number }
export interface Unplaced { count: number, groups: { successor: string, count: number }[] }

/** Dimensions in which an enterprise can be without a place: it is counted as unplaced then, and nothing is guessed. */
const PLACES: readonly Dimension[] = ['province', 'commune']

/** Counts as observations, in the order of their values, and what no locality of the dimensions can claim. */
export function observe (dimensions: readonly Dimension[], counted: Counted[]): { observations: Observation[], unplaced: Unplaced } {
  const places = dimensions.flatMap((dimension, i) => PLACES.includes(dimension) ? [i] : [])
  const sums = new Map<string, { values: (string | null)[], count: number }>()
  const groups = new Map<string, number>()
  for (const { values, successor, enterprises } of counted) {
    if (places.some((i) => values[i] === null)) {
      groups.set(successor, (groups.get(successor) ?? 0) + enterprises)
      continue
    }
    const key = JSON.stringify(values)
    const sum = sums.get(key) ?? { values, count: 0 }
    sum.count += enterprises
    sums.set(key, sum)
  }
  const list = [...groups].map(([successor, count]) => ({ successor, count })).sort((a, b) => a.successor < b.successor ? -1 : 1)
  return {
    observations: [...sums.values()].map(({ values, count }) => observation(dimensions, values, count)),
    unplaced: { count: list.reduce((sum, { count }) => sum + count, 0), groups: list },
  }
}

const observation = (dimensions: readonly Dimension[], values: (string | null)[], count: number): Observation =>
  ({ ...Object.fromEntries(dimensions.map((dimension, i) => [dimension, values[i]])), count })

/** The same with a zero for each combination of values that does not occur; `known` are those of a dimension, else the ones that occur. */
export function withZeros (dimensions: readonly Dimension[], observations: Observation[], known: { [name in Dimension]?: readonly string[] }): Observation[] {
  const found = new Map(observations.map((one) => [JSON.stringify(dimensions.map((dimension) => one[dimension])), one]))
  const values = dimensions.map((dimension) => [...new Set([...known[dimension] ?? [], ...observations.map((one) => one[dimension] ?? null)])])
  return combinations(values).map((combination) => found.get(JSON.stringify(combination)) ?? observation(dimensions, combination, 0))
}

const combinations = (values: (string | null)[][]): (string | null)[][] =>
  values.reduce<(string | null)[][]>((all, ones) => all.flatMap((before) => ones.map((one) => [...before, one])), [[]])
