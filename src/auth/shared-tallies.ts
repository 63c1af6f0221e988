import { sql } from 'drizzle-orm'
import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '../db/client.ts'
import { sqlState } from '../db/errors.ts'
import { readRows } from '../db/statement.ts'
import type { RateLimiter } from './rate-limit.ts'

const EXCHANGE_MS = 1000

/**
 * Has the instances of the service count together, by a table: once a second each adds what it has counted and takes over
 * what all have. No request waits for it. While the table cannot be reached, each counts by itself.
 */
export function shareTallies (db: Database, count: RateLimiter, log: Pick<FastifyBaseLogger, 'warn'>, everyMs = EXCHANGE_MS) {
  let under: Promise<void> | undefined
  let isAway = false
  let cleared = 0

  async function exchange (): Promise<void> {
    const { minute, taken, giveBack } = count.take()
    if (taken.length === 0) return
    try {
      // In one order, so that two instances do not wait for each other in a circle.
      const totals = await readRows<{ client: string, taken: number }>(db, sql`
        insert into rate_tallies (minute, client, taken)
        select ${minute}::bigint, client, taken from jsonb_to_recordset(${JSON.stringify(taken)}::jsonb) as t (client text, taken bigint) order by client
        on conflict (minute, client) do update set taken = rate_tallies.taken + excluded.taken returning client, taken`)
      count.learn(minute, totals)
      isAway = false
      if (cleared < minute) {
        cleared = minute
        await db.execute(sql`delete from rate_tallies where minute < ${minute - 1}`)
      }
    } catch (err) {
      giveBack()
      if (!isAway) log.warn({ state: sqlState(err) }, 'requests are counted by this instance alone')
      isAway = true
    }
  }

  const exchangeOnce = () => under ??= exchange().finally(() => { under = undefined })
  const timer = setInterval(() => void exchangeOnce(), everyMs).unref()
  return {
    exchange: exchangeOnce,
    close: async () => {
      clearInterval(timer)
      await under
    },
  }
}
