import { once } from 'node:events'
import { Cron } from 'croner'

export interface Schedule {
  /** From the start of one piece of work to that of the next. */
  seconds: number
  /** A cron pattern in Asia/Ho_Chi_Minh; it goes before the seconds. */
  pattern?: string | undefined
}

export interface RepeatOptions {
  signal: AbortSignal
  onFailure?: ((err: unknown, nextInSeconds: number) => void) | undefined
  /** From 0 to 1, for the jitter. */
  random?: (() => number) | undefined
}

const LONGEST_WAIT_SECONDS = 900
/** Beside a pattern: it does not say how soon is too soon. */
const PATTERN_WAIT_SECONDS = 60
const EVERY_SECOND = '* * * * * *'

/** Twice as long after each failure, up to a quarter of an hour, and then by up to a half less, so that instances do not come back together. */
export const waitAfter = (failures: number, { seconds, pattern }: Schedule, random: () => number = Math.random): number =>
  Math.min(LONGEST_WAIT_SECONDS, (pattern ? PATTERN_WAIT_SECONDS : seconds) * 2 ** Math.min(failures, 10)) * (0.5 + random() / 2)

/**
 * Does the work by the schedule until the signal, never twice at once. After a failure only the wait counts, whatever the
 * schedule says: what falls into it is left out, and what comes long after it is not waited for. Never rejects.
 */
export async function repeat (schedule: Schedule, work: () => Promise<void>, { signal, onFailure, random }: RepeatOptions): Promise<void> {
  if (signal.aborted) return
  let failures = 0
  let retry: NodeJS.Timeout | undefined
  let underWay: Promise<void> | undefined

  async function attempt () {
    try {
      await work()
      failures = 0
    } catch (err) {
      if (signal.aborted) return
      const wait = waitAfter(++failures, schedule, random)
      retry = setTimeout(again, wait * 1000)
      onFailure?.(err, Math.round(wait))
    }
  }

  function again () {
    retry = undefined
    void job.trigger()
  }

  const { seconds, pattern } = schedule
  const job = new Cron(pattern ?? EVERY_SECOND, { timezone: 'Asia/Ho_Chi_Minh', protect: true, ...!pattern && { interval: seconds } }, async () => {
    if (retry) return
    underWay = attempt()
    await underWay
  })
  await once(signal, 'abort')
  job.stop()
  clearTimeout(retry)
  await underWay
}
