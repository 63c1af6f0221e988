import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { Agent, get as open } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { to as copyTo } from 'pg-copy-streams'
import { megabytes, note, number } from '../../screen.ts'
import type { Register } from '../register.ts'
import { median } from '../round.ts'
import type { Row, Stage } from '../stage.ts'
import { ALL_BASES, ALL_STATUSES, ask, get, notYet } from '../stage.ts'

const CSV = { least: 0.4 }
const SSE_CLIENTS = 1000
const SSE_BYTES = 100e6
/** What a garbage collector may leave lying about; a register held in memory is several times as much. */
const FLAT_BYTES = 64e6
const everything = { status: ALL_STATUSES.join(','), basis: ALL_BASES.join(',') }

/** The whole list as CSV into a file, against `\copy` of as many columns of the same rows. */
export async function csv ({ register, service, rounds, signal }: Stage): Promise<Row[]> {
  const name = 'CSV of all'
  const probe = await ask(service.url, get('/v1/enterprises', { ...everything, province: '01', format: 'csv', limit: 1 }))
  const bare = probe.status === 200 ? probe : await ask(service.url, get('/v1/enterprises', { ...everything, province: '01', format: 'csv' }))
  if (bare.status !== 200) return [notYet(name, bare, CSV), notYet(`${name}, memory`, bare, { most: 1 })]
  if (!/^text\/csv/.test(bare.headers.get('content-type') ?? '')) throw new Error('The answer to format=csv is no CSV.')
  const header = bare.body.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0]!.split(',').map((column) => column.replaceAll('"', ''))
  const columns = header.filter((column) => column in EXPRESSIONS)
  if (columns.length < header.length / 2) throw new Error(`The CSV has columns that the copy does not know: ${header.join(', ')}`)
  const query = copyOf(columns)
  const folder = await mkdtemp(join(tmpdir(), 'bench-http-'))
  try {
    const [ours, theirs] = [join(folder, 'ours.csv'), join(folder, 'theirs.csv')]
    const took = { ours: [] as number[], theirs: [] as number[] }
    const resting = await resident(service.pid)
    let most = 0
    const watch = setInterval(async () => { most = Math.max(most, await resident(service.pid)) }, 50)
    for (let round = 0; round <= rounds; round++) {
      const seconds = { ours: await download(`${service.url}${get('/v1/enterprises', { ...everything, format: 'csv' }).path}`, ours, signal), theirs: await copy(register, query, theirs, signal) }
      if (round > 0) for (const side of ['ours', 'theirs'] as const) took[side].push(seconds[side])
    }
    clearInterval(watch)
    const [mine, yardstick] = [await records(ours), await records(theirs)]
    if (mine !== yardstick) throw new Error(`The CSV has ${mine} records, the copy ${yardstick}.`)
    const [own, other] = [median(took.ours), median(took.theirs)]
    note(`  CSV: ${megabytes((await stat(ours)).size)} in ${own.toFixed(2)} s, copy ${megabytes((await stat(theirs)).size)} in ${other.toFixed(2)} s, resident ${megabytes(resting)} before, ${megabytes(most)} at most`)
    return [
      { name: `${name} ${number(mine - 1)}`, measured: `${own.toFixed(2)} s`, against: `${hasPsql() ? 'psql \\copy' : 'COPY by pg-copy-streams'} ${other.toFixed(2)} s`, ratio: other / own, reach: CSV, ...columns.length < header.length && { note: `the copy lacks ${header.filter((column) => !columns.includes(column)).join(', ')}` } },
      { name: 'memory more during the CSV', measured: megabytes(most - resting), against: megabytes(FLAT_BYTES), ratio: (most - resting) / FLAT_BYTES, reach: { most: 1 } },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const hasPsql = () => spawnSync('psql', ['--version']).status === 0

async function download (url: string, path: string, signal: AbortSignal): Promise<number> {
  const began = performance.now()
  const answer = await fetch(url, { signal, headers: { 'accept-encoding': 'identity' } })
  if (!answer.ok || answer.body === null) throw new Error(`${url} answers ${answer.status}`)
  await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), createWriteStream(path))
  return (performance.now() - began) / 1000
}

const CATEGORY = 'case when v.category_turns_on is null or v.category_turns_on > current_date then v.category_before else v.category_after end'

