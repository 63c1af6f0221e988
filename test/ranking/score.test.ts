import t from 'tap'
import { divided, isqrt, ratio } from '../../src/ranking/fixed-point.ts'
import type { Criteria, Criterion, Values } from '../../src/ranking/score.ts'
import { DIRECTIONS, faultsOf, MISSING_RULES, NORMALISATIONS, rankLocalities, TIE_RULES } from '../../src/ranking/score.ts'
import { movesBetween, sensitivityOf } from '../../src/ranking/sensitivity.ts'
import { dice } from '../support/bad-values.ts'

const criterion = (given: Partial<Criterion> = {}): Criterion => ({ code: 'a', indicator: 'x', weight: 1, direction: 'higher', normalisation: 'min-max', target: null, missing: 'zero', ...given })
const set = (...criteria: Criterion[]): Criteria => ({ ties: 'shared', criteria })
const values = (x: Record<string, number | null>): Values => ({ x })
const ranked = (criteria: Criteria, given: Values) => rankLocalities(criteria, Object.keys(given['x']!), given)
const scores = (criteria: Criteria, given: Values) => Object.fromEntries(ranked(criteria, given).map(({ code, score }) => [code, score]))
const ranks = (criteria: Criteria, given: Values) => Object.fromEntries(ranked(criteria, given).map(({ code, rank }) => [code, rank]))

const random = dice(34)
const below = (n: number) => Math.floor(random() * n)
const pick = <T>(all: readonly T[]): T => all[below(all.length)]!
const CODES = Array.from({ length: 12 }, (_, i) => `P${String(i).padStart(2, '0')}`)

function randomSet (): Criteria {
  const cuts = [0, 10_000, ...Array.from({ length: below(5) }, () => 1 + below(9_999))].sort((a, b) => a - b)
  const weights = cuts.slice(1).map((cut, i) => cut - cuts[i]!).filter((weight) => weight > 0)
  return {
    ties: pick(TIE_RULES),
    criteria: weights.map((weight, i) => {
      const normalisation = pick(NORMALISATIONS)
      return criterion({ code: `c${i}`, indicator: `i${i}`, weight: weight / 10_000, direction: pick(DIRECTIONS), normalisation, target: normalisation === 'target-relative' ? 1 + below(50) : null, missing: pick(MISSING_RULES) })
    }),
  }
}
const randomValue = () => below(4) === 0 ? null : Math.round((below(40) - 10) / pick([1, 3, 7]) * 1e6) / 1e6
const randomValues = (): Values => Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`i${i}`, Object.fromEntries(CODES.map((code) => [code, randomValue()]))]))

t.test('whatever the set and the values, scores are within bounds, ranks follow them, and the order of the input does not matter', (t) => {
  for (let i = 0; i < 400; i++) {
    const [criteria, given] = [randomSet(), randomValues()]
    t.strictSame(faultsOf(criteria), [])
    const all = rankLocalities(criteria, CODES, given)
    t.strictSame(all.map(({ code }) => code).toSorted(), CODES)
    t.strictSame(all.filter(({ score, rank, criteria: parts }) => (score === null) !== (rank === null) || (score !== null && (score < 0 || score > 100)) || parts.some((part) => part.score !== null && (part.score < 0 || part.score > 1))), [])
    t.strictSame(all.flatMap((a) => all.filter((b) => a.score !== null && b.score !== null && a.score > b.score && a.rank! >= b.rank!)), [], 'a higher score has a better rank')
    t.strictSame(rankLocalities(criteria, CODES.toReversed(), given), all)
    const strict = criteria.criteria.filter(({ missing }) => missing === 'unranked')
    t.strictSame(all.filter(({ code, rank }) => rank !== null && strict.some(({ indicator }) => given[indicator]![code] === null)), [])
    t.strictSame(rankLocalities(criteria, CODES, given, criteria.criteria.map(({ weight }) => BigInt(Math.round(weight * 10_000)) * 7n)), all, 'only shares of weight count')
  }
  t.end()
})

