import { and, eq, sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { findPosition, findProvenance } from '../journal/queries.ts'
import { listShortEvents } from './webhook-events.ts'
import type { WebhookRow } from './webhook-queries.ts'
import type { Answer } from './webhook-request.ts'
import { makeMessageId } from './webhook-signature.ts'
import { webhookAttempts, webhooks } from './webhook-tables.ts'

/** A webhook that this instance alone may deliver to, until its lease lapses. */
export type Claimed = WebhookRow & { leaseToken: string }

export interface Message { id: string, until: number, body: string }

export const MESSAGE_TYPE = 'register.changed'
/** Events that a message holds; who wants more of the range reads the change feed. */
export const MOST_EVENTS = 100
/** Attempts that are kept for their owner. */
const KEPT_ATTEMPTS = 500

const held = ({ id, leaseToken }: Claimed) => and(eq(webhooks.id, id), eq(webhooks.leaseToken, leaseToken))
const RELEASED = { leaseToken: null, leasedUntil: null }

/** Takes up to `limit` webhooks that have something to be told of and are due, those that waited longest first. */
export async function claimWebhooks (db: Database, limit: number, leaseMs: number): Promise<Claimed[]> {
  const { rows } = await db.execute<{ id: number }>(sql`
    select w.id from webhooks w join keys k on k.id = w.key_id and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
    where w.state = 'active' and (w.next_attempt_at is null or w.next_attempt_at <= now()) and (w.leased_until is null or w.leased_until <= now())
      and (w.message_id is not null or w.position < (select position from register_head))
    order by w.attempted_at nulls first, w.id limit ${limit}`)
  const claimed: Claimed[] = []
  for (const { id } of rows) {
    // Judged once more on the row as it is by then: another instance may have been quicker.
    const [row] = await db.update(webhooks)
      .set({ leaseToken: sql`gen_random_uuid()`, leasedUntil: sql`now() + ${leaseMs} * interval '1 millisecond'`, attemptedAt: sql`now()` })
      .where(and(eq(webhooks.id, id), eq(webhooks.state, 'active'), sql`coalesce(${webhooks.leasedUntil}, now()) <= now()`, sql`coalesce(${webhooks.nextAttemptAt}, now()) <= now()`))
      .returning()
    if (row) claimed.push(row as Claimed)
  }
  return claimed
}

/** Gives the webhook back as it was. */
export async function releaseWebhook (db: Database, webhook: Claimed): Promise<void> {
  await db.update(webhooks).set(RELEASED).where(held(webhook))
}

/** The message that is under way, or all news since the last one made into one; undefined where none was asked for. */
export async function prepareMessage (db: Database, webhook: Claimed, today: Day): Promise<Message | undefined> {
  const { messageId, messageUntil, messageBody, position: after, types, provinces, categories } = webhook
  if (messageId !== null) return { id: messageId, until: messageUntil!, body: messageBody! }
  const until = await findPosition(db)
  const events = until > after ? await listShortEvents(db, { after, until }, { types, provinces, categories }, today, MOST_EVENTS + 1) : []
  if (events.length === 0) {
    await db.update(webhooks).set({ position: until, ...RELEASED }).where(held(webhook))
    return undefined
  }
  const { recordedAt } = await findProvenance(db, until)
  const data = { webhook: webhook.id, after, until, events: events.slice(0, MOST_EVENTS), hasMore: events.length > MOST_EVENTS }
  const message = { id: makeMessageId(), until, body: JSON.stringify({ type: MESSAGE_TYPE, timestamp: recordedAt, data }) }
  // Kept before it is sent: whoever takes over after a crash sends the same.
  const kept = await db.update(webhooks).set({ messageId: message.id, messageUntil: until, messageBody: message.body }).where(held(webhook)).returning({ id: webhooks.id })
  return kept.length > 0 ? message : undefined
}

export interface Attempt {
  messageId: string
  type: string
  after: number | null
  until: number | null
  attempt: number
  answer: Answer & { outcome: Exclude<Answer['outcome'], 'aborted'> }
}

/** For its owner to read. A webhook that was deleted meanwhile has none. */
export const noteAttempt = (db: Database, webhookId: number, { answer, ...attempt }: Attempt) =>
  db.transaction(async (tx) => {
    const [row] = await tx.select({ id: webhooks.id }).from(webhooks).where(eq(webhooks.id, webhookId)).for('key share')
    if (!row) return undefined
    const [noted] = await tx.insert(webhookAttempts)
      .values({ webhookId, ...attempt, ...answer, attemptedAt: sql`now() - ${answer.durationMs} * interval '1 millisecond'` }).returning()
    await tx.execute(sql`
      delete from webhook_attempts where webhook_id = ${webhookId}
        and id <= (select id from webhook_attempts where webhook_id = ${webhookId} order by id desc offset ${KEPT_ATTEMPTS} limit 1)`)
    return noted
  })

/** What follows from an attempt: told, to be tried again after so many milliseconds, or given up. */
export type Verdict = { kind: 'told' } | { kind: 'retry', waitMs: number } | { kind: 'disable', reason: 'failures' | 'gone', detail: string }

/** Notes the attempt and what follows from it. Answers false where the lease was lost, and then moves nothing. */
export const settleAttempt = (db: Database, webhook: Claimed, message: Message, attempt: Attempt, verdict: Verdict): Promise<boolean> =>
  db.transaction(async (tx) => {
    const told = { position: message.until, messageId: null, messageUntil: null, messageBody: null, failures: 0, nextAttemptAt: null }
    const failed = { failures: sql`${webhooks.failures} + 1` }
    const rows = await tx.update(webhooks).set({
      ...RELEASED,
      ...verdict.kind === 'told' ? told : failed,
      ...verdict.kind === 'retry' && { nextAttemptAt: sql`now() + ${verdict.waitMs} * interval '1 millisecond'` },
      // One that its owner disabled meanwhile keeps that reason.
      ...verdict.kind === 'disable' && {
        state: 'disabled',
        nextAttemptAt: null,
        disabledReason: sql`coalesce(${webhooks.disabledReason}, ${verdict.reason})`,
        disabledDetail: sql`coalesce(${webhooks.disabledDetail}, ${verdict.detail})`,
        disabledAt: sql`coalesce(${webhooks.disabledAt}, now())`,
      },
    }).where(held(webhook)).returning({ id: webhooks.id })
    await noteAttempt(tx, webhook.id, attempt)
    return rows.length > 0
  })