/** What a column of the CSV, by its name in the header, is in SQL. */
const EXPRESSIONS: Record<string, string> = {
  code: 'v.code', name: 'v.name', foreignName: 'v.foreign_name', shortName: 'v.short_name', status: 'v.status', statusName: 's.name', legalType: 'v.legal_type',
  legalTypeName: 't.name', ownership: 'v.ownership', foreignSharePercent: 'v.foreign_share_percent', charterCapitalVnd: 'v.charter_capital_vnd', category: CATEGORY,
  basis: 'v.basis', division: "'2025'", province: 'v.province_code', provinceName: "p.type || ' ' || p.name", commune: 'v.commune_code', communeName: "c.type || ' ' || c.name",
  address: 'v.address', registeredOn: 'v.registered_on', vsic: 'v.vsic', mainIndustry: 'case when v.has_main_industry then v.industries[1] end',
  industries: "array_to_string(v.industries, ' ')", validFrom: 'v.valid_from', version: 'v.version', position: 'v.position', 'classification.ruleSet': 'v.rule_set', 'classification.decision': 'v.decision',
  'classification.codes': "array_to_string(v.category_codes, ' ')",
}

const copyOf = (columns: string[]) => `select ${columns.map((column) => `${EXPRESSIONS[column]} as "${column}"`).join(', ')}
  from enterprise_versions v
  left join provinces p on p.division = '2025' and p.code = v.province_code and p.recorded_to is null and p.valid_to is null
  left join communes c on c.code = v.commune_code and c.recorded_to is null and c.valid_to is null
  left join legal_statuses s on s.code = v.status and s.recorded_to is null
  left join legal_types t on t.code = v.legal_type and t.recorded_to is null
  where v.is_current and v.basis is not null and v.presence = 'present' and ${CATEGORY} is not null
  order by v.code`.replace(/\s+/g, ' ')

async function copy (register: Register, query: string, path: string, signal: AbortSignal): Promise<number> {
  const began = performance.now()
  if (hasPsql()) {
    const psql = spawn('psql', ['--no-psqlrc', '--quiet', register.adminUrl, '--command', `\\copy (${query}) to '${path}' with (format csv, header)`], { signal, stdio: ['ignore', 'inherit', 'inherit'] })
    const [code] = await once(psql, 'close') as [number]
    if (code !== 0) throw new Error(`psql ended with ${code}`)
  } else {
    await pipeline(register.admin.query(copyTo(`copy (${query}) to stdout with (format csv, header)`)), createWriteStream(path), { signal })
  }
  return (performance.now() - began) / 1000
}

/** Records of a CSV file, whose fields may hold line ends. */
async function records (path: string): Promise<number> {
  const bytes = await readFile(path)
  let count = 0
  let quoted = false
  for (const byte of bytes) {
    if (byte === 34) quoted = !quoted
    else if (byte === 10 && !quoted) count++
  }
  return count
}

/** Clients that wait for the next event, and what they cost. */
export async function streaming ({ service, signal }: Stage): Promise<Row[]> {
  const name = `${number(SSE_CLIENTS)} idle SSE clients`
  const question = { path: '/v1/changes?after=', headers: { accept: 'text/event-stream' } }
  const status = await ask(service.url, { path: '/v1/status' })
  const { position } = JSON.parse(status.body) as { position?: number }
  const path = `${question.path}${position ?? 0}`
  const probe = await connect(service.url, path, question.headers)
  probe.request.destroy()
  const type = probe.answer.headers['content-type'] ?? ''
  if (probe.answer.statusCode !== 200) return [notYet(name, { status: probe.answer.statusCode!, headers: new Headers(), body: '' }, { most: 1 })]
  if (!type.startsWith('text/event-stream')) throw new Error(`SSE is answered as ${type}.`)
  const resting = await resident(service.pid)
  const clients: ClientRequest[] = []
  try {
    while (clients.length < SSE_CLIENTS) {
      signal.throwIfAborted()
      const some = await Promise.all(Array.from({ length: 50 }, () => connect(service.url, path, question.headers)))
      for (const { request, answer } of some) {
        if (answer.statusCode !== 200) throw new Error(`SSE client ${clients.length} is answered with ${answer.statusCode}.`)
        answer.resume()
        request.on('error', () => undefined)
        clients.push(request)
      }
    }
    await sleep(5000, undefined, { signal })
    const more = await resident(service.pid) - resting
    return [{ name, measured: `${megabytes(more)} more`, against: megabytes(SSE_BYTES), ratio: more / SSE_BYTES, reach: { most: 1 } }]
  } finally {
    for (const client of clients) client.destroy()
  }
}

const agent = new Agent({ keepAlive: false, maxSockets: SSE_CLIENTS + 10 })

function connect (url: string, path: string, headers: Record<string, string>): Promise<{ request: ClientRequest, answer: IncomingMessage }> {
  return new Promise((resolve, reject) => {
    const request = open(`${url}${path}`, { agent, headers }, (answer) => resolve({ request, answer }))
    request.once('error', reject)
  })
}

/** Bytes that a process has resident. */
async function resident (pid: number): Promise<number> {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''))?.[1]
  return Number(kibibytes) * 1024
}
