import { hash, randomBytes, timingSafeEqual } from 'node:crypto'

/** `vdr_<environment>_<prefix>_<secret>`; keys from before environments have none. */
const FORM = /^vdr_(?:([a-z0-9]{1,12})_)?([0-9a-f]{12})_[\w-]{43}$/
/** What the `Authorization` header can carry as a bearer token (RFC 6750 §2.1). */
const TOKEN = /^[\w.~+/-]{16,200}={0,2}$/

/**
 * The environment says at a glance, to people and to programs that look for lost secrets, what a key opens; the prefix
 * finds it and may be shown; the secret has 256 random bits.
 */
export const makeKey = (environment: string): string => `vdr_${environment}_${randomBytes(6).toString('hex')}_${randomBytes(32).toString('base64url')}`

export const isToken = (text: string): boolean => TOKEN.test(text)

/** The environment that a key of this form names; undefined where it names none. */
export const environmentOf = (token: string): string | undefined => FORM.exec(token)?.[1]

/**
 * A slow hash makes guessing dear where people choose secrets. Nobody guesses 256 random bits, at any speed, so a fast
 * one is as safe and costs a request two microseconds.
 */
export const hashOf = (token: string): string => hash('sha256', token)

/** What a key is found by; a token of somebody's own making has none in it, and takes it from its hash. */
export const prefixOf = (token: string): string => FORM.exec(token)?.[2] ?? `own-${hashOf(token).slice(0, 12)}`

/** In constant time, so that a wrong secret tells nothing by how long it took. */
export const matches = (token: string, secretHash: string): boolean => {
  const expected = Buffer.from(secretHash, 'hex')
  const actual = Buffer.from(hashOf(token), 'hex')
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

/** The token of `Authorization: Bearer …`; undefined for every other scheme and form. */
export function bearerToken (authorization: string): string | undefined {
  const [, token] = /^bearer +(\S+)$/i.exec(authorization.trim()) ?? []
  return token !== undefined && isToken(token) ? token : undefined
}
