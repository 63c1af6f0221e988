import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { codeOf } from './amendments.ts'
import type { HandoverFile } from './handover-files.ts'
import { linesOf } from './lines.ts'
import type { Register, RunRow } from './register.ts'
import { lastRun, settle } from './register.ts'
import { megabytes, note, seconds } from './screen.ts'
import type { Service } from './service.ts'

export interface Push {
  records: number
  /** For opening the run and sending its chunks. */
  sentSeconds: number
  /** From the request to commit to the first answer that shows the new state. */
  visibleSeconds: number
  /** The server's. */
  peak: number | undefined
  run: RunRow
}

const CHUNK_RECORDS = 2000
const LONGEST_MS = 120_000

/** Pushes a delta over HTTP and waits until a reader sees it. Undefined where this build takes no push. */
export async function push (register: Register, service: Service, delta: HandoverFile): Promise<Push | undefined> {
  const lines: Buffer[] = []
  for await (const some of linesOf(delta.path)) lines.push(...some)
  const code = await servedCode(register, lines)
  const see = () => fetch(`${service.url}/v1/enterprises/${code}`).then(async (answer) => `${answer.status} ${await answer.text()}`)
  await settle(register)
  const before = await see()

  const began = performance.now()
  const runs = `${service.url}/v1/sync/runs`
  const opened = await send(service, 'POST', runs, { 'content-type': 'application/json' },
    JSON.stringify({ kind: 'delta', source: 'nbrs', sequence: { from: 1, to: lines.length } }))
  if (opened.status === 404 || opened.status === 405) return undefined
  const run = `${runs}/${(await accepted(opened, 201)).id}`
  await sendChunks(service, run, lines)
  const committed = performance.now()
  await accepted(await send(service, 'POST', `${run}/commit`), 202)
  await until(async () => await see() !== before)
  const seen = performance.now()
  const state = async () => ((await accepted(await send(service, 'GET', run), 200)) as { state: string }).state
  await until(async () => /^(succeeded|failed|held)$/.test(await state()))
  if (await state() !== 'succeeded') throw new Error(`The pushed delta is ${await state()}.`)
  const pushed: Push = { records: lines.length, sentSeconds: (committed - began) / 1000, visibleSeconds: (seen - committed) / 1000, peak: service.peak(), run: await lastRun(register) }
  note(`delta of ${pushed.records}: sent in ${seconds(pushed.sentSeconds)}, visible ${seconds(pushed.visibleSeconds)} after commit, peak of the server ${megabytes(pushed.peak)}`)
  return pushed
}

async function sendChunks (service: Service, run: string, lines: Buffer[]) {
  for (let from = 0, chunk = 1; from < lines.length; from += CHUNK_RECORDS, chunk++) {
    const some = lines.slice(from, from + CHUNK_RECORDS)
    const body = gzipSync(Buffer.concat(some))
    const answer = await send(service, 'PUT', `${run}/chunks/${chunk}`, {
      'content-type': 'application/x-ndjson',
      'content-encoding': 'gzip',
      'content-digest': `sha-256=:${createHash('sha256').update(body).digest('base64')}:`,
      'record-count': String(some.length),
    }, body)
    await accepted(answer, 200, 201, 202, 204)
  }
}

const send = (service: Service, method: string, url: string, headers: Record<string, string> = {}, body?: string | Buffer): Promise<Response> =>
  fetch(url, { method, headers: { authorization: `Bearer ${service.key}`, ...headers }, ...body !== undefined && { body } })

/** The answer's body; throws what it says where it is none of the expected ones. */
async function accepted (answer: Response, ...expected: number[]): Promise<{ id?: number }> {
  const text = await answer.text()
  if (!expected.includes(answer.status)) throw new Error(`${answer.url} answers ${answer.status}: ${text}`)
  return text === '' ? {} : JSON.parse(text) as { id?: number }
}

/** Only served enterprises can be seen. */
async function servedCode ({ admin }: Register, lines: Buffer[]): Promise<string> {
  const { rows: [row] } = await admin.query<{ code: string }>(
    'select code from enterprise_versions where is_current and basis is not null and code = any($1) order by code limit 1', [lines.map(codeOf)])
  if (!row) throw new Error('The delta tells of no enterprise that is served.')
  return row.code
}

async function until (isTrue: () => Promise<boolean>) {
  for (const limit = performance.now() + LONGEST_MS; !await isTrue(); await sleep(20)) {
    if (performance.now() > limit) throw new Error(`Nothing to be seen within ${LONGEST_MS / 1000} s.`)
  }
}
