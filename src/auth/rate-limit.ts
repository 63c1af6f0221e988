import type { IncomingMessage } from 'node:http'
import proxyAddr from '@fastify/proxy-addr'
import { HttpProblem } from '../http/problem.ts'

/** Requests that one client may make in a minute. */
export interface RateLimits { perAddress: number, perKey: number }
export const DEFAULT_RATE_LIMITS: RateLimits = { perAddress: 1200, perKey: 12_000 }

export interface Rate { policy: string, limit: string, isExceeded: boolean, secondsLeft: number }

export const WINDOW_SECONDS = 60
const MAX_CLIENTS = 100_000
const MAX_ADDRESS = 45

interface Tally {
  /** By all who count together, as far as it is known. */
  taken: number
  /** Of these what others have not been told of. */
  untold: number
}

export interface RateLimiter {
  /** `name` is a known caller's; undefined is answered where there is no room to count, and such requests pass. */
  (name: string | undefined, address: string): Rate | undefined
  /** What others have not been told of yet; it counts as told from now on, unless it is given back. */
  take (): { minute: number, taken: { client: string, taken: number }[], giveBack: () => void }
  /** What all together have counted in a minute. */
  learn (minute: number, totals: readonly { client: string, taken: number }[]): void
}

/**
 * Counts requests in minutes that begin for all clients at once, so that what is remembered is dropped in one go. The
 * headers are those of draft-ietf-httpapi-ratelimit-headers. Counts in this process; `shareTallies` tells others of it.
 */
export function makeRateLimiter ({ perAddress, perKey }: RateLimits, now = Date.now): RateLimiter {
  const kinds = {
    key: { name: '"key"', quota: perKey, policy: `"key";q=${perKey};w=${WINDOW_SECONDS}` },
    address: { name: '"address"', quota: perAddress, policy: `"address";q=${perAddress};w=${WINDOW_SECONDS}` },
  }
  let tallies = new Map<string, Tally>()
  let endsAt = 0

  function count (name: string | undefined, address: string): Rate | undefined {
    const at = now()
    if (at >= endsAt) {
      tallies = new Map()
      endsAt = (Math.floor(at / 1000 / WINDOW_SECONDS) + 1) * WINDOW_SECONDS * 1000
    }
    const client = name ?? networkOf(address)
    let tally = tallies.get(client)
    if (tally === undefined) {
      if (tallies.size >= MAX_CLIENTS) return undefined
      tally = { taken: 0, untold: 0 }
      tallies.set(client, tally)
    }
    tally.taken++
    tally.untold++
    const { name: kind, quota, policy } = name === undefined ? kinds.address : kinds.key
    const secondsLeft = Math.ceil((endsAt - at) / 1000)
    return { policy, limit: `${kind};r=${Math.max(0, quota - tally.taken)};t=${secondsLeft}`, isExceeded: tally.taken > quota, secondsLeft }
  }

  const minuteNow = () => endsAt / 1000 / WINDOW_SECONDS
  function take () {
    const minute = minuteNow()
    const told: { client: string, taken: number, tally: Tally }[] = []
    for (const [client, tally] of tallies) {
      if (tally.untold === 0) continue
      told.push({ client, taken: tally.untold, tally })
      tally.untold = 0
    }
    const giveBack = () => { for (const { taken, tally } of told) tally.untold += taken }
    return { minute, taken: told.map(({ client, taken }) => ({ client, taken })), giveBack }
  }
  function learn (minute: number, totals: readonly { client: string, taken: number }[]) {
    if (minute !== minuteNow()) return
    for (const { client, taken } of totals) {
      const tally = tallies.get(client)
      // What came in meanwhile is not among what all have counted.
      if (tally) tally.taken = taken + tally.untold
    }
  }
  return Object.assign(count, { take, learn })
}

/** Counts callers without a key, and answers the headers that tell them of it; undefined where it was one request too many. */
export function makeGreeting (count: RateLimiter, trustProxy: readonly string[]) {
  const isTrusted = trustProxy.length === 0 ? undefined : proxyAddr.compile([...trustProxy])
  return (request: IncomingMessage): readonly string[] | undefined => {
    const rate = count(undefined, isTrusted ? proxyAddr(request, isTrusted) : request.socket.remoteAddress ?? '')
    if (rate?.isExceeded) return undefined
    return rate ? ['ratelimit-policy', rate.policy, 'ratelimit', rate.limit] : []
  }
}

/** Whoever has an IPv6 address has 2^64 of them, so the network counts; IPv4 may come in the clothes of IPv6. */
export function networkOf (address: string): string {
  if (!address.includes(':')) return address.slice(0, MAX_ADDRESS)
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1).slice(0, MAX_ADDRESS)
  const [head = '', tail] = address.slice(0, MAX_ADDRESS).split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  return [...before, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':')
}

export const tooManyRequests = (secondsLeft: number) =>
  new HttpProblem('too-many-requests', undefined, { headers: { 'retry-after': String(secondsLeft) } })