t.test('moving values by a constant or a factor changes no min–max, z-score or rank, and the other direction is the mirror', (t) => {
  for (const normalisation of ['min-max', 'z-score', 'rank'] as const) {
    const given = Object.fromEntries(CODES.map((code) => [code, below(1000)]))
    const moved = Object.fromEntries(Object.entries(given).map(([code, value]) => [code, value * 4 + 77]))
    const usual = scores(set(criterion({ normalisation })), values(given))
    t.strictSame(scores(set(criterion({ normalisation })), values(moved)), usual, normalisation)
    for (const [code, score] of Object.entries(scores(set(criterion({ normalisation, direction: 'lower' })), values(given)))) t.ok(Math.abs(score! + usual[code]! - 100) < 0.001)
  }
  t.end()
})

t.test('normalises as the documents say', (t) => {
  t.strictSame(scores(set(criterion()), values({ A: 10, B: 20, C: 12.5 })), { B: 100, C: 25, A: 0 })
  t.strictSame(scores(set(criterion({ direction: 'lower' })), values({ A: 10, B: 20, C: 12.5 })), { A: 100, C: 75, B: 0 })
  // Mean 2, deviation √(2/3): z = ±1.224745.
  t.strictSame(scores(set(criterion({ normalisation: 'z-score' })), values({ A: 1, B: 2, C: 3 })), { C: 70.4124, B: 50, A: 29.5876 })
  t.strictSame(scores(set(criterion({ normalisation: 'rank' })), values({ A: 5, B: 9, C: 5, D: 1 })), { B: 100, A: 50, C: 50, D: 0 })
  t.strictSame(scores(set(criterion({ normalisation: 'target-relative', target: 4 })), values({ A: 1, B: 8, C: 4, D: -3, E: 0 })), { B: 100, C: 100, A: 25, D: 0, E: 0 })
  t.strictSame(scores(set(criterion({ normalisation: 'target-relative', target: 4, direction: 'lower' })), values({ A: 1, B: 8, C: 0 })), { A: 100, C: 100, B: 50 })
  t.end()
})

t.test('where all are the same, or there is but one, everybody is in the middle: nothing is divided by zero', (t) => {
  for (const normalisation of ['min-max', 'z-score', 'rank'] as const) {
    t.strictSame(scores(set(criterion({ normalisation })), values({ A: 3, B: 3, C: 3 })), { A: 50, B: 50, C: 50 }, normalisation)
    t.strictSame(scores(set(criterion({ normalisation })), values({ A: 3 })), { A: 50 }, normalisation)
    t.strictSame(scores(set(criterion({ normalisation, missing: 'mean' })), values({ A: null, B: null })), { A: 50, B: 50 }, `${normalisation} of nothing`)
  }
  t.strictSame(scores(set(criterion({ missing: 'reweigh' })), values({ A: null, B: null })), { A: null, B: null }, 'no criterion is left')
  t.strictSame(rankLocalities(set(criterion()), [], {}), [])
  t.end()
})

t.test('each rule deals with what is missing', (t) => {
  const two = (missing: Criterion['missing']) => set(criterion({ weight: 0.4, missing }), criterion({ code: 'b', indicator: 'y', weight: 0.6 }))
  const given: Values = { x: { A: 0, B: 10, C: null }, y: { A: 0, B: 5, C: 10 } }
  t.equal(scores(two('zero'), given)['C'], 60)
  t.equal(scores(two('mean'), given)['C'], 80, 'half of 0.4')
  t.equal(scores(two('reweigh'), given)['C'], 100, 'all weight on the other')
  t.strictSame(ranks(two('unranked'), given), { B: 1, A: 2, C: null }, 'those who are left out come last and take no place')
  t.end()
})

t.test('each rule deals with ties', (t) => {
  const tied = (ties: Criteria['ties']) => ({ ties, criteria: [criterion({ weight: 0.5 }), criterion({ code: 'b', indicator: 'y', weight: 0.5 })] })
  const given: Values = { x: { A: 0, B: 10, C: 10, D: 0, E: 4 }, y: { A: 0, B: 0, C: 10, D: 10, E: 6 } }
  t.strictSame(ranks(tied('shared'), given), { C: 1, B: 2, D: 2, E: 2, A: 5 })
  t.strictSame(ranks(tied('dense'), given), { C: 1, B: 2, D: 2, E: 2, A: 3 })
  t.strictSame(ranks(tied('by-criteria'), given), { C: 1, B: 2, E: 3, D: 4, A: 5 })
  t.end()
})

