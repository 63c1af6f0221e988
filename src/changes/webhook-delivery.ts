import type { FastifyBaseLogger } from 'fastify'
import { dayOf } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import type { AddressRules } from './webhook-address.ts'
import type { Attempt, Claimed, Message, Verdict } from './webhook-outbox.ts'
import { MESSAGE_TYPE, noteAttempt, prepareMessage, releaseWebhook, settleAttempt } from './webhook-outbox.ts'
import type { AttemptRow, WebhookRow } from './webhook-queries.ts'
import { listSecrets } from './webhook-queries.ts'
import type { Answer } from './webhook-request.ts'
import { post } from './webhook-request.ts'
import { makeMessageId, signedHeaders } from './webhook-signature.ts'

export interface DeliveryOptions extends AddressRules {
  now: () => Date
  /** Seconds to wait after the first failure, the second and so on; after the one behind the last it is given up. */
  schedule: readonly number[]
  /** From 0 to 1, for the jitter. */
  random: () => number
  timeoutMs: number
}

const TEST_TYPE = 'webhook.test'
/** A wait is up to so much longer, so that receivers that failed together are not all tried together. */
const JITTER = 0.2

/** Five attempts within two and a half hours, ten within three days. */
export const SCHEDULE = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]

async function send (db: Database, { id, url }: WebhookRow, message: Pick<Message, 'id' | 'body'>, options: DeliveryOptions, signal: AbortSignal): Promise<Answer> {
  const secrets = (await listSecrets(db, id)).map(({ secret }) => secret)
  // The receiver's clock is the real one, whatever day it is for the register.
  const headers = signedHeaders(message.id, new Date(), message.body, secrets)
  return await post(url, { ...options, headers, body: message.body, signal })
}

const isKnown = (answer: Answer): answer is Attempt['answer'] => answer.outcome !== 'aborted'

function judge ({ outcome, status, error }: Answer, failures: number, { schedule, random }: DeliveryOptions): Verdict {
  if (outcome === 'delivered') return { kind: 'told' }
  if (outcome === 'gone') return { kind: 'disable', reason: 'gone', detail: 'The receiver answered 410: it wants no more.' }
  const seconds = schedule[failures]
  if (seconds !== undefined) return { kind: 'retry', waitMs: Math.round(seconds * 1000 * (1 + JITTER * random())) }
  const last = [outcome, status ?? error].filter((part) => part !== null).join(' ')
  return { kind: 'disable', reason: 'failures', detail: `${failures + 1} attempts in a row failed, the last one: ${last}.` }
}

/** Tells a webhook what it does not know yet, in one attempt. */
export async function deliver (db: Database, webhook: Claimed, options: DeliveryOptions, { signal, log }: { signal: AbortSignal, log: Pick<FastifyBaseLogger, 'warn'> }): Promise<void> {
  const message = await prepareMessage(db, webhook, dayOf(options.now()))
  if (!message) return
  const answer = await send(db, webhook, message, options, signal)
  if (!isKnown(answer)) return await releaseWebhook(db, webhook)
  const verdict = judge(answer, webhook.failures, options)
  const attempt = { messageId: message.id, type: MESSAGE_TYPE, after: webhook.position, until: message.until, attempt: webhook.failures + 1, answer }
  const isSettled = await settleAttempt(db, webhook, message, attempt, verdict)
  if (isSettled && verdict.kind === 'disable') log.warn({ webhook: webhook.id, reason: verdict.reason, detail: verdict.detail }, 'webhook disabled')
}

/** Sends a message that tells nothing, once and now, also to one that is disabled. Undefined where it was deleted or broken off. */
export async function deliverTest (db: Database, webhook: WebhookRow, options: DeliveryOptions, signal: AbortSignal): Promise<AttemptRow | undefined> {
  const message = { id: makeMessageId(), body: JSON.stringify({ type: TEST_TYPE, timestamp: new Date(), data: { webhook: webhook.id } }) }
  const answer = await send(db, webhook, message, options, signal)
  if (!isKnown(answer)) return undefined
  return await noteAttempt(db, webhook.id, { messageId: message.id, type: TEST_TYPE, after: null, until: null, attempt: 1, answer })
}
