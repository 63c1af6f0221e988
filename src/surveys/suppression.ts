/** Fewer respondents than this tell of single ones. */
const LEAST = 3
/** One whose share of a sum is larger can be told from the sum. */
const DOMINANT = 0.8

/** What respondents contribute to one cell of a table; ones where only heads are counted. */
export interface Cell { key: string, values: readonly number[] }

export function isSensitive (values: readonly number[]): boolean {
  if (values.length === 0) return false
  if (values.length < LEAST) return true
  const sizes = values.map(Math.abs)
  return sizes.reduce((most, one) => Math.max(most, one), 0) > DOMINANT * sizes.reduce((sum, one) => sum + one, 0)
}

/**
 * Which cells of a row that sums up to its total are not shown, and whether the total is not. What is hidden is total less
 * what is shown: so those hidden are at least two, and together as safe as a cell has to be; the smallest are hidden with
 * them until that is so, and where none is left the total is.
 */
export function suppress (cells: readonly Cell[]): { hidden: ReadonlySet<string>, isTotalHidden: boolean } {
  const filled = cells.filter(({ values }) => values.length > 0)
  const hidden = new Set(filled.filter(({ values }) => isSensitive(values)).map(({ key }) => key))
  if (isSensitive(filled.flatMap(({ values }) => values))) return { hidden, isTotalHidden: true }
  const others = filled.filter(({ key }) => !hidden.has(key)).sort((a, b) => a.values.length - b.values.length || (a.key < b.key ? -1 : 1))
  const isSafe = () => hidden.size === 0 || (hidden.size > 1 && !isSensitive(filled.filter(({ key }) => hidden.has(key)).flatMap(({ values }) => values)))
  while (!isSafe()) {
    const next = others.shift()
    if (!next) return { hidden, isTotalHidden: true }
    hidden.add(next.key)
  }
  return { hidden, isTotalHidden: false }
}
