import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

export interface Listener { close (): Promise<void> }

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5000

/**
 * A connection of its own that hears what is notified on a channel. A lost one is made again and again; what was
 * notified meanwhile is lost, so `onConnect` is the moment to look for oneself.
 */
export function listen (connectionString: string, channel: string, onMessage: (payload: string) => void, onConnect: () => void): Listener {
  const closing = new AbortController()
  let client: pg.Client | undefined

  async function hear () {
    const own = new pg.Client({ connectionString, application_name: 'registry-listen', keepAlive: true, connectionTimeoutMillis: 5000 })
    const lost = new Promise<void>((resolve) => own.on('error', () => resolve()).on('end', () => resolve()))
    client = own
    try {
      await own.connect()
      own.on('notification', ({ payload = '' }) => onMessage(payload))
      await own.query(`listen ${pg.escapeIdentifier(channel)}`)
      if (closing.signal.aborted) return
      onConnect()
      await lost
    } finally {
      client = undefined
      await own.end().catch(() => undefined)
    }
  }

  async function keepHearing () {
    for (let pause = FIRST_PAUSE_MS; !closing.signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      const began = Date.now()
      await hear().catch(() => undefined)
      if (Date.now() - began > LONGEST_PAUSE_MS) pause = FIRST_PAUSE_MS
      await sleep(pause, undefined, { signal: closing.signal, ref: false }).catch(() => undefined)
    }
  }

  const hearing = keepHearing()
  return {
    close: async () => {
      closing.abort()
      await client?.end().catch(() => undefined)
      await hearing
    },
  }
}
