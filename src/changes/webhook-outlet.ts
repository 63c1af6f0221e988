import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import type { Database } from '../db/client.ts'
import { connect } from '../db/client.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import type { HeadWatch } from '../journal/head-watch.ts'
import { resolveAll } from './webhook-address.ts'
import type { CourierOptions } from './webhook-courier.ts'
import { createCourier } from './webhook-courier.ts'
import { SCHEDULE } from './webhook-delivery.ts'
import type { WebhookRow } from './webhook-queries.ts'
import { findWebhook } from './webhook-queries.ts'

/** What may be set from outside; the rest is for tests. */
export type WebhookSettings = Partial<Omit<CourierOptions, 'now'>>

export interface OutletOptions {
  databaseUrl: string
  head: HeadWatch
  now: () => Date
  settings?: WebhookSettings
}

const POOL = 4
const DEFAULTS = { allowPrivate: false, resolve: resolveAll, schedule: SCHEDULE, random: Math.random, timeoutMs: 10_000, pollMs: 10_000, leaseMs: 60_000, slots: 16, graceMs: 2000 }

export type Outlet = ReturnType<typeof createOutlet>

/** What the routes of the webhooks share. The deliveries have connections of their own, which nobody opens before `start`. */
export function createOutlet (db: Database, { databaseUrl, head, now, settings }: OutletOptions, log: FastifyBaseLogger) {
  const own = connect(databaseUrl, { applicationName: 'registry-webhooks', max: POOL, statementTimeoutMs: 20_000 })
  const options: CourierOptions = { ...DEFAULTS, ...settings, now }
  const courier = createCourier(own.db, head, options, log)
  return {
    db, options, courier,
    existing: async (request: FastifyRequest, id: number): Promise<WebhookRow> => {
      const row = await findWebhook(db, ownerOf(request).id, id)
      if (!row) throw noWebhook(id)
      return row
    },
    close: async () => {
      await courier.stop()
      await own.close()
    },
  }
}

/** The key that asks. A person may have the scope as well, but no webhooks: they would end with an employment. */
export function ownerOf ({ caller }: FastifyRequest): { id: number, label: string } {
  if (caller.kind !== 'key') throw new HttpProblem('forbidden', { vi: 'Webhook thuộc về một khóa; hãy dùng khóa.', en: 'A webhook belongs to a key: come with one.' })
  return caller
}

export const noWebhook = (id: number) => notFound({ vi: `Khóa này không có webhook số ${id}.`, en: `This key has no webhook ${id}.` })
