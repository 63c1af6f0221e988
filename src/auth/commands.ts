import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { hashOf, isToken, makeKey, prefixOf } from './key.ts'
import { findKey } from './queries.ts'
import type { Scope } from './schemas.ts'
import { keys } from './tables.ts'

const BOOTSTRAP = 'bootstrap'

/** Stores a new key by its hash; what it answers is the only time that the key can be read. */
export async function issueKey (db: Database, { label, scopes, secret = makeKey() }: { label: string, scopes: readonly Scope[], secret?: string }) {
  if (!isToken(secret)) throw new RangeError('a key has 16 to 200 letters, digits and . _ ~ + / = -')
  await db.insert(keys).values({ label, scopes: [...scopes], prefix: prefixOf(secret), secretHash: hashOf(secret) })
  return { key: secret }
}

/**
 * Makes sure that an operator can get in: with the given key, else with one made up where the register has none, which
 * is answered once, to be shown. A given key takes the place of the bootstrap keys before it, and is not answered.
 */
export async function ensureBootstrapKey (db: Database, given?: string): Promise<{ key?: string, created: boolean }> {
  return db.transaction(async (tx) => {
    // Two processes that start together must not both make one up.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('auth.bootstrap'))`)
    if (given === undefined) {
      if (await tx.$count(keys, isNull(keys.revokedAt)) > 0) return { created: false }
      return { ...await issueKey(tx, { label: BOOTSTRAP, scopes: ['admin'] }), created: true }
    }
    const stale = and(eq(keys.label, BOOTSTRAP), ne(keys.prefix, prefixOf(given)), isNull(keys.revokedAt))
    await tx.update(keys).set({ revokedAt: sql`now()` }).where(stale)
    if (await findKey(tx, given)) return { created: false }
    const sameKey = and(eq(keys.prefix, prefixOf(given)), eq(keys.secretHash, hashOf(given)))
    const restored = await tx.update(keys).set({ revokedAt: null, scopes: ['admin'] }).where(sameKey).returning({ id: keys.id })
    if (restored.length === 0) await issueKey(tx, { label: BOOTSTRAP, scopes: ['admin'], secret: given })
    return { created: true }
  })
}
