import { isOverFourFifths, sumOf } from './decimal.ts'

/** Fewer respondents than this tell of single ones. */
const LEAST = 3

/**
 * What respondents contribute to a figure: how many they are, the sum of what each gives and the largest of these, by size. `others` are those
 * who said that it is not so, where that is all that a figure counts.
 */
export interface Contributions { respondents: number, size: number, largest: number, others?: number }
/** A cell of a table. */
export interface Cell extends Contributions { key: string }

/** A cell of what each respondent gives; ones where only heads are counted. */
export function cellOf (key: string, values: readonly number[]): Cell {
  const sizes = values.map(Math.abs)
  return { key, respondents: values.length, size: sumOf(sizes), largest: sizes.reduce((most, one) => Math.max(most, one), 0) }
}

export const together = (all: readonly Contributions[]): Contributions => ({
  respondents: all.reduce((sum, one) => sum + one.respondents, 0), size: sumOf(all.map(({ size }) => size)), largest: all.reduce((most, one) => Math.max(most, one.largest), 0),
  ...all.some(({ others }) => others !== undefined) && { others: all.reduce((sum, one) => sum + (one.others ?? 0), 0) },
})

/** Also where one has so much of the sum that he can be told from it, or all but a few say the same: what each of them said is known by it. */
export const isSensitive = ({ respondents, size, largest, others = LEAST }: Contributions): boolean => respondents > 0 && (respondents < LEAST || others < LEAST || isOverFourFifths(largest, size))

/** What respondents chose: how many they are, and how many chose each option. */
export interface Choices { key: string, respondents: number, chosen: readonly number[] }

/** Where a few chose an option, or all but a few did, what single ones chose is known by it. */
export function areSensitive (all: readonly Choices[]): boolean {
  const sum = (of: (one: Choices) => number) => all.reduce((total, one) => total + of(one), 0)
  const respondents = sum((one) => one.respondents)
  const heads = (all[0]?.chosen ?? []).map((_, option) => sum(({ chosen }) => chosen[option]!))
  return heads.some((one) => one > 0 && (one < LEAST || respondents - one < LEAST))
}

/**
 * Which cells of a row that sums up to its total are not shown, and whether the total is not. What is hidden is total less
 * what is shown: so those hidden are at least two, and together as safe as a cell has to be; the smallest are hidden with
 * them until that is so, and where none is left the total is.
 */
function hide<T extends { key: string, respondents: number }> (cells: readonly T[], isUnsafe: (cells: readonly T[]) => boolean, already: ReadonlySet<string> = new Set()): { hidden: ReadonlySet<string>, isTotalHidden: boolean } {
  const filled = cells.filter(({ respondents }) => respondents > 0)
  const hidden = new Set(filled.filter((one) => already.has(one.key) || isUnsafe([one])).map(({ key }) => key))
  if (isUnsafe(filled)) return { hidden, isTotalHidden: true }
  const others = filled.filter(({ key }) => !hidden.has(key)).sort((a, b) => a.respondents - b.respondents || (a.key < b.key ? -1 : 1))
  const isSafe = () => hidden.size === 0 || (hidden.size > 1 && !isUnsafe(filled.filter(({ key }) => hidden.has(key))))
  while (!isSafe()) {
    const next = others.shift()
    if (!next) return { hidden, isTotalHidden: true }
    hidden.add(next.key)
  }
  return { hidden, isTotalHidden: false }
}

export const suppress = (cells: readonly Cell[]) => hide(cells, (of) => isSensitive(together(of)))
/** The same for how many chose what; nothing is shown of cells that are hidden already. */
export const suppressChoices = (cells: readonly Choices[], already: ReadonlySet<string>) => hide(cells, areSensitive, already)
