import { and, eq, gt, isNotNull, isNull, ne, or, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Author } from '../journal/audit.ts'
import { recordAudit, systemAuthor } from '../journal/audit.ts'
import { forgetKeys } from './key-memory.ts'
import { hashOf, isToken, makeKey, matches, prefixOf } from './key.ts'
import type { KeyRow } from './queries.ts'
import { findKey, findKeyRow, hasActiveKey } from './queries.ts'
import type { Scope } from './schemas.ts'
import { keySecrets, keys } from './tables.ts'

const BOOTSTRAP = 'bootstrap'
export const DEFAULT_ENVIRONMENT = 'local'
const COMMAND = systemAuthor('issue-key')
const START = systemAuthor('start')

/** Thrown where a key that opens nothing any more is asked for a new secret. */
export class KeyEnded extends Error {
  override name = 'KeyEnded'
}

export interface KeyRequest {
  label: string
  scopes: readonly Scope[]
  environment?: string
  expiresAt?: Date | null
  /** One of the operator's own instead of one that is made up. */
  secret?: string
}

/** Stores a new key by its hash; what it answers is the only time that the key can be read. */
export const issueKey = (db: Database, request: KeyRequest, by: Author = COMMAND): Promise<{ id: number, key: string }> => db.transaction(async (tx) => {
  const { label, scopes, environment = DEFAULT_ENVIRONMENT, expiresAt = null, secret = makeKey(environment) } = request
  if (!isToken(secret)) throw new RangeError('a key has 16 to 200 letters, digits and . _ ~ + / = -')
  const [key] = await tx.insert(keys).values({ label, scopes: [...scopes], expiresAt }).returning({ id: keys.id })
  await insertSecret(tx, key!.id, secret)
  await recordAudit(tx, { by, action: 'key.create', subject: `key/${key!.id}`, after: { label, scopes, expiresAt, prefix: prefixOf(secret) } })
  return { id: key!.id, key: secret }
})

const insertSecret = (tx: Database, keyId: number, secret: string) => tx.insert(keySecrets).values({ keyId, prefix: prefixOf(secret), secretHash: hashOf(secret) })

/**
 * Gives a key a new secret, answered this once. The one until now is valid for a while beside it, one that was still
 * valid from the time before no longer. A key that has ended is given none.
 */
export const rotateKey = (db: Database, id: number, { overlapSeconds, environment, expiresAt }: { overlapSeconds: number, environment: string, expiresAt?: Date | null | undefined }, by: Author) =>
  db.transaction(async (tx) => {
    const [row] = await tx.select().from(keys).where(eq(keys.id, id)).for('update')
    if (!row) return undefined
    if (row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt <= new Date())) throw new KeyEnded('The key was revoked or has expired: make a new one.')
    const secret = makeKey(environment)
    await tx.update(keySecrets).set({ expiresAt: sql`now()` }).where(and(eq(keySecrets.keyId, id), isNotNull(keySecrets.expiresAt), gt(keySecrets.expiresAt, sql`now()`)))
    await tx.update(keySecrets).set({ expiresAt: sql`now() + make_interval(secs => ${overlapSeconds})` }).where(and(eq(keySecrets.keyId, id), isNull(keySecrets.expiresAt)))
    forgetKeys()
    await insertSecret(tx, id, secret)
    if (expiresAt !== undefined) await tx.update(keys).set({ expiresAt }).where(eq(keys.id, id))
    await recordAudit(tx, { by, action: 'key.rotate', subject: `key/${id}`, after: { overlapSeconds, prefix: prefixOf(secret), ...expiresAt !== undefined && { expiresAt } } })
    return { row: (await findKeyRow(tx, id))!, key: secret }
  })

/** It opens nothing from now on; again it changes nothing. Answers undefined where there is none of this number. */
export const revokeKey = (db: Database, id: number, by: Author): Promise<KeyRow | undefined> => db.transaction(async (tx) => {
  const [revoked] = await tx.update(keys).set({ revokedAt: sql`now()` }).where(and(eq(keys.id, id), isNull(keys.revokedAt))).returning()
  forgetKeys()
  if (revoked) await recordAudit(tx, { by, action: 'key.revoke', subject: `key/${id}`, before: { label: revoked.label, scopes: revoked.scopes } })
  return await findKeyRow(tx, id)
})

/** Notes that a key is in use, to the minute. */
export const noteUse = (db: Database, id: number) =>
  db.update(keys).set({ lastUsedAt: sql`now()` }).where(and(eq(keys.id, id), or(isNull(keys.lastUsedAt), sql`${keys.lastUsedAt} < now() - interval '1 minute'`)))

/**
 * Makes sure that an operator can get in: with the given key, else with one made up where the register has none, which
 * is answered once, to be shown. A given key takes the place of the bootstrap keys before it, and is not answered.
 */
export async function ensureBootstrapKey (db: Database, given?: string, environment = DEFAULT_ENVIRONMENT): Promise<{ key?: string, created: boolean }> {
  return db.transaction(async (tx) => {
    // Two processes that start together must not both make one up.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('auth.bootstrap'))`)
    if (given === undefined) {
      if (await hasActiveKey(tx)) return { created: false }
      const { key } = await issueKey(tx, { label: BOOTSTRAP, scopes: ['admin'], environment }, START)
      return { key, created: true }
    }
    const known = await findSame(tx, given)
    const stale = and(eq(keys.label, BOOTSTRAP), isNull(keys.revokedAt), known === undefined ? undefined : ne(keys.id, known))
    for (const { id } of await tx.select({ id: keys.id }).from(keys).where(stale)) await revokeKey(tx, id, START)
    if ((await findKey(tx, given))?.state === 'active') return { created: false }
    if (known === undefined) await issueKey(tx, { label: BOOTSTRAP, scopes: ['admin'], secret: given }, START)
    else {
      await tx.update(keys).set({ revokedAt: null, expiresAt: null, scopes: ['admin'] }).where(eq(keys.id, known))
      await tx.update(keySecrets).set({ expiresAt: null }).where(eq(keySecrets.prefix, prefixOf(given)))
      await recordAudit(tx, { by: START, action: 'key.restore', subject: `key/${known}`, after: { scopes: ['admin'] } })
    }
    return { created: true }
  }).finally(forgetKeys)
}

async function findSame (tx: Database, token: string): Promise<number | undefined> {
  const [secret] = await tx.select().from(keySecrets).where(eq(keySecrets.prefix, prefixOf(token)))
  return secret && matches(token, secret.secretHash) ? secret.keyId : undefined
}
