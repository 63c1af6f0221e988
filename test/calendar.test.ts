import t from 'tap'
import { addDays, addYears, dayOf, daysBetween, isDay, startOf, timeOf } from '../src/calendar.ts'

t.test('a day begins at midnight in Vietnam', async (t) => {
  t.equal(dayOf(new Date('2026-11-21T16:59:59Z')), '2026-11-21')
  t.equal(dayOf(new Date('2026-11-21T17:00:00Z')), '2026-11-22')
  t.equal(timeOf(new Date('2026-11-21T17:05:00Z')), '00:05')
  t.equal(startOf('2026-11-22').toISOString(), '2026-11-21T17:00:00.000Z')
})

t.test('knows the days that exist', async (t) => {
  for (const day of ['2024-02-29', '2000-02-29', '2026-12-31', '2026-04-30']) t.ok(isDay(day), day)
  for (const day of ['2025-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '2026-1-1', '26-01-01', '2026-01-01T00:00', '0000-01-01', '']) t.notOk(isDay(day), day)
})

t.test('agrees with the calendar of JavaScript on every day of 130 years', async (t) => {
  let day = '1899-12-30'
  for (let i = 0; i < 130 * 366; i++) {
    const next = addDays(day, 1)
    if (!isDay(next) || daysBetween(day, next) !== 1) t.fail(next)
    day = next
  }
  t.ok(day > '2029')
})

t.test('adds years, 29 February falling on 28 February', async (t) => {
  t.equal(addYears('2024-02-29', 5), '2029-02-28')
  t.equal(addYears('2024-02-29', 4), '2028-02-29')
  t.equal(addYears('2021-03-01', 5), '2026-03-01')
})
