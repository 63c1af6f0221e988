import type { CountQuestion, Known, ListQuestion, Peer } from './peers.ts'
import type { Program } from './programs.ts'
import type { Register } from './register.ts'
import type { Question } from './round.ts'

/** Everything that a case needs: who answers, and what is known of the register. */
export interface Stage {
  register: Register
  service: Program
  hello: Program
  fastify: Program
  peers: Peer[]
  rounds: number
  signal: AbortSignal
  known: Known[]
}

/** One line of the table. Without a ratio there is no verdict. */
export interface Row {
  name: string
  measured: string
  against: string
  ratio?: number
  reach?: { least: number } | { most: number }
  /** Processor time of a request in µs, own and the yardstick's. */
  cpu?: [number | undefined, number | undefined]
  /** Beside the verdict. */
  note?: string
}

export const ALL_STATUSES = ['active', 'suspended', 'not-at-address', 'revoked', 'dissolving', 'bankrupt', 'ended', 'unknown']
export const ALL_BASES = ['derived', 'confirmed', 'candidate']
export const OWNERSHIPS = ['domestic', 'foreign', 'mixed', 'unknown']

/** Every enterprise that is served, in an order of chance that is the same in each run. */
export async function knownEnterprises ({ admin }: Register): Promise<Known[]> {
  const { rows } = await admin.query<Known>(`
    select code, version from enterprise_versions where is_current and basis is not null and presence = 'present' order by md5(code)`)
  if (rows.length === 0) throw new Error('No enterprise is served.')
  return rows
}

/** First pages of 50 that are full, each of another question. */
export async function listQuestions ({ register: { admin } }: Stage): Promise<ListQuestion[]> {
  const { rows } = await admin.query<{ province: string, category: string }>(`
    select province_code as province, case when category_turns_on > current_date then category_before else category_after end as category
    from enterprise_versions where is_current and basis = 'derived' and presence = 'present' and status = 'active' and category_after = 'ii'
    group by 1, 2 having count(*) >= 50 order by 1, 2`)
  const questions = rows.filter(({ category }) => category === 'ii').flatMap(({ province, category }) =>
    subsetsWith('active', ALL_STATUSES).flatMap((status) => subsetsWith('derived', ALL_BASES).map((basis) => ({ province, category, status, basis }))))
  return shuffled(questions)
}

export const countQuestions = (): CountQuestion[] =>
  shuffled(subsetsWith('active', ALL_STATUSES).flatMap((status) => subsetsWith('derived', ALL_BASES).flatMap((basis) =>
    subsetsWith('domestic', OWNERSHIPS).map((ownership) => ({ status, basis, ownership })))))

/** All subsets that have one value, written as the API wants lists. */
function subsetsWith (one: string, all: string[]): string[] {
  const others = all.filter((value) => value !== one)
  return Array.from({ length: 2 ** others.length }, (_, bits) => [one, ...others.filter((_value, index) => bits & 2 ** index)].join(','))
}

/** The same order in each run, by a stride that meets everything once. */
function shuffled<T> (values: T[]): T[] {
  const greatest = (a: number, b: number): number => b === 0 ? a : greatest(b, a % b)
  let stride = Math.max(1, Math.floor(values.length * 0.618))
  while (greatest(stride, values.length) !== 1) stride++
  return values.map((_, index) => values[index * stride % values.length]!)
}

export const get = (path: string, values: Record<string, string | number> = {}): Question => {
  const query = new URLSearchParams(Object.entries(values).map(([name, value]): [string, string] => [name, String(value)])).toString()
  return { path: query === '' ? path : `${path}?${query}` }
}

export interface Reply { status: number, headers: Headers, body: string }

export async function ask (url: string, { path, ...init }: Question, signal?: AbortSignal): Promise<Reply> {
  const answer = await fetch(`${url}${path}`, { ...init, ...signal && { signal } })
  return { status: answer.status, headers: answer.headers, body: await answer.text() }
}

/** A row for what the service does not do yet, or fails at. */
export function notYet (name: string, { status, body }: Reply, reach?: Row['reach']): Row {
  const isNew = [400, 404, 405, 406].includes(status)
  if (!isNew && status < 500) throw new Error(`"${name}" is answered with ${status}: ${body.slice(0, 500)}`)
  return { name, measured: '–', against: '–', ...reach && { reach }, note: `${isNew ? 'not there yet' : 'fails'} (${status})` }
}
