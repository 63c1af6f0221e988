import t from 'tap'
import { paceOver, project } from '../../src/statistics/projection.ts'

const today = '2026-11-22'

t.test('a growth that never varies leaves no doubt', async (t) => {
  const growth = Array.from({ length: 40 }, () => 100)
  t.strictSame(project(growth, { count: 1000, minimum: 2000, today, monthsLeft: 5 }), {
    months: 36, expected: 1500, low: 1500, high: 1500, expectedOn: '2027-09-22', earliestOn: '2027-09-22', latestOn: '2027-09-22',
  })
  t.equal(project(growth, { count: 2000, minimum: 2000, today, monthsLeft: 5 })!.expectedOn, today, 'reached already')
})

t.test('the interval is that of the formula, and grows', async (t) => {
  const growth = Array.from({ length: 36 }, (_, i) => i % 2 === 0 ? 80 : 120)
  const near = project(growth, { count: 1000, minimum: 1e6, today, monthsLeft: 4 })!
  const far = project(growth, { count: 1000, minimum: 1e6, today, monthsLeft: 49 })!
  // s = 20·√(36/35); k = 4: z·s·√(4 + 16/36)
  const half = 1.2816 * 20 * Math.sqrt(36 / 35) * Math.sqrt(4 + 16 / 36)
  t.match(near, { expected: 1400, low: Math.round(1400 - half), high: Math.round(1400 + half) })
  t.ok(far.high - far.low > near.high - near.low)
  t.ok(far.low < far.expected && far.expected < far.high)
})

t.test('what shrinks reaches nothing, and too little history says nothing', async (t) => {
  t.match(project(Array.from({ length: 36 }, () => -10), { count: 100, minimum: 200, today, monthsLeft: 49.3 }), { expected: 0, low: 0, high: 0, expectedOn: null, latestOn: null })
  t.equal(project(Array.from({ length: 11 }, () => 10), { count: 100, minimum: 200, today, monthsLeft: 49.3 }), null)
  t.equal(project([], { count: 100, minimum: 200, today, monthsLeft: 0 }), null)
})

t.test('pace is the mean of the last months', async (t) => {
  const growth = [...Array.from({ length: 24 }, () => 10), ...Array.from({ length: 12 }, () => 30)]
  t.equal(paceOver(12, growth), 30)
  t.equal(paceOver(36, growth), 16.7)
  t.equal(paceOver(37, growth), null)
})
