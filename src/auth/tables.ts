import { pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { id } from '../db/columns.ts'

/** Keys of machine clients. The secret is random, shown once and kept as its SHA-256. */
export const keys = pgTable('keys', {
  id: id(),
  label: text('label').notNull(),
  prefix: text('prefix').notNull(),
  secretHash: text('secret_hash').notNull(),
  scopes: text('scopes').array().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  revokedAt: timestamp('revoked_at', { withTimezone: true }),
}, (t) => [uniqueIndex('keys_prefix_key').on(t.prefix)])
