import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { matches, prefixOf } from './key.ts'
import { keys } from './tables.ts'

/** The key that this token is, unless it was revoked. */
export async function findKey (db: Database, token: string) {
  const [key] = await db.select().from(keys).where(and(eq(keys.prefix, prefixOf(token)), isNull(keys.revokedAt)))
  if (!key || !matches(token, key.secretHash)) return undefined
  const { id, label, scopes } = key
  return { id, label, scopes }
}
