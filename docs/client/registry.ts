import createClient from 'openapi-fetch'
import type { Client, Middleware } from 'openapi-fetch'
import type { components, paths } from './api.d.ts'

export type Enterprise = components['schemas']['Enterprise']
export type LocalityCounts = components['schemas']['LocalityCounts']
export type Problem = components['schemas']['Problem']
export type EnterpriseFilter = Omit<NonNullable<paths['/enterprises']['get']['parameters']['query']>, 'cursor' | 'limit' | 'total'>

/** Lists come in other forms too; this client asks for one. */
type Json = 'application/json'

const PAGE = 1000
const TRIES = 3
const KEPT_ANSWERS = 100

/** What the registry answers when it cannot do what was asked; `problem.type` is the part for programs. */
export class RegistryProblem extends Error {
  override name = 'RegistryProblem'
  readonly problem: Problem

  constructor (problem: Problem) {
    super(`${problem.title}: ${problem.detail}`)
    this.problem = problem
  }
}

export interface Registry {
  /** Every enterprise of the question, page after page, to the last one. */
  enterprises: (filter?: EnterpriseFilter) => AsyncGenerator<Enterprise>
  /** Undefined where the registry knows no such enterprise. */
  enterprise: (code: string) => Promise<Enterprise | undefined>
  countsByLocality: () => Promise<LocalityCounts>
}

/** `address` ends in `/v1`. A key is needed for nothing here; it raises the limit. */
export function registry (address: string, { key, language = 'vi' }: { key?: string, language?: 'vi' | 'en' } = {}): Registry {
  const client = createClient<paths, Json>({
    baseUrl: address,
    headers: { accept: 'application/json', 'accept-language': language, ...key !== undefined && { authorization: `Bearer ${key}` } },
    // Lists are parted by commas.
    querySerializer: { array: { style: 'form', explode: false } },
  })
  client.use(remembering())
  return {
    enterprises: (filter = {}) => pages(client, filter),
    countsByLocality: () => answered(() => client.GET('/statistics/localities')),
    async enterprise (code) {
      try {
        return await answered(() => client.GET('/enterprises/{code}', { params: { path: { code } } }))
      } catch (err) {
        if (err instanceof RegistryProblem && err.problem.status === 404) return undefined
        throw err
      }
    },
  }
}

async function * pages (client: Client<paths, Json>, filter: EnterpriseFilter): AsyncGenerator<Enterprise> {
  let cursor: string | undefined
  do {
    const query = { ...filter, limit: PAGE, ...cursor !== undefined && { cursor } }
    const page = await answered(() => client.GET('/enterprises', { params: { query } }))
    yield * page.items
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
}

/** Asks again when the registry says when; throws any other problem. */
async function answered<Data> (ask: () => Promise<{ data?: Data, error?: unknown, response: Response }>): Promise<Data> {
  for (let tries = 1; ; tries++) {
    const { data, error, response } = await ask()
    if (data !== undefined) return data
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
    if (Number.isNaN(seconds) || tries === TRIES) throw new RegistryProblem(error as Problem)
    await new Promise((resolve) => { setTimeout(resolve, seconds * 1000) })
  }
}

/** Keeps answers by their ETag: one that has not changed since is not sent again, and costs the registry next to nothing. */
function remembering (): Middleware {
  const answers = new Map<string, { etag: string, response: Response }>()
  return {
    onRequest ({ request }) {
      const known = request.method === 'GET' ? answers.get(request.url) : undefined
      if (known) request.headers.set('if-none-match', known.etag)
      return request
    },
    onResponse ({ request, response }) {
      if (response.status === 304) return answers.get(request.url)?.response.clone()
      const etag = response.headers.get('etag')
      if (!response.ok || etag === null) return undefined
      answers.delete(request.url)
      answers.set(request.url, { etag, response: response.clone() })
      const [oldest] = answers.keys()
      if (answers.size > KEPT_ANSWERS && oldest !== undefined) answers.delete(oldest)
      return undefined
    },
  }
}
