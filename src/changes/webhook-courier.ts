import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '../db/client.ts'
import type { HeadWatch } from '../journal/head-watch.ts'
import type { DeliveryOptions } from './webhook-delivery.ts'
import { deliver } from './webhook-delivery.ts'
import { claimWebhooks } from './webhook-outbox.ts'
import { findNextDue } from './webhook-queries.ts'

export interface CourierOptions extends DeliveryOptions {
  /** The webhooks are looked at this often even if nothing moves: another instance may have left some behind. */
  pollMs: number
  /** How long a webhook is this instance's own; longer than any delivery. */
  leaseMs: number
  /** Deliveries at once; a slow receiver takes one of them for as long as it may. */
  slots: number
  /** How long deliveries that are under way may take to end when the service does. */
  graceMs: number
}

/** Due in less than this counts as now. */
const LEAST_WAIT_MS = 20

/** Tells webhooks of what is new, beside the requests, until it is stopped. Any number of instances may do so at once. */
export function createCourier (db: Database, head: HeadWatch, options: CourierOptions, log: Pick<FastifyBaseLogger, 'warn' | 'error'>) {
  const stopping = new AbortController()
  const hangingUp = new AbortController()
  const underWay = new Set<Promise<void>>()
  let going: Promise<void> | undefined
  let stopWatching = () => {}
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
        isWoken = false
        await pause(options.pollMs)
      })
    }
  }

  return {
    start: () => {
      if (going) return
      stopWatching = head.onMove(wake)
      going = work()
    },
    wake,
    /** What is not told by then is told by another instance, or at the next start. */
    stop: async () => {
      stopping.abort()
      stopWatching()
      wakeUp()
      await going
      const timer = setTimeout(() => hangingUp.abort(), options.graceMs)
      await Promise.all(underWay)
      clearTimeout(timer)
      hangingUp.abort()
    },
    /** Ends with the courier. */
    signal: hangingUp.signal,
  }
}
