import type { Database } from '../db/client.ts'
import { listen } from '../db/listener.ts'
import type { Listener } from '../db/listener.ts'
import { findPosition } from './queries.ts'

/** No answer from memory is older than this: then the database is asked whether anything has moved. */
export const MAX_AGE_MS = 1000

/** The register's position as this instance of the service knows it. Reaches no database before it is asked something. */
export interface HeadWatch {
  /** The position, where the database confirmed it within `MAX_AGE_MS`; undefined where `confirm` must ask. */
  known (): number | undefined
  /** Has the next answer ask: somebody was just told of a state that it must not be behind. */
  expire (): void
  /** Asks the database, once for all who ask at the same time. */
  confirm (): Promise<number>
  /** Calls back with every new position, soon after its block is visible: by notification, at the latest by polling. Answers how to stop. */
  onMove (listener: (position: number) => void): () => void
  close (): Promise<void>
}

export function watchHead (db: Database, connectionString: string): HeadWatch {
  const listeners = new Set<(position: number) => void>()
  let position = -1
  let movedAt = Number.NEGATIVE_INFINITY
  let confirmedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<number> | undefined
  let expiredAt = Number.NEGATIVE_INFINITY
  let listener: Listener | undefined
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  function move (to: number) {
    if (to === position) return
    const isFirst = position === -1
    position = to
    movedAt = performance.now()
    if (!isFirst) for (const tell of listeners) tell(to)
  }

  async function ask () {
    const askedAt = performance.now()
    const found = await findPosition(db)
    // A notification may have gone by meanwhile. Lower is only what was read later: a database restored from a backup.
    if (found > position || askedAt > movedAt) move(found)
    // What was asked before somebody was told of more says nothing of that.
    if (askedAt >= expiredAt) confirmedAt = Math.max(confirmedAt, askedAt)
    return position
  }

  function confirm () {
    listener ??= isClosed ? undefined : listen(connectionString, 'register_position', (payload) => {
      if (Number(payload) > position) {
        confirmedAt = performance.now()
        move(Number(payload))
      }
    }, () => void confirm().catch(() => undefined))
    if (asking) return asking
    const own = ask().finally(() => { if (asking === own) asking = undefined })
    asking = own
    return own
  }

  return {
    known: () => performance.now() - confirmedAt < MAX_AGE_MS ? position : undefined,
    expire: () => {
      expiredAt = performance.now()
      confirmedAt = Number.NEGATIVE_INFINITY
      asking = undefined
    },
    confirm,
    onMove: (tell) => {
      listeners.add(tell)
      timer ??= setInterval(() => void confirm().catch(() => undefined), MAX_AGE_MS).unref()
      void confirm().catch(() => undefined)
      return () => {
        listeners.delete(tell)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
    close: async () => {
      isClosed = true
      clearInterval(timer)
      await listener?.close()
    },
  }
}
