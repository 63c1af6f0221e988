import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { command, stopSignal } from '../src/cli/start/failure.ts'
import type { Database } from '../src/db/client.ts'
import { connect } from '../src/db/client.ts'
import { meets } from '../src/enterprises/filter.ts'
import { findHits } from '../src/enterprises/search.ts'
import { fillNames } from './support/names.ts'
import type { Questions } from './support/questions.ts'
import { makeQuestions } from './support/questions.ts'
import type { Register } from './support/kept-register.ts'
import { withKeptRegister } from './support/kept-register.ts'
import { machine } from './support/report.ts'
import { note, number, table } from './support/screen.ts'

const { values } = parseArgs({ options: { size: { type: 'string', default: '100000' }, questions: { type: 'string', default: '200' }, url: { type: 'string' } } })
const size = Number(values.size)
if (!(Number.isInteger(size) && size >= 1000 && size <= 1_000_000)) throw new Error('--size is a whole number from 1000 to 1000000')

const REACH: Record<keyof Questions, [small: number, large: number]> = { words: [5, 20], prefix: [2, 3], substring: [10, 60], fuzzy: [50, 200] }
const TIMES = 5
const PAGE = 50
const listed = sql`v.is_current and ${meets({ division: '2025', status: ['active'], basis: ['confirmed', 'derived'] }, { day: '2026-11-22' })}`

const at = (sorted: number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!

/** Milliseconds of a processor that this process or another has used; undefined where the system does not tell. */
const processorTime = async (pid: number) => await readFile(`/proc/${pid}/schedstat`, 'utf8').then((text) => Number(text.split(' ')[0]) / 1e6, () => undefined)

async function measure (db: Database, kind: keyof Questions, questions: string[]): Promise<string[]> {
  const { rows: [backend] } = await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
  const [walls, busy, found]: [number[], number[], Record<string, number>] = [[], [], {}]
  let slowest = ['', 0] as [string, number]
  for (const q of questions) {
    const times: number[] = []
    const used: number[] = []
    for (let i = 0; i <= TIMES; i++) {
      const before = [await processorTime(backend!.pid), process.cpuUsage()] as const
      const began = performance.now()
      const hits = await db.transaction(async (tx) => await findHits(tx, q, { where: listed, limit: PAGE }))
      const took = performance.now() - began
      const own = process.cpuUsage(before[1])
      const after = await processorTime(backend!.pid)
      // The first one is not warm.
      if (i === 0) { found[hits[0]?.tier ?? 'nothing'] = (found[hits[0]?.tier ?? 'nothing'] ?? 0) + 1; continue }
      times.push(took)
      if (before[0] !== undefined && after !== undefined) used.push(after - before[0] + (own.user + own.system) / 1000)
    }
    const median = at(times.sort((a, b) => a - b), 0.5)
    if (median > slowest[1]) slowest = [q, median]
    walls.push(median)
    if (used.length > 0) busy.push(at(used.sort((a, b) => a - b), 0.5))
  }
  walls.sort((a, b) => a - b)
  busy.sort((a, b) => a - b)
  const reach = REACH[kind][size > 100_000 ? 1 : 0]
  const p95 = at(walls, 0.95)
  note(`${kind}: ${Object.entries(found).map(([tier, n]) => `${tier} ${n}`).join(', ')}; slowest ${JSON.stringify(slowest[0])} ${slowest[1].toFixed(1)} ms`)
  const cpu = (share: number) => busy.length === 0 ? '?' : at(busy, share).toFixed(1)
  return [kind, number(questions.length), at(walls, 0.5).toFixed(1), p95.toFixed(1), walls.at(-1)!.toFixed(1), cpu(0.5), cpu(0.95), `≤ ${reach}`, p95 <= reach ? 'reached' : 'missed']
}

async function measureAll (client: pg.Client, url: string): Promise<string> {
  // As the service has them, but one connection.
  const { db, close } = connect(url, { max: 1 })
  const [began, on] = [new Date(), machine()]
  const questions = await makeQuestions(client, Number(values.questions))
  const rows = []
  for (const kind of ['words', 'prefix', 'substring', 'fuzzy'] as const) rows.push(await measure(db, kind, questions[kind]))
  await close()
  const { rows: [server] } = await client.query<{ version: string }>("select current_setting('server_version') as version")
  return `${began.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${on}, Node ${process.versions.node}, PostgreSQL ${server!.version}.\n` +
    `${number(size)} served enterprises; first pages of ${PAGE} with the filters of the list, on one warm connection, each question ${TIMES} times, its median. Milliseconds.\n\n` +
    table(['question', 'asked', 'p50', 'p95', 'longest', 'processor p50', 'processor p95', 'p95 reach', ''], rows)
}

await command(async () => {
  if (values.url !== undefined) {
    const client = new pg.Client({ connectionString: values.url })
    await client.connect()
    process.stdout.write(await measureAll(client, values.url))
    await client.end()
    return
  }
  const kept = { name: 'bench-search', fill: async ({ admin }: Register) => await fillNames(admin, size) }
  process.stdout.write(await withKeptRegister(kept, size, stopSignal(), async (register) => {
    // A restart empties the memory of PostgreSQL.
    await register.admin.query('select count(*), sum(length(name)), sum(position) from enterprise_versions where is_current')
    return await measureAll(register.admin, register.serviceUrl)
  }))
})
