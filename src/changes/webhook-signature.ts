import { randomBytes, randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'

/** As Standard Webhooks writes it: `whsec_` and 256 random bits in base64. */
export const makeSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

export const makeMessageId = (): string => `msg_${randomUUID().replaceAll('-', '')}`

/** The headers of an attempt: the id is the message's, the time the attempt's, and each secret signs for itself. */
export const signedHeaders = (id: string, at: Date, body: string, secrets: readonly string[]): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
})
