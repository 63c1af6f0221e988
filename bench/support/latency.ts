import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Register } from './register.ts'
import { note, number } from './screen.ts'
import type { Service } from './service.ts'

export interface Question { url: string, codes: string[], perSecond: number }
export interface Answers { milliseconds: number[], failed: number }

/** Milliseconds from the request to the end of its answer. */
export interface Latency { requests: number, failed: number, p50: number, p99: number, longest: number }
export interface Latencies<T> { idle: Latency, busy: Latency, outcome: T }

const PER_SECOND = 100
const WARM_UP_MS = 5000
const IDLE_MS = 20_000
const CODES = 5000

/** How `GET /v1/enterprises/{code}` answers while nothing else goes on, and then during the work. */
export async function measureLatency<T> (register: Register, { url }: Service, work: () => Promise<T>): Promise<Latencies<T>> {
  const { rows } = await register.admin.query<{ code: string }>(
    'select code from enterprise_versions where is_current and basis is not null order by md5(code) limit $1', [CODES])
  if (rows.length === 0) throw new Error('No enterprise is served.')
  const question: Question = { url, codes: rows.map(({ code }) => code), perSecond: PER_SECOND }
  const asker = fork(fileURLToPath(new URL('asking.ts', import.meta.url)), { signal: register.signal })
  asker.on('error', () => undefined)
  const during = async <R>(what: string, act: () => Promise<R>): Promise<[Latency, R]> => {
    asker.send(question)
    const done = await act()
    asker.send('stop')
    const [answers] = await once(asker, 'message', { signal: register.signal }) as [Answers]
    const latency = summary(answers)
    note(`${what}: ${number(latency.requests)} requests, p50 ${latency.p50.toFixed(1)} ms, p99 ${latency.p99.toFixed(1)} ms`)
    return [latency, done]
  }
  try {
    await during('warming up', () => sleep(WARM_UP_MS))
    const [idle] = await during('asking an idle service', () => sleep(IDLE_MS))
    const [busy, outcome] = await during('asking during a full load', work)
    return { idle, busy, outcome }
  } finally {
    asker.kill()
  }
}

function summary ({ milliseconds, failed }: Answers): Latency {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { requests: sorted.length, failed, p50: at(0.5), p99: at(0.99), longest: at(1) }
}
