import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const FORM = /^vdr_([0-9a-f]{12})_[\w-]{43}$/
/** What the `Authorization` header can carry as a bearer token (RFC 6750 §2.1). */
const TOKEN = /^[\w.~+/-]{16,200}={0,2}$/

/** `vdr_<prefix>_<secret>`: the prefix finds the key and may be shown, the secret has 256 random bits. */
export const makeKey = (): string => `vdr_${randomBytes(6).toString('hex')}_${randomBytes(32).toString('base64url')}`

export const isToken = (text: string): boolean => TOKEN.test(text)

/** A secret of 256 random bits needs no slow hash. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** What a key is found by; a token of somebody's own making has none in it, and takes it from its hash. */
export const prefixOf = (token: string): string => FORM.exec(token)?.[1] ?? `own-${hashOf(token).slice(0, 12)}`

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
