import { isIP } from 'node:net'
import { Cron } from 'croner'
import { z } from 'zod'

/** Which VSIC version the feed speaks, and from which day on another one. */
export interface FeedVsic {
  version: '2018' | '2025'
  switch?: { on: string, version: '2018' | '2025' }
}

// Of symmetric ones the provider's public key would be the secret, and `none` is no signature.
export const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

/** A setting that is read, or else the words for what is expected of it. */
export const check = <T>(expected: string, read: (text: string) => T | undefined) =>
  z.string().transform((text, ctx): T => {
    const value = read(text.trim())
    if (value !== undefined) return value
    ctx.addIssue({ code: 'custom', message: expected })
    return z.NEVER
  })

export const whole = (min: number, max: number) => check(`a whole number from ${min} to ${max}`, (text) => wholeFrom(text, min, max))

export function wholeFrom (text: string, min: number, max: number): number | undefined {
  const value = Number(text)
  return /^\d{1,9}$/.test(text) && value >= min && value <= max ? value : undefined
}

export const percent = () => check('a number from 0 to 100 with at most two decimals', (text) =>
  /^\d{1,3}(\.\d{1,2})?$/.test(text) && Number(text) <= 100 ? Number(text) : undefined)

const url = (expected: string, ...protocols: string[]) => check(expected, (text) =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text.replace(/\/+$/, '') : undefined)
/** With user and password where the server wants them. */
export const smtpUrl = () => check('the address of a mail server, smtp://mail.example.org:587 or smtps://user:password@mail.example.org', (text) =>
  URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol) && new URL(text).hostname !== '' ? text.replace(/\/+$/, '') : undefined)
export const httpUrl = () => url('an address that begins with http:// or https://', 'http:', 'https:')
// A connection string may name a host list or a socket folder that no URL parser takes; pg judges the rest.
export const databaseUrl = () => check('a connection string, postgres://user:password@host:5432/database', (text) =>
  /^postgres(ql)?:\/\/./.test(text) ? text : undefined)
export const mailbox = () => text('an e-mail address, alone or as Name <name@example.org>', /^(?:[^<>\p{C}]*<[^\s<>@\p{C}]+@[\w.-]+>|[^\s<>@\p{C}]+@[\w.-]+)$/u)
export const text = (expected: string, pattern: RegExp) => check(expected, (value) => pattern.test(value) ? value : undefined)

/** Exactly as tokens name it, with or without a slash at its end. */
export function readIssuer (value: string): string | undefined {
  if (!URL.canParse(value)) return undefined
  const { protocol, hostname } = new URL(value)
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)) ? value : undefined
}

export function readAlgorithms (value: string): string[] | undefined {
  const names = value.split(',').map((name) => name.trim())
  return names.every((name) => ALGORITHMS.includes(name)) ? names : undefined
}

export function readRoles (value: string): { role: string, scopes: string[] }[] | undefined {
  const rows = value.split(';').map((row) => /^\s*([^\s=]+)\s*=\s*(\S+(?:\s+\S+)*)\s*$/.exec(row))
  const table = rows.flatMap((row) => row ? [{ role: row[1]!, scopes: row[2]!.split(/\s+/) }] : [])
  const isScope = (scope: string) => /^(feed:write|feed:release|publish|webhooks|admin|(decide|catalogue|reports):(\d{2}|\*|\{province\})|submit:([a-z0-9]+(-[a-z0-9]+)*|\*))$/.test(scope)
  return table.length === rows.length && table.every(({ role, scopes }) => scopes.every((scope) => isScope(scope) && (!scope.includes('{') || role.includes('{province}')))) ? table : undefined
}

/** Believing everybody would let a caller choose its own address, so there is no word for that. */
export function readProxies (value: string): string[] | undefined {
  const proxies = value.split(',').map((proxy) => proxy.trim())
  return proxies.every(isProxy) ? proxies : undefined
}

function isProxy (proxy: string): boolean {
  if (/^(loopback|linklocal|uniquelocal)$/.test(proxy)) return true
  const [address = '', bits, ...rest] = proxy.split('/')
  return rest.length === 0 && isIP(address) !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(address) === 4 ? 32 : 128)))
}

export function readVsic (value: string): FeedVsic | undefined {
  const [, version, on, next] = /^(2018|2025)(?::(\d{4}-\d\d-\d\d):(2018|2025))?$/.exec(value) ?? []
  if (version !== '2018' && version !== '2025') return undefined
  if (on === undefined) return { version }
  return z.iso.date().safeParse(on).success && (next === '2018' || next === '2025') && next !== version ? { version, switch: { on, version: next } } : undefined
}

/** A day that never comes, such as 30 February, is a pattern too, and no schedule. */
export function readPattern (value: string): string | undefined {
  try {
    return new Cron(value, { mode: '5-part' }).nextRun() && value.split(/\s+/).length === 5 ? value : undefined
  } catch {
    return undefined
  }
}
