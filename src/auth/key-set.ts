import type { JSONWebKeySet } from 'jose'
import { createLocalJWKSet } from 'jose'

/** How old the provider's keys get before they are asked for again, behind the requests. */
export const FRESH_MS = 600_000
/** For how long they are believed while the provider cannot be asked. */
const LONGEST_MS = 86_400_000
/** An unknown key may be a new one: so often is it looked for. */
const UNKNOWN_MS = 30_000
/** After a failure nobody asks for so long. */
const PAUSE_MS = 5000
const PATIENCE_MS = 5000

/** Thrown where the provider cannot be asked and nothing usable is known of its keys. */
export class ProviderAway extends Error {
  override name = 'ProviderAway'
}

export interface KeySetOptions {
  issuer: string
  /** Where its keys are; by default it is asked for that too (OpenID Connect Discovery). */
  jwksUrl?: string | undefined
  /** Called when the keys are others than before. */
  onChange: () => void
  clock?: () => number
}

type Resolver = ReturnType<typeof createLocalJWKSet>

/** The keys of an identity provider: fetched when first needed, kept while it is away. */
export function makeKeySet ({ issuer, jwksUrl, onChange, clock = () => performance.now() }: KeySetOptions) {
  let known: { resolve: Resolver, text: string, at: number } | undefined
  let failedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<Resolver> | undefined

  async function fetchKeys (): Promise<Resolver> {
    const jwks = await getJson(jwksUrl ?? await discover()) as JSONWebKeySet
    const resolve = createLocalJWKSet(jwks)
    const text = JSON.stringify(jwks)
    const isOther = known !== undefined && known.text !== text
    known = { resolve, text, at: clock() }
    if (isOther) onChange()
    return resolve
  }

  async function discover (): Promise<string> {
    const document = await getJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`) as { issuer?: unknown, jwks_uri?: unknown }
    if (document.issuer !== issuer || typeof document.jwks_uri !== 'string') throw new Error('the provider names another issuer, or no keys')
    return document.jwks_uri
  }

  function ask (): Promise<Resolver> {
    if (asking) return asking
    if (clock() - failedAt < PAUSE_MS) return Promise.reject(new ProviderAway('The provider could not be asked a moment ago.'))
    asking = fetchKeys().catch((err: unknown) => {
      failedAt = clock()
      throw new ProviderAway('The provider cannot be asked for its keys.', { cause: err })
    }).finally(() => { asking = undefined })
    return asking
  }

  return {
    /** The keys as they are known, where they may be believed; else they are asked for. */
    current: async (): Promise<Resolver> => {
      const age = known ? clock() - known.at : Number.POSITIVE_INFINITY
      if (!known || age > LONGEST_MS) return await ask()
      if (age > FRESH_MS) ask().catch(() => undefined)
      return known.resolve
    },
    /** Newer keys than those that lack one; undefined where they are as new as they may be asked for. */
    newer: async (): Promise<Resolver | undefined> => known && clock() - known.at < UNKNOWN_MS ? undefined : await ask(),
  }
}

async function getJson (url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS), headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(`the provider answers ${response.status}`)
  return await response.json()
}
