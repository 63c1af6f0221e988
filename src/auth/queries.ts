import { and, desc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { readRows } from '../db/statement.ts'
import { matches, prefixOf } from './key.ts'
import { keySecrets, keys } from './tables.ts'

/** A key that a token is, and whether it still opens anything. */
export type FoundKey = { id: number, label: string, scopes: string[], state: 'active' | 'revoked' | 'expired' }

/** The key that this token is, valid or not; undefined for one that is none. */
export async function findKey (db: Database, token: string): Promise<FoundKey | undefined> {
  const [row] = await readRows<FoundKey & { secretHash: string }>(db, sql`
    select k.id, k.label, k.scopes, s.secret_hash as "secretHash",
      case when k.revoked_at is not null then 'revoked' when least(k.expires_at, s.expires_at) <= now() then 'expired' else 'active' end as state
    from key_secrets s join keys k on k.id = s.key_id where s.prefix = ${prefixOf(token)}`)
  if (!row || !matches(token, row.secretHash)) return undefined
  const { secretHash: _secretHash, ...key } = row
  return key
}

export type KeyRow = typeof keys.$inferSelect & { prefixes: string[] }

// Written out: in a subquery of a select, Drizzle names columns without their table.
const prefixes = sql<string[]>`array(select s.prefix from key_secrets s where s.key_id = "keys"."id" and (s.expires_at is null or s.expires_at > now()) order by s.id desc)`
const columns = { id: keys.id, label: keys.label, scopes: keys.scopes, createdAt: keys.createdAt, expiresAt: keys.expiresAt, lastUsedAt: keys.lastUsedAt, revokedAt: keys.revokedAt, prefixes }

/** Newest first; those that no longer open anything on request. */
export const listKeys = (db: Database, { before, limit, all }: { before?: number | undefined, limit: number, all: boolean }): Promise<KeyRow[]> =>
  db.select(columns).from(keys)
    .where(and(before === undefined ? undefined : lt(keys.id, before), all ? undefined : and(isNull(keys.revokedAt), or(isNull(keys.expiresAt), gt(keys.expiresAt, sql`now()`)))))
    .orderBy(desc(keys.id)).limit(limit)

export async function findKeyRow (db: Database, id: number): Promise<KeyRow | undefined> {
  const [row] = await db.select(columns).from(keys).where(eq(keys.id, id))
  return row
}

/** Until when this secret of a key opens anything; null where it does not end by itself. */
export async function findExpiry (db: Database, id: number): Promise<Date | null> {
  const [row] = await db.select({ at: keys.expiresAt }).from(keys).where(eq(keys.id, id))
  return row?.at ?? null
}

export const hasActiveKey = async (db: Database): Promise<boolean> => await db.$count(keys, isNull(keys.revokedAt)) > 0

export const secretsOf = (db: Database, keyId: number) => db.select().from(keySecrets).where(eq(keySecrets.keyId, keyId)).orderBy(desc(keySecrets.id))
