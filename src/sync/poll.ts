import type { Run } from './commands.ts'
import { pull } from './pull.ts'
import { listHeld } from './queries.ts'
import type { RunOptions } from './run.ts'
import { RunInProgress } from './run.ts'
import type { RepeatOptions } from './schedule.ts'
import { repeat } from './schedule.ts'
import type { ServiceAccess } from './sources/service-client.ts'
import { recordWaiting } from './waiting.ts'

export interface PollOptions extends RunOptions, RepeatOptions {
  source: string
  access: ServiceAccess
  pollSeconds: number
  pollSchedule?: string | undefined
  signal: AbortSignal
  /** Undefined: there is no first load to go on from. A held run is told of once. */
  onRun?: (run: Run | undefined) => void
}

/** Records the pushed runs that wait, and pulls, by the schedule until the signal, which also stops a run between two batches; the next start takes it up. Never rejects. */
export async function poll (options: PollOptions): Promise<void> {
  const { source, access, pollSeconds, pollSchedule, signal, onRun } = options
  let told: number | undefined

  async function readOnce () {
    // Those whose own process has died since their commit was asked for.
    await recordWaiting(options)
    signal.throwIfAborted()
    // A pull behind a held one would read the same again and be held as well, each time.
    const held = (await listHeld(options.db)).find((run) => run.source === source && run.mode === 'pull')
    const run = held ?? await pull(source, access, options)
    if (run?.state === 'failed') throw new Error(run.failure ?? `Run ${run.id} failed.`)
    if (run?.state !== 'held' || run.id !== told) onRun?.(run)
    told = run?.state === 'held' ? run.id : undefined
  }

  await repeat({ seconds: pollSeconds, pattern: pollSchedule }, () => readOnce().catch(unlessTaken), options)
}

/** Another instance is at it: that is no failure. */
function unlessTaken (err: unknown) {
  if (!(err instanceof RunInProgress)) throw err
}
