import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { VERSION } from '../http/headers.ts'
import type { AddressRules } from './webhook-address.ts'
import { findAddresses, ForbiddenAddress, readUrl } from './webhook-address.ts'

export const OUTCOMES = ['delivered', 'refused', 'redirected', 'gone', 'timeout', 'unreachable', 'forbidden'] as const
export type Outcome = typeof OUTCOMES[number]

export interface Answer {
  /** `aborted` by us: nothing is known of it. */
  outcome: Outcome | 'aborted'
  status: number | null
  /** Node's code of what went wrong below HTTP. */
  error: string | null
  durationMs: number
}

export interface PostOptions extends AddressRules {
  headers: Record<string, string>
  body: string
  timeoutMs: number
  signal: AbortSignal
}

/** An answer's body is nobody's business; a receiver that goes on for longer is hung up on. */
const MOST_ANSWER_BYTES = 16_384

function outcomeOf (status: number): Outcome {
  if (status >= 200 && status < 300) return 'delivered'
  if (status >= 300 && status < 400) return 'redirected'
  return status === 410 ? 'gone' : 'refused'
}

/** The addresses that were checked are the ones that are connected to: between two look-ups a name may change its mind. */
const checkedLookup = (rules: AddressRules): LookupFunction => (hostname, options, callback) => {
  findAddresses(hostname, rules).then((addresses) => {
    if (options.all) callback(null, addresses)
    else callback(null, addresses[0]!.address, addresses[0]!.family)
  }, (err: NodeJS.ErrnoException) => callback(err, []))
}

const codeOf = (err: unknown): string => String((err as NodeJS.ErrnoException).code ?? 'ERROR').slice(0, 100)

/** Sends once, on a connection of its own, and follows no redirect. Never rejects. */
export async function post (text: string, { headers, body, timeoutMs, signal, ...rules }: PostOptions): Promise<Answer> {
  const started = performance.now()
  const answer = (outcome: Answer['outcome'], status: number | null, error: string | null): Answer =>
    ({ outcome, status, error, durationMs: Math.round(performance.now() - started) })
  let url: URL
  try {
    url = readUrl(text, rules)
  } catch (err) {
    return answer('forbidden', null, codeOf(err))
  }
  return await new Promise((resolve) => {
    let status: number | undefined
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': `Registry-Webhooks/${VERSION}`, ...headers },
      // No connection outlives its delivery, so that each is checked.
      agent: false,
      lookup: checkedLookup(rules),
    })
    const end = (without: Answer['outcome'], error: string | null) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      request.destroy()
      // Once the status is there it is the answer, whatever becomes of the body.
      resolve(status === undefined ? answer(without, null, error) : answer(outcomeOf(status), status, null))
    }
    const abort = () => end('aborted', null)
    const timer = setTimeout(() => end('timeout', null), timeoutMs)
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()
    request.on('error', (err) => end(err instanceof ForbiddenAddress ? 'forbidden' : 'unreachable', codeOf(err)))
    request.on('response', (response) => {
      status = response.statusCode
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > MOST_ANSWER_BYTES) end('delivered', null)
      })
      for (const event of ['end', 'close', 'error'] as const) response.on(event, () => end('delivered', null))
    })
    request.end(body)
  })
}
