import { bigint, index, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { id } from '../db/columns.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true })

/** Keys of machine clients. A key keeps its number, its scopes and what belongs to it when its secret is changed. */
export const keys = pgTable('keys', {
  id: id(),
  label: text('label').notNull(),
  scopes: text('scopes').array().notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
  /** Null for one that does not end by itself. */
  expiresAt: instant('expires_at'),
  /** To the minute. */
  lastUsedAt: instant('last_used_at'),
  revokedAt: instant('revoked_at'),
})

/** What a caller shows: random, shown once and kept as its SHA-256. While one takes the place of another both are valid. */
export const keySecrets = pgTable('key_secrets', {
  id: id(),
  keyId: bigint('key_id', { mode: 'number' }).notNull().references(() => keys.id),
  prefix: text('prefix').notNull(),
  secretHash: text('secret_hash').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
  /** Of one that a newer one replaces: it is valid until then. */
  expiresAt: instant('expires_at'),
}, (t) => [uniqueIndex('key_secrets_prefix_key').on(t.prefix), index('key_secrets_key_id_id_index').on(t.keyId, t.id)])

/** How many requests a client has made in a minute, where several processes count together. */
export const rateTallies = pgTable('rate_tallies', {
  minute: bigint('minute', { mode: 'number' }).notNull(),
  client: text('client').notNull(),
  taken: bigint('taken', { mode: 'number' }).notNull(),
}, (t) => [primaryKey({ name: 'rate_tallies_pkey', columns: [t.minute, t.client] })])
