import type { FastifyBaseLogger } from 'fastify'
import type { RunOptions } from './run.ts'
import { recordWaiting } from './waiting.ts'

/** After a failure the database may be away; it is looked at again after this long. */
const AGAIN_MS = 5_000

/** Records pushed runs behind the requests that asked for it. One at a time, until nothing waits. */
export function createRecorder (options: Pick<RunOptions, 'db' | 'pool' | 'now' | 'thresholds'>, log: Pick<FastifyBaseLogger, 'error'>) {
  const stopping = new AbortController()
  let going: Promise<void> | undefined
  let isWoken = false
  let timer: NodeJS.Timeout | undefined

  async function work () {
    while (isWoken && !stopping.signal.aborted) {
      isWoken = false
      await recordWaiting({ ...options, signal: stopping.signal })
    }
  }

  function wake () {
    isWoken = true
    if (going || stopping.signal.aborted) return
    going = work().catch((err: unknown) => {
      if (stopping.signal.aborted) return
      log.error({ err }, 'recording a run failed')
      timer = setTimeout(wake, AGAIN_MS).unref()
    }).finally(() => {
      going = undefined
      // Woken between the last look and now.
      if (isWoken) wake()
    })
  }

  return {
    wake,
    /** Waits for the run that is being recorded; the next ones wait for the next start. */
    stop: async () => {
      stopping.abort()
      clearTimeout(timer)
      await going
    },
  }
}
