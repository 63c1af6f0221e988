import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { keys } from '../auth/tables.ts'
import { id, position } from '../db/columns.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true })
const webhookId = () => bigint('webhook_id', { mode: 'number' }).notNull().references(() => webhooks.id, { onDelete: 'cascade' })

/** Who is told of changes, what of them, and up to where it was told. */
export const webhooks = pgTable('webhooks', {
  id: id(),
  keyId: bigint('key_id', { mode: 'number' }).notNull().references(() => keys.id),
  url: text('url').notNull(),
  types: text('types').array().notNull(),
  /** Null for all of them; so are the categories. */
  provinces: text('provinces').array(),
  categories: text('categories').array(),
  state: text('state').notNull().default('active'),
  disabledReason: text('disabled_reason'),
  disabledDetail: text('disabled_detail'),
  disabledAt: instant('disabled_at'),
  /** Everything up to it was told, or was not asked for. */
  position: position('position').notNull(),
  /** What is being told. It is kept until it has arrived, so that a retry is the same message, byte for byte. */
  messageId: text('message_id'),
  messageUntil: position('message_until'),
  messageBody: text('message_body'),
  /** Attempts that failed since the last success. */
  failures: integer('failures').notNull().default(0),
  attemptedAt: instant('attempted_at'),
  nextAttemptAt: instant('next_attempt_at'),
  /** Held by the one instance that delivers; who finds another token has lost it. */
  leaseToken: uuid('lease_token'),
  leasedUntil: instant('leased_until'),
  createdAt: instant('created_at').notNull().defaultNow(),
}, (t) => [
  index('webhooks_key_id_id_index').on(t.keyId, t.id),
  check('webhooks_state_check', sql`${t.state} in ('active', 'disabled')`),
  check('webhooks_message_check', sql`num_nonnulls(${t.messageId}, ${t.messageUntil}, ${t.messageBody}) in (0, 3)`),
])

/** What deliveries are signed with; as a shared secret it has to be kept as it is. */
export const webhookSecrets = pgTable('webhook_secrets', {
  id: id(),
  webhookId: webhookId(),
  secret: text('secret').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
  /** Of one that a newer one replaces: it signs until then. */
  expiresAt: instant('expires_at'),
}, (t) => [index('webhook_secrets_webhook_id_id_index').on(t.webhookId, t.id)])

/** Every request that was sent, as its owner may read it. */
export const webhookAttempts = pgTable('webhook_attempts', {
  id: id(),
  webhookId: webhookId(),
  messageId: text('message_id').notNull(),
  type: text('type').notNull(),
  /** Null for a test, which tells of no positions. */
  after: position('after'),
  until: position('until'),
  attempt: integer('attempt').notNull(),
  attemptedAt: instant('attempted_at').notNull(),
  durationMs: integer('duration_ms').notNull(),
  outcome: text('outcome').notNull(),
  status: integer('status'),
  error: text('error'),
}, (t) => [index('webhook_attempts_webhook_id_id_index').on(t.webhookId, t.id)])
