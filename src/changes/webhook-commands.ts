import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Author } from '../journal/audit.ts'
import { recordAudit } from '../journal/audit.ts'
import { findPosition } from '../journal/queries.ts'
import type { WebhookRow } from './webhook-queries.ts'
import { makeSecret } from './webhook-signature.ts'
import { webhookSecrets, webhooks } from './webhook-tables.ts'

export const MOST_WEBHOOKS = 20

/** Thrown where a key has as many webhooks as it may. */
export class TooManyWebhooks extends Error {
  override name = 'TooManyWebhooks'
}

/** Thrown for a position that the register has not reached. */
export class FuturePosition extends Error {
  override name = 'FuturePosition'
}

export interface WebhookRequest {
  url: string
  types: string[]
  provinces: string[] | null
  categories: string[] | null
  /** Where the telling begins: behind this position. */
  after?: number | undefined
}

export type WebhookChange = Partial<WebhookRequest> & { state?: 'active' | 'disabled' | undefined }

/** Of its address the server alone: paths and parameters often hold a secret. */
const told = ({ url, types, provinces, categories, state, position }: WebhookRow) => ({ server: new URL(url).origin, types, provinces, categories, state, position })

async function checkPosition (tx: Database, after: number): Promise<number> {
  if (after > await findPosition(tx)) throw new FuturePosition('must not be beyond the position of the register')
  return after
}

/** Its secret is answered this once. Without `after` it is told of what comes from now on. */
export const createWebhook = (db: Database, keyId: number, { after, ...request }: WebhookRequest, by: Author) =>
  db.transaction(async (tx) => {
    // Two requests at once must not both be the last that is allowed.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('changes.webhooks'), ${keyId}::int)`)
    if (await tx.$count(webhooks, eq(webhooks.keyId, keyId)) >= MOST_WEBHOOKS) throw new TooManyWebhooks(`A key has at most ${MOST_WEBHOOKS} webhooks.`)
    const position = after === undefined ? await findPosition(tx) : await checkPosition(tx, after)
    const [webhook] = await tx.insert(webhooks).values({ keyId, ...request, position }).returning()
    const secret = makeSecret()
    await tx.insert(webhookSecrets).values({ webhookId: webhook!.id, secret })
    await recordAudit(tx, { by, action: 'webhook.create', subject: `webhook/${webhook!.id}`, after: told(webhook!) })
    return { webhook: webhook!, secret }
  })

const UNLEASED = { leaseToken: null, leasedUntil: null }
const NO_MESSAGE = { messageId: null, messageUntil: null, messageBody: null }
const AFRESH = { failures: 0, nextAttemptAt: null }
const ENABLED = { state: 'active', disabledReason: null, disabledDetail: null, disabledAt: null }
const DISABLED = { state: 'disabled', disabledReason: 'owner', disabledDetail: 'Disabled by its owner.', disabledAt: sql`now()` }

/** What is under way goes on to be told; only another position forgets it. Enabling goes on where it stopped, at once. */
export const updateWebhook = (db: Database, keyId: number, id: number, { after, state, ...change }: WebhookChange, by: Author): Promise<WebhookRow | undefined> =>
  db.transaction(async (tx) => {
    const mine = and(eq(webhooks.id, id), eq(webhooks.keyId, keyId))
    const [row] = await tx.select().from(webhooks).where(mine).for('update')
    if (!row) return undefined
    const set = {
      ...change,
      // Whoever delivers just now has lost the lease, and what comes of it moves nothing.
      ...after !== undefined && { position: await checkPosition(tx, after), ...NO_MESSAGE, ...UNLEASED, ...AFRESH },
      ...state === 'active' && { ...ENABLED, ...AFRESH },
      ...state === 'disabled' && row.state === 'active' && DISABLED,
    }
    const defined = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined))
    if (Object.keys(defined).length === 0) return row
    const [updated] = await tx.update(webhooks).set(defined).where(mine).returning()
    await recordAudit(tx, { by, action: 'webhook.change', subject: `webhook/${id}`, before: told(row), after: told(updated!) })
    return updated
  })

/** Answers whether there was one. */
export const deleteWebhook = (db: Database, keyId: number, id: number, by: Author): Promise<boolean> => db.transaction(async (tx) => {
  const [row] = await tx.delete(webhooks).where(and(eq(webhooks.id, id), eq(webhooks.keyId, keyId))).returning()
  if (row) await recordAudit(tx, { by, action: 'webhook.delete', subject: `webhook/${id}`, before: told(row) })
  return row !== undefined
})

/** Makes the secret that signs from now on; the one before it signs beside it for a while, older ones no longer. */
export const rotateSecret = (db: Database, webhookId: number, overlapSeconds: number, by: Author): Promise<string> =>
  db.transaction(async (tx) => {
    await tx.select({ id: webhooks.id }).from(webhooks).where(eq(webhooks.id, webhookId)).for('update')
    const secret = makeSecret()
    const [newest] = await tx.select({ id: webhookSecrets.id }).from(webhookSecrets).where(eq(webhookSecrets.webhookId, webhookId)).orderBy(desc(webhookSecrets.id)).limit(1)
    await tx.delete(webhookSecrets).where(and(eq(webhookSecrets.webhookId, webhookId), lt(webhookSecrets.id, newest!.id)))
    await tx.update(webhookSecrets).set({ expiresAt: sql`now() + make_interval(secs => ${overlapSeconds})` })
      .where(and(eq(webhookSecrets.webhookId, webhookId), isNull(webhookSecrets.expiresAt)))
    await tx.insert(webhookSecrets).values({ webhookId, secret })
    await recordAudit(tx, { by, action: 'webhook.secret', subject: `webhook/${webhookId}`, after: { overlapSeconds } })
    return secret
  })