t.test('refuses sets that cannot be used', (t) => {
  const refused = (criteria: Criterion[], path: string, message: RegExp) => t.match(faultsOf(set(...criteria)), [{ path, message }])
  refused([criterion({ weight: 0.9999 })], 'criteria', /must sum to 1, not 0.9999/)
  refused([criterion({ weight: 0.5 }), criterion({ code: 'b', weight: 0.5001 })], 'criteria', /not 1.0001/)
  refused([], 'criteria', /sum to 1/)
  refused([criterion({ weight: 0.5 }), criterion({ weight: 0.5 })], 'criteria.1.code', /twice/)
  refused([criterion({ weight: 0 }), criterion({ code: 'b' })], 'criteria.0.weight', /above 0/)
  refused([criterion({ weight: 0.33333 }), criterion({ code: 'b', weight: 0.66667 })], 'criteria.0.weight', /four decimals/)
  refused([criterion({ normalisation: 'target-relative' })], 'criteria.0.target', /above 0/)
  refused([criterion({ normalisation: 'target-relative', target: -1 })], 'criteria.0.target', /above 0/)
  refused([criterion({ target: 5 })], 'criteria.0.target', /is for target-relative/)
  t.strictSame(faultsOf(set(criterion({ weight: 0.1 }), criterion({ code: 'b', weight: 0.2 }), criterion({ code: 'c', weight: 0.7 }))), [], 'a sum that is 1 but for the binary')
  t.end()
})

t.test('a tenth more or less of a weight moves who hangs on it', (t) => {
  const criteria = set(criterion({ weight: 0.5 }), criterion({ code: 'b', indicator: 'y', weight: 0.5 }))
  const given: Values = { x: { A: 10, B: 0, C: 0 }, y: { A: 0, B: 9.9, C: 10 } }
  t.strictSame(ranks(criteria, given), { A: 1, C: 1, B: 3 })
  const sensitivity = sensitivityOf(criteria, ['A', 'B', 'C'], given)
  t.strictSame(sensitivity.map((one) => [one.criterion, one.changePercent, one.moved, one.largestMove]), [['a', 10, 1, 1], ['a', -10, 2, 2], ['b', 10, 2, 2], ['b', -10, 1, 1]])
  t.strictSame(sensitivity[0]!.moves, [{ code: 'C', was: 1, is: 2, places: -1 }])
  for (let i = 0; i < 50; i++) t.ok(sensitivityOf(randomSet(), CODES, randomValues()).every(({ largestMove }) => largestMove < CODES.length))
  t.strictSame(sensitivityOf(set(criterion()), ['A', 'B'], given).map(({ moved }) => moved), [0, 0], 'the only criterion keeps all the weight')
  const heavy = sensitivityOf(set(criterion({ weight: 0.95 }), criterion({ code: 'b', indicator: 'y', weight: 0.05 })), ['A', 'B', 'C'], given)
  t.match(heavy[0], { criterion: 'a', changePercent: 10, moves: [{ code: 'B', was: 3, is: 2 }] }, 'no weight falls below zero')
  t.strictSame(movesBetween([], rankLocalities(criteria, ['A'], given)), [{ code: 'A', was: null, is: 1, places: null }])
  t.end()
})

t.test('whole numbers are divided and rooted exactly', (t) => {
  t.strictSame([divided(5n, 2n), divided(-5n, 2n), divided(4n, 3n), divided(5n, -2n), divided(0n, 7n)], [3n, -3n, 1n, -3n, 0n])
  t.strictSame([ratio(1, 3), ratio(2, 3), ratio(-1, 3), ratio(1, 8)], [0.333333, 0.666667, -0.333333, 0.125])
  for (const root of [0n, 1n, 2n, 3n, 999_999_999_999n, 10n ** 30n]) {
    t.equal(isqrt(root * root), root)
    if (root > 1n) t.equal(isqrt(root * root - 1n), root - 1n)
  }
  t.end()
})
