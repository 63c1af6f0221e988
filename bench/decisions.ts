import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { buildApp } from '../src/app.ts'
import { issueKey } from '../src/auth/commands.ts'
import { COLUMNS } from '../src/classification/batch-file.ts'
import { command, stopSignal } from '../src/cli/start/failure.ts'
import { connect } from '../src/db/client.ts'
import { fillCandidates } from './support/candidates.ts'
import { settle, withRegister } from './support/register.ts'
import { machine } from './support/report.ts'
import { note, number, table } from './support/screen.ts'

const { values } = parseArgs({ options: { size: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '5' } } })
const [size, rounds] = [Number(values.size), Number(values.rounds)]
const ROWS = Math.min(10_000, Math.floor(size / (rounds + 1)))
const TIMES = 200
const PAGE = 50
const WAIT = 20
if (!(Number.isInteger(size) && size >= 1000 && size <= 1_000_000)) throw new Error('--size is a whole number from 1000 to 1000000')
if (!(Number.isInteger(rounds) && rounds >= 1 && rounds <= 10)) throw new Error('--rounds is a whole number from 1 to 10')

/** What a page says, of the same rows, as one statement of an officer's province. */
const BARE = `
  select r.code, r.kind, r.province_code, r.since, r.until, r.reasons, v.name, v.status, v.registered_on, v.basis, v.version, v.category_before, v.category_after, v.category_turns_on,
    c.claimed_by, c.label, c.expires_at, b.recorded_at
  from reviews r join enterprise_versions v on v.code = r.code and v.is_current left join claims c on c.code = r.code and c.expires_at > now() left join blocks b on b.last_position = r.since
  where (r.until is null or r.until > current_date) and r.province_code = $1 order by r.since, r.code, r.kind limit ${PAGE + 1}`

const began = new Date()
const sorted = (values: number[]) => values.toSorted((a, b) => a - b)
const median = (values: number[]) => sorted(values)[Math.floor(values.length / 2)]!

async function timed (work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** Milliseconds of processor that this process and its connections have used; NaN where the system does not tell. */
async function processor (pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('select pid from pg_stat_activity where usename = current_user and datname = current_database()')
  const { user, system } = process.cpuUsage()
  const used = await Promise.all(rows.map(({ pid }) => readFile(`/proc/${pid}/schedstat`, 'utf8').then((text) => Number(text.split(' ')[0]) / 1e6, () => Number.NaN)))
  return (user + system) / 1000 + used.reduce((sum, ms) => sum + ms, 0)
}

await command(async () => await withRegister(stopSignal(), async (register) => {
  const { db, pool, close } = connect(register.env['DATABASE_URL']!, { max: 4 })
  const app = await buildApp({ databaseUrl: register.env['DATABASE_URL']!, rateLimits: { perAddress: 1e9, perKey: 1e9 } })
  try {
    await fillCandidates(register, size)
    await settle(register)
    const { key } = await issueKey(db, { label: 'bench', scopes: ['decide:*'] })
    const headers = { authorization: `Bearer ${key}` }
    const ask = async (url: string) => {
      const response = await app.inject({ url, headers })
      if (response.statusCode !== 200) throw new Error(response.body)
      return response.json()
    }
    const { total: { candidate } } = await ask('/v1/classification/queue/counts')
    if (candidate < size * 0.99) throw new Error(`Only ${candidate} of ${size} wait.`)
    const { rows: [large] } = await pool.query<{ province: string }>('select province_code as province from reviews group by 1 order by count(*) desc limit 1')
    const [pages, bares, counts]: [number[], number[], number[]] = [[], [], []]
    // One of each in turn, so that both meet the same moments; the first ones are not warm.
    for (let i = -WAIT; i < TIMES; i++) {
      const [page, bare] = [
        await timed(() => ask(`/v1/classification/queue?province=${large!.province}&limit=${PAGE}`)),
        await timed(async () => JSON.stringify((await pool.query(BARE, [large!.province])).rows)),
      ]
      if (i >= 0) pages.push(page)
      if (i >= 0) bares.push(bare)
      if (i >= 0 && i % 10 === 0) counts.push(await timed(() => ask('/v1/classification/queue/counts')))
    }
    note(`a page ${median(pages).toFixed(2)} ms, its bare SQL ${median(bares).toFixed(2)} ms`)
    const batches: number[] = []
    const busy: number[] = []
    for (let round = 0; round < rounds; round++) {
      await settle(register)
      const { rows } = await pool.query<{ code: string, version: number }>('select code, version from enterprise_versions v where is_current and v.basis = \'candidate\' order by md5(code) limit $1', [ROWS])
      const file = [COLUMNS.join(','), ...rows.map(({ code, version }, i) => `${code},,${version},iii,,dossier,HS-${i},,`)].join('\r\n')
      const before = await processor(pool)
      batches.push(await timed(async () => {
        const response = await app.inject({ method: 'POST', url: '/v1/classification/decisions', payload: file, headers: { ...headers, 'content-type': 'text/csv' } })
        if (response.json().decided !== ROWS) throw new Error(response.body.slice(0, 500))
      }))
      busy.push(await processor(pool) - before)
      note(`${number(ROWS)} decisions in ${(batches.at(-1)! / 1000).toFixed(2)} s, ${(busy.at(-1)! / 1000).toFixed(2)} s of processor`)
    }
    const { rows: [kept] } = await pool.query<{ versions: number }>('select count(*)::int as versions from enterprise_versions')
    const ratio = median(pages) / median(bares)
    const reached = (is: boolean) => is ? 'reached' : 'missed'
    const range = (times: number[], unit: number, digits: number) => `${(sorted(times)[0]! / unit).toFixed(digits)} to ${(sorted(times).at(-1)! / unit).toFixed(digits)}`
    process.stdout.write(`${began.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${machine()}, Node ${process.versions.node}, PostgreSQL ${register.version}.\n` +
      `${number(candidate)} candidates, ${number(kept!.versions)} versions in the end; medians.\n\n` +
      table(['case', 'asked', 'measured', 'from, to', 'processor', 'yardstick', 'ratio', 'reach', ''], [
        [`queue page of ${PAGE} of a province`, number(TIMES), `${median(pages).toFixed(2)} ms`, range(pages, 1, 2), '', `${median(bares).toFixed(2)} ms`, ratio.toFixed(2), '≤ 1.5', reached(ratio <= 1.5)],
        ['counts of the queue', number(counts.length), `${median(counts).toFixed(1)} ms`, range(counts, 1, 1), '', '', '', '', ''],
        [`${number(ROWS)} decisions in a file`, number(rounds), `${(median(batches) / 1000).toFixed(2)} s`, range(batches, 1000, 2), `${(median(busy) / 1000).toFixed(2)} s`, '', '', '≤ 10 s', reached(median(batches) <= 10_000)],
      ]))
  } finally {
    await app.close()
    await close()
  }
}))
