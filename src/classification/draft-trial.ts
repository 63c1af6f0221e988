import type { TrialRow } from './draft-queries.ts'

const CATEGORIES = ['i', 'ii', 'iii', 'iv'] as const
type Counts = { i: number, ii: number, iii: number, iv: number, total: number, candidates: { i: number, iii: number } }

/** Counts as everywhere: candidates beside the total. */
function countsOf (rows: readonly TrialRow[], when: 'was' | 'is'): Counts {
  const sum = (isWanted: (basis: string | null, category: string | null) => boolean) =>
    rows.reduce((total, row) => isWanted(row[`${when}Basis`], row[`${when}Category`]) ? total + row.enterprises : total, 0)
  const [i, ii, iii, iv] = CATEGORIES.map((wanted) => sum((basis, category) => category === wanted && basis !== 'candidate')) as [number, number, number, number]
  const candidate = (wanted: string) => sum((basis, category) => category === wanted && basis === 'candidate')
  return { i, ii, iii, iv, total: i + ii + iii + iv, candidates: { i: candidate('i'), iii: candidate('iii') } }
}

const kindOf = (basis: string | null, category: string | null) => category === null ? null : { basis: basis as 'derived', category: category as 'i' }

/** What a draft would do to every count, and how many enterprises it would make what. */
export function compareRules (rows: readonly TrialRow[], provinces: readonly { code: string, name: string }[]) {
  const both = (own: readonly TrialRow[]) => ({ before: countsOf(own, 'was'), after: countsOf(own, 'is') })
  const changed = rows.filter((row) => row.wasBasis !== row.isBasis || row.wasCategory !== row.isCategory)
  const moves = new Map<string, { from: ReturnType<typeof kindOf>, to: ReturnType<typeof kindOf>, enterprises: number }>()
  for (const row of changed) {
    const [from, to] = [kindOf(row.wasBasis, row.wasCategory), kindOf(row.isBasis, row.isCategory)]
    const key = JSON.stringify([from, to])
    moves.set(key, { from, to, enterprises: (moves.get(key)?.enterprises ?? 0) + row.enterprises })
  }
  const sum = (own: readonly TrialRow[]) => own.reduce((total, { enterprises }) => total + enterprises, 0)
  return {
    nation: both(rows),
    localities: provinces.map(({ code, name }) => ({ code, name, ...both(rows.filter(({ province }) => province === code)) })),
    moves: [...moves].sort(([a, one], [b, other]) => other.enterprises - one.enterprises || (a < b ? -1 : 1)).map(([, move]) => move),
    changed: sum(changed),
    decided: sum(rows.filter(({ decided }) => decided)),
  }
}
