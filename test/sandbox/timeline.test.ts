import t from 'tap'
import { DAY_MINUTES, Timeline } from '../../src/sandbox/timeline.ts'

const YEAR = 365 * DAY_MINUTES

t.test('foundings rise with the index and end at the anchor day with the size', (t) => {
  const timeline = new Timeline(1, 5000, '2026-11-22')
  let last = Number.NEGATIVE_INFINITY
  for (let index = 0; index < 6000; index++) {
    const minute = timeline.foundedAt(index)
    if (minute < last) t.fail(`index ${index} is older than the one before`)
    last = minute
  }
  t.ok(timeline.foundedAt(4999) < 0)
  t.ok(timeline.foundedAt(5000) >= 0)
  t.equal(timeline.foundedBefore(0), 5000)
  const year = timeline.foundedBefore(YEAR) - 5000
  t.ok(year > 480 && year < 520, 'a tenth more in a year')
  t.end()
})

t.test('slot and enterprise are each other\'s inverse', (t) => {
  const timeline = new Timeline(7, 1500, '2026-11-22')
  for (const [from, to] of [[-YEAR * 3, -YEAR * 3 + 20 * DAY_MINUTES], [-5 * DAY_MINUTES, 5 * DAY_MINUTES], [300 * DAY_MINUTES, 302 * DAY_MINUTES]] as const) {
    const slots = [...timeline.slotsBetween(from, to)]
    t.ok(slots.length > 5)
    t.ok(slots.every(({ index, cycle, minute }) => timeline.slotOf(cycle, index) === minute && minute >= from && minute < to))
  }
  t.end()
})

t.test('every enterprise has one slot in each cycle', (t) => {
  const timeline = new Timeline(7, 1500, '2026-11-22')
  const seen = [...timeline.slotsBetween(timeline.startOf(-2), timeline.startOf(-1))].map(({ index }) => index)
  t.equal(new Set(seen).size, seen.length)
  t.equal(seen.length, timeline.foundedBefore(timeline.startOf(-1)))
  t.end()
})

t.test('windows put together see what one window sees', (t) => {
  const timeline = new Timeline(3, 1200, '2026-11-22')
  const whole = [...timeline.slotsBetween(-100, 3000)]
  const parts = [-100, 0, 1, 777, 1440, 3000].flatMap((from, at, bounds) => (at === bounds.length - 1 ? [] : [...timeline.slotsBetween(from, bounds[at + 1]!)]))
  t.strictSame(parts, whole)
  t.end()
})
