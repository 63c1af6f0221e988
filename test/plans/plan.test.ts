import t from 'tap'
import type { PlanAsked } from '../../src/plans/plan.ts'
import { cyclesOf, faultsOf } from '../../src/plans/plan.ts'
import { growthBetween, standingOf } from '../../src/plans/standing.ts'

const tree = (parents: Record<string, string | null>) => Object.entries(parents).map(([number, parent]) => ({ number, parent }))

t.test('a tree has no task above itself', async (t) => {
  t.strictSame(cyclesOf(tree({ a: null, b: 'a', c: 'b', d: 'a' })), [])
  t.strictSame(cyclesOf(tree({ a: 'a' })), ['a'])
  t.strictSame(cyclesOf(tree({ a: 'c', b: 'a', c: 'b', d: 'a' })), ['a', 'b', 'c'], 'but what hangs below a cycle is not in it')
})

const plan = (given: Partial<PlanAsked>): PlanAsked =>
  ({ level: 'nation', agency: null, division: null, province: null, period: '2026-2030', title: 'a', titleEn: 'a', document: { number: '1', date: '2026-01-01', url: null }, state: 'in-force', note: null, tasks: [], indicators: [], ...given })
const paths = (given: Partial<PlanAsked>, isDraft = false) => faultsOf(plan(given), { statistics: { enterprises: ['minimum', 'range', 'growth'] }, isDraft }).map(({ path }) => path)
const indicator = { number: '1', title: 'a', titleEn: 'a', clause: null, kind: 'minimum' as const, unit: 'x', least: 5, most: null, from: '2026-01-01', due: '2030-12-31', statistic: null, isEmulation: false, note: null }

t.test('a plan without a fault has none', async (t) => {
  t.strictSame(paths({ indicators: [indicator, { ...indicator, number: '2', statistic: 'enterprises' }] }), [])
  t.strictSame(paths({ document: null }), ['document'])
  t.strictSame(paths({ document: null }, true), [], 'a draft needs no document yet')
})

t.test('faults are named by their path', async (t) => {
  t.strictSame(paths({ level: 'sector' }), ['agency'])
  t.strictSame(paths({ level: 'locality' }), ['province'])
  t.strictSame(paths({ period: '2030-2026' }), ['period'])
  t.strictSame(paths({ level: 'locality', province: '45', division: '2004' }), ['division'])
  const one = { number: '1', parent: null, title: 'a', titleEn: 'a', clause: null, leads: [], coordinating: [], from: null, due: null, recurs: null, budgetVnd: null, note: null }
  t.strictSame(paths({ tasks: [one, one] }), ['tasks.1.number'])
  t.strictSame(paths({ tasks: [{ ...one, parent: '2' }] }), ['tasks.0.parent'])
  t.strictSame(paths({ tasks: [{ ...one, from: '2026-02-01', due: '2026-01-31' }] }), ['tasks.0.due'])
  t.strictSame(paths({ indicators: [{ ...indicator, kind: 'range' }] }), ['indicators.0.most'])
  t.strictSame(paths({ indicators: [{ ...indicator, kind: 'range', most: 4 }] }), ['indicators.0.most'])
  t.strictSame(paths({ indicators: [{ ...indicator, most: 7 }] }), ['indicators.0.most'])
  t.strictSame(paths({ indicators: [{ ...indicator, kind: 'percentage', least: 101 }] }), ['indicators.0.least'])
  t.strictSame(paths({ indicators: [{ ...indicator, due: '2025-12-31' }] }), ['indicators.0.due'])
  for (const statistic of ['revenue', 'constructor', '__proto__']) t.strictSame(paths({ indicators: [{ ...indicator, statistic }] }), ['indicators.0.statistic'], statistic)
  t.strictSame(paths({ indicators: [{ ...indicator, kind: 'percentage', statistic: 'enterprises' }] }), ['indicators.0.statistic'])
})

const target = { kind: 'minimum' as const, least: 100, from: '2020-01-01', due: '2030-01-01' }
const on = (today: string, value: number, first: number | null = 0) => standingOf(target, { first, latest: { value, asOf: today }, today })

t.test('what is above the straight line to the target is on the way', async (t) => {
  t.match(on('2025-01-01', 51), { state: 'on-the-way', why: null })
  t.match(on('2025-01-01', 49), { state: 'behind' })
  t.match(on('2025-01-01', 100), { state: 'reached' })
  t.match(on('2025-01-01', 55, 20), { state: 'behind', expected: 60.01 }, 'the line begins at the first value')
  t.match(on('2030-01-02', 99), { state: 'behind', expected: 100 }, 'once due there is no way left')
  t.match(on('2019-12-31', 500), { state: 'unknown', why: 'not-begun' })
  t.match(standingOf(target, { first: null, latest: 'nothing-reported', today: '2025-01-01' }), { state: 'unknown', why: 'nothing-reported', expected: null })
})

t.test('a range is reached at its least', async (t) => {
  const range = { kind: 'range' as const, least: 5, from: '2020-01-01', due: '2024-12-31' }
  for (const [value, state] of [[4, 'behind'], [5, 'reached'], [11, 'reached']] as const) t.match(standingOf(range, { first: null, latest: { value, asOf: '2025-01-01' }, today: '2025-01-01' }), { state })
})

t.test('average growth is that of all years', async (t) => {
  t.equal(growthBetween({ value: 100, asOf: '2016-01-01' }, { value: 144, asOf: '2018-01-01' }), 20, 'a leap year between them or not')
  t.equal(growthBetween({ value: 100, asOf: '2016-02-29' }, { value: 120, asOf: '2017-02-28' }), 20)
  t.equal(growthBetween({ value: 100, asOf: '2016-01-01' }, { value: 144, asOf: '2015-01-01' }), undefined)
  t.equal(growthBetween({ value: 0, asOf: '2016-01-01' }, { value: 144, asOf: '2018-01-01' }), undefined)
  t.equal(growthBetween({ value: 100, asOf: '2016-01-01' }, { value: 144, asOf: '2016-01-01' }), undefined)
  const growth = { kind: 'growth' as const, least: 20, from: '2016-01-01', due: '2020-12-31' }
  t.match(standingOf(growth, { first: null, latest: { value: 21, asOf: '2018-01-01' }, today: '2018-01-01' }), { state: 'on-the-way' })
  t.match(standingOf(growth, { first: null, latest: { value: 21, asOf: '2020-12-31' }, today: '2021-01-01' }), { state: 'reached' })
  t.match(standingOf(growth, { first: null, latest: { value: 19, asOf: '2018-01-01' }, today: '2018-01-01' }), { state: 'behind' })
})
