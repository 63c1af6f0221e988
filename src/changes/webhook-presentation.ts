import type { z } from 'zod'
import type { listSecrets, AttemptRow, WebhookRow } from './webhook-queries.ts'
import type { Delivery, Webhook } from './webhook-schemas.ts'

/** Of its secrets the times alone. */
export function presentWebhook (row: WebhookRow, secrets: Awaited<ReturnType<typeof listSecrets>>, createdBy: string): z.output<typeof Webhook> {
  const { id, url, types, provinces, categories, state, disabledReason, disabledDetail, disabledAt, position, messageId, messageUntil, failures, nextAttemptAt, createdAt } = row
  const stated = {
    id, url, types, provinces, categories, state,
    notice: disabledReason === null ? null : { reason: disabledReason, since: disabledAt!.toISOString(), detail: disabledDetail! },
    position,
    pending: messageId === null ? null : { id: messageId, until: messageUntil!, failures, nextAttemptAt: nextAttemptAt?.toISOString() ?? null },
    secrets: secrets.map((secret) => ({ createdAt: secret.createdAt.toISOString(), expiresAt: secret.expiresAt?.toISOString() ?? null })),
    createdBy,
    createdAt: createdAt.toISOString(),
  }
  return stated as z.output<typeof Webhook>
}

export const presentAttempt = ({ id: _id, webhookId: _webhookId, attemptedAt, ...attempt }: AttemptRow) =>
  ({ ...attempt, at: attemptedAt.toISOString() }) as z.output<typeof Delivery>
