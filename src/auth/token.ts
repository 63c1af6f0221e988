import type { JWTPayload } from 'jose'
import { errors, jwtVerify } from 'jose'
import type { OidcSettings } from '../config.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Identity, TokenJudge } from './identification.ts'
import { MAX_AGE_MS } from './key-memory.ts'
import { FRESH_MS, makeKeySet, ProviderAway } from './key-set.ts'
import type { Person } from './schemas.ts'
import { Scope } from './schemas.ts'

/** Clocks of two machines differ by less. */
const TOLERANCE_SECONDS = 5
const MAX_TEXT = 200

export interface TokenJudgeOptions extends OidcSettings {
  now: () => Date
  onKeysChanged: () => void
  clock?: () => number
}

/**
 * Judges JSON Web Tokens of one OpenID Connect provider: signature by its keys, issuer, audience, time, and an algorithm
 * that is on the list, which no symmetric one can be. What was judged holds until the token ends, and no longer than the
 * provider's keys are taken for fresh.
 */
export function makeTokenJudge ({ now, onKeysChanged, clock, ...settings }: TokenJudgeOptions): TokenJudge {
  const { issuer, audience, algorithms, jwksUrl } = settings
  const keys = makeKeySet({ issuer, jwksUrl, onChange: onKeysChanged, ...clock && { clock } })
  const verify = (token: string, resolver: Awaited<ReturnType<typeof keys.current>>) =>
    jwtVerify(token, resolver, { issuer, audience, algorithms: [...algorithms], clockTolerance: TOLERANCE_SECONDS, requiredClaims: ['exp', 'sub'], currentDate: now() })

  async function payloadOf (token: string): Promise<JWTPayload> {
    try {
      return (await verify(token, await keys.current())).payload
    } catch (err) {
      if (!(err instanceof errors.JWKSNoMatchingKey)) throw err
      const newer = await keys.newer()
      if (!newer) throw err
      return (await verify(token, newer)).payload
    }
  }

  return async (token) => {
    try {
      const caller = personOf(await payloadOf(token), settings)
      return { identity: { caller }, maxAgeMs: Math.min(caller.expiresAt.getTime() - now().getTime(), FRESH_MS) }
    } catch (err) {
      return { identity: faultOf(err, settings), maxAgeMs: MAX_AGE_MS }
    }
  }
}

/** Whoever cannot be judged now is told to come again, and never let in. */
function faultOf (err: unknown, settings: OidcSettings): Identity {
  if (err instanceof ProviderAway) {
    throw new HttpProblem('unavailable', {
      vi: 'Tạm thời không hỏi được hệ thống định danh; hãy thử lại.',
      en: 'The identity provider cannot be asked for the moment; try again.',
    }, { headers: { 'retry-after': '5' }, cause: err })
  }
  // Its signature was right: it is known whose it was.
  if (err instanceof errors.JWTExpired) return { caller: personOf(err.payload, settings), fault: 'expired' }
  if (err instanceof errors.JOSEError || err instanceof TypeError) return { fault: 'invalid-token' }
  throw err
}

function personOf (payload: JWTPayload, { issuer, rolesClaim, roles }: OidcSettings): Person {
  const { sub, exp = 0, preferred_username: login, name, client_id: client } = payload
  const label = [login, name, client, sub].find((one) => typeof one === 'string' && one !== '')
  return { kind: 'person', name: plain(`${issuer}#${sub}`, 3 * MAX_TEXT), label: plain(String(label), MAX_TEXT), scopes: scopesOf(claimOf(payload, rolesClaim), roles), expiresAt: new Date(exp * 1000) }
}

const plain = (text: string, length: number) => text.replace(/\p{Cc}/gu, ' ').toWellFormed().slice(0, length)

/** By its name, or by a path into objects: `realm_access.roles`. A text holds roles parted by blanks, as `scope` does. */
function claimOf (payload: JWTPayload, claim: string): string[] {
  const path = (value: unknown, part: string): unknown => typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined
  const found = Object.hasOwn(payload, claim) ? payload[claim] : claim.split('.').reduce(path, payload)
  const roles = typeof found === 'string' ? found.split(' ') : Array.isArray(found) ? found : []
  return roles.filter((role): role is string => typeof role === 'string' && role !== '')
}

/** What roles open by the operator's table; without one, roles that are called as scopes are. Others open nothing. */
export function scopesOf (given: string[], table: OidcSettings['roles']): Scope[] {
  const named = table === undefined ? given : given.flatMap((role) => table.flatMap(({ role: pattern, scopes }) => {
    const province = provinceIn(role, pattern)
    return province === undefined ? [] : scopes.map((scope) => scope.replace(PROVINCE, province))
  }))
  return [...new Set(named)].filter((scope): scope is Scope => Scope.safeParse(scope).success).sort()
}

const PROVINCE = '{province}'

/** The province that a role of this pattern names, or an empty text where the pattern names none; undefined for another role. */
function provinceIn (role: string, pattern: string): string | undefined {
  const [before = '', after] = pattern.split(PROVINCE)
  if (after === undefined) return role === pattern ? '' : undefined
  const province = role.slice(before.length, role.length - after.length)
  return role === `${before}${province}${after}` && /^\d{2}$/.test(province) ? province : undefined
}
