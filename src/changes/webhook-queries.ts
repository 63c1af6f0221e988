import { and, asc, desc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import { keys } from '../auth/tables.ts'
import type { Database } from '../db/client.ts'
import { webhookAttempts, webhookSecrets, webhooks } from './webhook-tables.ts'

export type WebhookRow = typeof webhooks.$inferSelect
export type AttemptRow = typeof webhookAttempts.$inferSelect

export const listWebhooks = (db: Database, keyId: number): Promise<WebhookRow[]> =>
  db.select().from(webhooks).where(eq(webhooks.keyId, keyId)).orderBy(asc(webhooks.id))

/** Whose it is not, for those it does not exist. */
export async function findWebhook (db: Database, keyId: number, id: number): Promise<WebhookRow | undefined> {
  const [row] = await db.select().from(webhooks).where(and(eq(webhooks.id, id), eq(webhooks.keyId, keyId)))
  return row
}

/** The secrets that sign now, the newest first. */
export const listSecrets = (db: Database, webhookId: number) =>
  db.select().from(webhookSecrets)
    .where(and(eq(webhookSecrets.webhookId, webhookId), or(isNull(webhookSecrets.expiresAt), gt(webhookSecrets.expiresAt, sql`now()`))))
    .orderBy(desc(webhookSecrets.id))

/** Newest first; before an attempt, if one is named. */
export const listAttempts = (db: Database, webhookId: number, { before, limit }: { before?: number | undefined, limit: number }): Promise<AttemptRow[]> =>
  db.select().from(webhookAttempts)
    .where(and(eq(webhookAttempts.webhookId, webhookId), before === undefined ? undefined : lt(webhookAttempts.id, before)))
    .orderBy(desc(webhookAttempts.id)).limit(limit)

/** Milliseconds until the first retry or lapsed lease of an active webhook; undefined where there is none. */
export async function findNextDue (db: Database): Promise<number | undefined> {
  const { rows: [row] } = await db.execute<{ ms: number | null }>(sql`
    select (1000 * extract(epoch from min(due) - now()))::float8 as ms
    from ${webhooks} w join ${keys} k on k.id = w.key_id and k.revoked_at is null and (k.expires_at is null or k.expires_at > now()), greatest(w.next_attempt_at, w.leased_until) as due
    where w.state = 'active' and due > now()`)
  return row?.ms ?? undefined
}
