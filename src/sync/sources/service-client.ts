import pRetry, { AbortError } from 'p-retry'

export interface ServiceAccess {
  baseUrl: string
  tokenUrl: string
  clientId: string
  clientSecret: string
}

export interface RetryPolicy {
  /** How often an answer that can pass (429, 5xx, cut, slow) is asked for again. */
  retries: number
  minTimeoutMs: number
  /** How long one answer may take. */
  timeoutMs: number
}

const DEFAULT_POLICY: RetryPolicy = { retries: 8, minTimeoutMs: 250, timeoutMs: 20_000 }
/** A token is renewed this long before it runs out. */
const TOKEN_MARGIN_MS = 30_000

/** The service answered, and its answer will not get better by asking again. */
export class ServiceRefusal extends Error {}

export interface ServiceClient {
  /** The JSON answer to a GET below the base URL. */
  get: (operation: string) => Promise<unknown>
}

/** A caller of a service behind OAuth2 client credentials: renews its token, retries with back-off and jitter, honours Retry-After. */
export function createServiceClient (access: ServiceAccess, { retries, minTimeoutMs, timeoutMs }: RetryPolicy = DEFAULT_POLICY, signal?: AbortSignal): ServiceClient {
  let token: { value: string, until: number } | undefined
  let asking: Promise<string> | undefined

  /** An answer may take so long, and not longer than the caller wants it. */
  const patience = () => AbortSignal.any([AbortSignal.timeout(timeoutMs), ...signal ? [signal] : []])

  async function askToken (): Promise<string> {
    const response = await fetch(access.tokenUrl, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${access.clientId}:${access.clientSecret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
      signal: patience(),
    })
    if (response.status === 400 || response.status === 401 || response.status === 403) {
      throw new AbortError(new ServiceRefusal(`The token service refuses the client id or secret (${response.status}).`))
    }
    await passOrWait(response)
    const answer = await response.json() as { access_token?: unknown, expires_in?: unknown }
    if (typeof answer.access_token !== 'string') throw new Error('The token service answers without a token.')
    const seconds = Number(answer.expires_in ?? 300)
    token = { value: answer.access_token, until: Date.now() + Math.max(0, seconds * 1000 - TOKEN_MARGIN_MS) }
    return token.value
  }

  async function currentToken (): Promise<string> {
    if (token && Date.now() < token.until) return token.value
    asking ??= askToken().finally(() => { asking = undefined })
    return await asking
  }

  async function ask (operation: string): Promise<unknown> {
    const bearer = await currentToken()
    const response = await fetch(`${access.baseUrl.replace(/\/+$/, '')}/${operation}`, { headers: { authorization: `Bearer ${bearer}` }, signal: patience() })
    if (response.status === 401) {
      if (token?.value === bearer) token = undefined
      throw new Error('The service no longer accepts the token.')
    }
    if (response.status >= 400 && response.status < 500 && response.status !== 429 && response.status !== 408) {
      throw new AbortError(new ServiceRefusal(`The service refuses ${operation.split('?')[0]} (${response.status}).`))
    }
    await passOrWait(response)
    return await response.json()
  }

  return {
    get: (operation) => pRetry(() => ask(operation), {
      retries, minTimeout: minTimeoutMs, maxTimeout: 30_000, randomize: true, ...signal && { signal },
      // Every failure that is not a refusal can pass: cut answers surface as syntax and type errors.
      shouldRetry: () => true,
    }),
  }
}

const MAX_WAIT_SECONDS = 60

/** Throws on 429 and 5xx, after the wait that the service asks for. */
async function passOrWait (response: Response): Promise<void> {
  if (response.ok) return
  await response.body?.cancel()
  const seconds = Number(response.headers.get('retry-after') ?? 0)
  if (seconds > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(seconds, MAX_WAIT_SECONDS) * 1000))
  throw new Error(`The service answers ${response.status}.`)
}
