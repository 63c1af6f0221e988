import { setTimeout as sleep } from 'node:timers/promises'

/** Limits count in minutes of the clock: what is counted may not begin in one and end in the next. */
export async function earlyInAMinute () {
  const left = 60_000 - Date.now() % 60_000
  if (left < 10_000) await sleep(left)
}
