import { hash } from 'node:crypto'
import type { Database } from '../db/client.ts'
import { noteUse } from './commands.ts'
import { bearerToken, environmentOf } from './key.ts'
import { makeMemory, MAX_AGE_MS } from './key-memory.ts'
import { findKey } from './queries.ts'
import type { Caller } from './schemas.ts'

/** Why what was shown opens nothing. */
export type Fault = 'malformed' | 'unknown-key' | 'other-environment' | 'revoked' | 'expired' | 'invalid-token'

/** Who a header says that somebody is; with a fault it is still told whose it was, where that is known. */
export type Identity = { caller: Caller, fault?: undefined } | { caller?: Caller, fault: Fault }

/** Judges a token that is no key; what it answers holds for so long. Throws where nobody can tell at the moment. */
export type TokenJudge = (token: string) => Promise<{ identity: Identity, maxAgeMs: number }>

export interface Identifier {
  /** What is known already, without a promise: that of nearly every request. */
  recall (authorization: string): Identity | undefined
  identify (authorization: string): Promise<Identity>
  /** Forgets what tokens stood for. */
  forget (): void
}

const USE_MS = 60_000
const JWT = /^bearer +(eyJ[\w-]*\.[\w-]+\.[\w-]*)$/i

/** Finds out who is asking, at most once a second for each key, and as often as its judge says for other tokens. */
export function makeIdentifier (db: Database, { environment, judge }: { environment: string, judge?: TokenJudge | undefined }): Identifier {
  const memory = makeMemory<Identity>()
  const underWay = new Map<string, Promise<Identity>>()
  const usedAt = new Map<number, number>()

  /** Once a minute, behind the request. */
  function use (id: number) {
    const at = performance.now()
    if (at - (usedAt.get(id) ?? Number.NEGATIVE_INFINITY) < USE_MS) return
    usedAt.set(id, at)
    noteUse(db, id).catch(() => usedAt.delete(id))
  }

  async function ofKey (token: string): Promise<Identity> {
    const named = environmentOf(token)
    if (named !== undefined && named !== environment) return { fault: 'other-environment' }
    const key = await findKey(db, token)
    if (!key) return { fault: 'unknown-key' }
    const { state, ...rest } = key
    const caller: Caller = { kind: 'key', name: `key:${key.id}`, ...rest }
    if (state !== 'active') return { caller, fault: state }
    use(key.id)
    return { caller }
  }

  async function judged (authorization: string): Promise<{ identity: Identity, maxAgeMs: number }> {
    const [, jwt] = JWT.exec(authorization.trim()) ?? []
    if (jwt !== undefined && judge) return await judge(jwt)
    const token = bearerToken(authorization)
    return { identity: token === undefined ? { fault: 'malformed' } : await ofKey(token), maxAgeMs: MAX_AGE_MS }
  }

  async function find (shown: string, authorization: string): Promise<Identity> {
    const began = memory.epoch()
    const { identity, maxAgeMs } = await judged(authorization)
    memory.set(shown, identity, maxAgeMs, began)
    return identity
  }

  // Not the secrets themselves: a dump of the memory would hold them.
  const shownOf = (authorization: string) => hash('sha256', authorization)

  return {
    recall: (authorization) => memory.get(shownOf(authorization)),
    identify: (authorization) => {
      const shown = shownOf(authorization)
      const asked = underWay.get(shown)
      if (asked) return asked
      const asking = find(shown, authorization).finally(() => underWay.delete(shown))
      underWay.set(shown, asking)
      return asking
    },
    forget: memory.clear,
  }
}
