import type { FastifyBaseLogger } from 'fastify'
import type pg from 'pg'
import type { Database } from '../db/client.ts'
import type { DeliveryOptions } from './webhook-delivery.ts'
import { deliver } from './webhook-delivery.ts'
import { claimWebhooks } from './webhook-outbox.ts'
import { findNextDue } from './webhook-queries.ts'

export interface CourierOptions extends DeliveryOptions {
  /** The register is looked at this often even if nobody says that it moved. */
  pollMs: number
  /** How long a webhook is this instance's own; longer than any delivery. */
  leaseMs: number
  /** Deliveries at once; a slow receiver takes one of them for as long as it may. */
  slots: number
  /** How long deliveries that are under way may take to end when the service does. */
  graceMs: number
}

const CHANNEL = 'register_position'
/** Due in less than this counts as now. */
const LEAST_WAIT_MS = 20

/** Tells webhooks of what is new, beside the requests, until it is stopped. Any number of instances may do so at once. */
export function createCourier (db: Database, pool: pg.Pool, options: CourierOptions, log: Pick<FastifyBaseLogger, 'warn' | 'error'>) {
  const stopping = new AbortController()
  const hangingUp = new AbortController()
  const underWay = new Set<Promise<void>>()
  let going: Promise<void> | undefined
  let listener: pg.PoolClient | undefined
  let isWoken = false
  let wakeUp = () => {}

  function wake () {
    isWoken = true
    wakeUp()
  }

  async function pause (ms: number) {
    if (isWoken || stopping.signal.aborted) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wakeUp = () => { clearTimeout(timer); resolve() }
    })
  }

  function drop (client: pg.PoolClient) {
    if (listener !== client) return
    listener = undefined
    client.release(true)
  }

  async function listen () {
    if (listener) return
    const client = await pool.connect()
    listener = client
    client.on('notification', wake)
    for (const event of ['error', 'end'] as const) client.on(event, () => drop(client))
    await client.query(`listen ${CHANNEL}`)
  }

  function begin (claimed: Awaited<ReturnType<typeof claimWebhooks>>[number]) {
    const delivery = deliver(db, claimed, options, { signal: hangingUp.signal, log })
      // Its lease lapses, and it is told again with the same message.
      .catch((err: unknown) => { if (!stopping.signal.aborted) log.error({ err, webhook: claimed.id }, 'delivering to a webhook failed') })
      .finally(() => {
        underWay.delete(delivery)
        wake()
      })
    underWay.add(delivery)
  }

  async function round () {
    await listen()
    const free = options.slots - underWay.size
    const claimed = free > 0 ? await claimWebhooks(db, free, options.leaseMs) : []
    claimed.forEach(begin)
    if (claimed.length > 0) return
    const due = await findNextDue(db) ?? options.pollMs
    await pause(Math.min(options.pollMs, Math.max(LEAST_WAIT_MS, due)))
  }

  async function work () {
    while (!stopping.signal.aborted) {
      isWoken = false
      await round().catch(async (err: unknown) => {
        if (stopping.signal.aborted) return
        log.error({ err }, 'looking for webhooks failed')
        if (listener) drop(listener)
        isWoken = false
        await pause(options.pollMs)
      })
    }
  }

  return {
    start: () => { going ??= work() },
    wake,
    /** What is not told by then is told by another instance, or at the next start. */
    stop: async () => {
      stopping.abort()
      wakeUp()
      await going
      const timer = setTimeout(() => hangingUp.abort(), options.graceMs)
      await Promise.all(underWay)
      clearTimeout(timer)
      hangingUp.abort()
      if (listener) drop(listener)
    },
    /** Ends with the courier. */
    signal: hangingUp.signal,
  }
}
