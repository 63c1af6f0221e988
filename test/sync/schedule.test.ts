import { once } from 'node:events'
import { mock } from 'node:test'
import t from 'tap'
import type { Test } from 'tap'
import { repeat, waitAfter } from '../../src/sync/schedule.ts'
import type { Schedule } from '../../src/sync/schedule.ts'

/** Ten seconds past ten in the morning in Vietnam. */
const START = Date.parse('2026-11-22T03:00:10Z')
const inTurn = () => new Promise((done) => setImmediate(done))

/** Work on a clock that the test moves; `at` holds the seconds from the start at which it was done. */
function onClock (t: Test, schedule: Schedule, work: (n: number) => Promise<void> | void = () => {}) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: START })
  const stop = new AbortController()
  const at: number[] = []
  const waits: number[] = []
  const seconds = () => Math.round((Date.now() - START) / 1000)
  const ended = repeat(schedule, async () => {
    at.push(seconds())
    await work(at.length)
  }, { signal: stop.signal, random: () => 1, onFailure: (_err, nextInSeconds) => waits.push(nextInSeconds) })
  t.teardown(async () => {
    stop.abort()
    mock.timers.reset()
    await ended
  })
  return {
    at, waits, stop, ended,
    pass: async (amount: number) => {
      for (let i = 0; i < amount; i++) {
        mock.timers.tick(1000)
        await inTurn()
      }
    },
  }
}

const near = (t: Test, found: number[], wanted: number[], title: string) => {
  t.equal(found.length, wanted.length, `${title}: ${found}`)
  for (const [i, second] of wanted.entries()) t.ok(Math.abs(found[i]! - second) <= 1, `${found[i]} is ${second}`)
}

t.test('works at once and then every so many seconds', async (t) => {
  const { at, pass } = onClock(t, { seconds: 60 })
  await pass(200)
  near(t, at, [1, 61, 121, 181], 'four times')
})

t.test('a pattern goes before the seconds and means the clocks of Vietnam', async (t) => {
  const { at, pass } = onClock(t, { seconds: 1, pattern: '*/5 10 * * *' })
  await pass(4000)
  near(t, at, [5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55].map((minute) => minute * 60 - 10), 'until eleven, and not at the start')
})

t.test('is never at it twice at once', async (t) => {
  let going = 0
  let most = 0
  let release = () => {}
  const { at, pass } = onClock(t, { seconds: 1 }, async () => {
    most = Math.max(most, ++going)
    await new Promise<void>((done) => { release = done })
    going--
  })
  await pass(10)
  t.equal(at.length, 1, 'the times that fall into the work are left out')
  release()
  await pass(2)
  t.equal(at.length, 2, 'and then it goes on')
  t.equal(most, 1)
  release()
})

t.test('after a failure it waits longer each time, and a success resets that', async (t) => {
  const { at, waits, pass } = onClock(t, { seconds: 10 }, (n) => {
    if (n <= 3 || n === 5) throw new Error('away')
  })
  await pass(155)
  t.strictSame(waits, [20, 40, 80, 20])
  near(t, at.slice(0, 4), [1, 21, 61, 141], 'the schedule has no say in between')
  t.ok(at[4]! - at[3]! <= 11, 'after a success it has again')
})

t.test('a retry does not wait for a schedule that comes long after', async (t) => {
  const { at, waits, pass } = onClock(t, { seconds: 1, pattern: '1 10 * * *' }, (n) => {
    if (n === 1) throw new Error('away')
  })
  await pass(3000)
  t.strictSame(waits, [120])
  near(t, at, [50, 170], 'once by the schedule, once again')
})

t.test('the waits grow, are scattered and end at a quarter of an hour', async (t) => {
  const waits = (random: number, schedule: Schedule = { seconds: 60 }) => [1, 2, 3, 4, 5, 50].map((failures) => waitAfter(failures, schedule, () => random))
  t.strictSame(waits(1), [120, 240, 480, 900, 900, 900])
  t.strictSame(waits(0), [60, 120, 240, 450, 450, 450])
  t.strictSame(waits(1, { seconds: 1, pattern: '* * * * *' }), waits(1), 'the seconds do not count beside a pattern')
  t.equal(waitAfter(1, { seconds: 86_400 }, () => 1), 900)
  for (let i = 0; i < 100; i++) t.ok(waitAfter(1, { seconds: 60 }) >= 60 && waitAfter(1, { seconds: 60 }) <= 120)
})

t.test('the signal ends it when the work in hand is over', async (t) => {
  let release = () => {}
  const { at, waits, stop, ended, pass } = onClock(t, { seconds: 1 }, () => new Promise<void>((_done, fail) => { release = () => fail(new Error('stopped')) }))
  await pass(2)
  stop.abort()
  let isOver = false
  void ended.then(() => { isOver = true })
  await pass(1)
  t.notOk(isOver, 'it waits for the work')
  release()
  await ended
  await pass(5)
  t.equal(at.length, 1, 'nothing is begun any more')
  t.strictSame(waits, [], 'and what the signal broke off is no failure')
})

t.test('the signal ends a wait at once', async (t) => {
  const { at, waits, stop, ended, pass } = onClock(t, { seconds: 60 }, () => { throw new Error('away') })
  await pass(2)
  t.strictSame(waits, [120])
  stop.abort()
  await ended
  await pass(200)
  t.equal(at.length, 1, 'and no retry comes')
})

t.test('does nothing where the signal came before', async (t) => {
  let calls = 0
  await repeat({ seconds: 1 }, async () => { calls++ }, { signal: AbortSignal.abort() })
  const stop = new AbortController()
  setImmediate(() => stop.abort())
  await Promise.all([repeat({ seconds: 1, pattern: '0 0 1 1 *' }, async () => { calls++ }, { signal: stop.signal }), once(stop.signal, 'abort')])
  t.equal(calls, 0)
})
