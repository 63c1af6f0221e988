import { setTimeout as sleep } from 'node:timers/promises'
import type { Run } from './commands.ts'
import { pull } from './pull.ts'
import type { RunOptions } from './run.ts'
import { RunInProgress } from './run.ts'
import type { ServiceAccess } from './sources/service-client.ts'

const LONGEST_WAIT_SECONDS = 900

export interface PollOptions extends RunOptions {
  source: string
  access: ServiceAccess
  pollSeconds: number
  signal: AbortSignal
  /** Undefined: there is no first load to go on from. */
  onRun?: (run: Run | undefined) => void
  onFailure?: (err: unknown, nextInSeconds: number) => void
}

/** Pulls again and again until the signal; after a failure it waits longer each time, with jitter. Never rejects. */
export async function poll (options: PollOptions): Promise<void> {
  const { source, access, pollSeconds, signal, onRun, onFailure } = options
  for (let failures = 0; !signal.aborted;) {
    let wait = pollSeconds
    try {
      onRun?.(await pull(source, access, options))
      failures = 0
    } catch (err) {
      if (signal.aborted) return
      // Another instance is at it: that is no failure.
      if (!(err instanceof RunInProgress)) {
        failures++
        wait = Math.min(LONGEST_WAIT_SECONDS, pollSeconds * 2 ** Math.min(failures, 10)) * (0.5 + Math.random() / 2)
        onFailure?.(err, Math.round(wait))
      }
    }
    await sleep(wait * 1000, undefined, { signal }).catch(() => undefined)
  }
}
