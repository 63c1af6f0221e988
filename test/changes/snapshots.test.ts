import { createHash } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { makeSnapshot, pruneFeed, SnapshotInProgress } from '../../src/changes/commands.ts'
import type { ChangeEvent } from '../../src/changes/event.ts'
import { dayOf } from '../../src/calendar.ts'
import { testApp } from '../support/app.ts'
import { Copy } from '../support/copy.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, testHistory } from '../support/history.ts'
import { NOW } from '../support/register.ts'

const dataDir = t.testdir()
const folder = join(dataDir, 'snapshots')
const { db, pool, url, load, full } = await testHistory(t, Array.from({ length: 30 }, (_, i) => feedRecord({ code: codeOf(i), name: i === 0 ? '=1+1' : `CÔNG TY "SỐ" ${i}`, industries: i % 5 === 4 ? ['4711'] : ['6201'] })))
const app = await testApp(t, { databaseUrl: url, dataDir, now: () => NOW })
const ask = async (path: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') => await app.inject({ method, url: path, headers })
const json = async (path: string) => {
  const response = await ask(path)
  return { status: response.statusCode, body: response.json() }
}
const make = (keep?: number) => makeSnapshot({ db, pool }, { folder, today: dayOf(NOW), ...keep !== undefined && { keep } })
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

t.test('without a snapshot the list is empty', async (t) => {
  t.strictSame(await json('/v1/snapshots'), { status: 200, body: { items: [] } })
  t.match(await json('/v1/snapshots/1'), { status: 404, body: { type: '/problems/not-found' } })
})

t.test('a snapshot tells its position, rows and the digest of the register there', async (t) => {
  const { position } = await make()
  const { body } = await json(`/v1/snapshots/${position}`)
  t.match(body, { id: position, position, rows: 24, schemaVersion: 1, asOf: '2026-11-22', language: 'vi', division: '2025', files: { length: 2 } })
  t.strictSame((await json('/v1/snapshots')).body.items, [body])
  t.strictSame((await json(`/v1/changes/digest?until=${position}`)).body.register, body.digest)
  for (const { url, bytes, sha256: stated } of body.files) {
    const { rawPayload, headers } = await ask(url)
    t.equal(rawPayload.length, bytes)
    t.equal(sha256(rawPayload), stated)
    t.match(headers, { etag: `"${stated}"`, 'accept-ranges': 'bytes', 'content-length': String(bytes), 'content-type': 'application/gzip', 'cache-control': /immutable/ })
  }
  t.strictSame(await readdir(folder), [String(position)], 'nothing unfinished is left')
})

t.test('its rows are the enterprises as the API shows them, in both forms', async (t) => {
  const [{ position }] = (await json('/v1/snapshots')).body.items
  const lines = gunzipSync((await ask(`/v1/snapshots/${position}/enterprises.ndjson.gz`)).rawPayload).toString().trimEnd().split('\n').map((line) => JSON.parse(line))
  t.strictSame(lines.map(({ code }) => code), lines.map(({ code }) => code).sort())
  for (const line of lines.slice(0, 3)) t.strictSame(line, (await json(`/v1/enterprises/${line.code}`)).body)
  const csv = gunzipSync((await ask(`/v1/snapshots/${position}/enterprises.csv.gz`)).rawPayload).toString()
  const rows = parse(csv, { bom: true, columns: true }) as Record<string, string>[]
  t.strictSame(rows.map(({ code, name }) => [code, name]), lines.map(({ code, name }) => [code, name === '=1+1' ? "'=1+1" : name]))
  t.match(rows[0], { industries: '6201', 'classification.codes': '6201', version: '1' })
})

t.test('snapshot and the events behind it make the register', async (t) => {
  const [{ position }] = (await json('/v1/snapshots')).body.items
  await load([feedRecord({ code: codeOf(3), changes: 1, amendedOn: '2026-01-01', name: 'MỚI', address: DANANG }), feedRecord({ code: codeOf(4), changes: 1, amendedOn: '2026-01-01' }), feedRecord({ code: codeOf(40) })])
  await full('2026-10-31', Array.from({ length: 20 }, (_, i) => feedRecord({ code: codeOf(i + 5) })))
  const copy = new Copy()
  copy.position = position
  const lines = gunzipSync((await ask(`/v1/snapshots/${position}/enterprises.ndjson.gz`)).rawPayload).toString().trimEnd().split('\n')
  for (const line of lines) copy.load(JSON.parse(line))
  const events: ChangeEvent[] = (await json(`/v1/changes?after=${position}&limit=1000`)).body.items
  for (const event of events) copy.apply(event)
  const { body } = await json(`/v1/changes/digest?after=${position}`)
  t.match(body, copy.digest())
  for (const { province, ...digest } of body.provinces) t.strictSame(digest, copy.digest(position, province), province)
  const { body: at } = await json(`/v1/changes/digest?until=${position}`)
  t.equal(at.register.count, 24, 'the old digest still stands')
})

t.test('the same position is not made twice; others at it are told', async (t) => {
  const [one, two] = await Promise.allSettled([make(), make()])
  const lost = [one, two].filter(({ status }) => status === 'rejected')
  t.ok(lost.length <= 1)
  for (const { reason } of lost as PromiseRejectedResult[]) t.type(reason, SnapshotInProgress)
  const before = (await json('/v1/snapshots')).body
  await make()
  t.strictSame((await json('/v1/snapshots')).body, before)
  t.equal(before.items.length, 2)
})

t.test('parts of a file, HEAD and conditions', async (t) => {
  const [{ files: [file] }] = (await json('/v1/snapshots')).body.items
  const whole = (await ask(file.url)).rawPayload
  const part = await ask(file.url, { range: 'bytes=10-19' })
  t.equal(part.statusCode, 206)
  t.match(part.headers, { 'content-range': `bytes 10-19/${file.bytes}`, 'content-length': '10', etag: `"${file.sha256}"` })
  t.strictSame(part.rawPayload, whole.subarray(10, 20))
  t.strictSame((await ask(file.url, { range: 'bytes=-7' })).rawPayload, whole.subarray(-7))
  const beyond = await ask(file.url, { range: `bytes=${file.bytes}-` })
  t.equal(beyond.statusCode, 416)
  t.match(beyond.json(), { type: '/problems/range-not-satisfiable', status: 416 })
  t.equal(beyond.headers['content-range'], `bytes */${file.bytes}`)
  for (const range of ['bytes=5-2', 'bytes=a-', 'lines=1-2', 'bytes=0-1,4-5', '💥'.normalize()]) t.equal((await ask(file.url, { range: encodeURI(range) })).statusCode, 200, range)
  t.equal((await ask(file.url, { range: 'bytes=0-9', 'if-range': `"${file.sha256}"` })).statusCode, 206)
  t.equal((await ask(file.url, { range: 'bytes=0-9', 'if-range': '"another"' })).statusCode, 200)
  t.equal((await ask(file.url, { range: 'bytes=0-9', 'if-range': `W/"${file.sha256}"` })).statusCode, 200, 'a weak tag is none for parts')
  const head = await ask(file.url, { range: 'bytes=0-9' }, 'HEAD')
  t.match(head, { statusCode: 200, payload: '', headers: { 'content-length': String(file.bytes), etag: `"${file.sha256}"` } })
  t.match(await ask(file.url, { 'if-none-match': `"x", "${file.sha256}"` }), { statusCode: 304, payload: '' })
})

t.test('the newest one has a name that lasts', async (t) => {
  const { body } = await json('/v1/snapshots/latest')
  t.strictSame(body, (await json('/v1/snapshots')).body.items[0])
  const file = await ask('/v1/snapshots/latest/enterprises.csv.gz')
  t.match(file, { statusCode: 200, headers: { 'cache-control': 'public, no-cache' } }, 'which stands for another one soon')
  t.same(file.rawPayload, (await ask(`/v1/snapshots/${body.id}/enterprises.csv.gz`)).rawPayload)
})

t.test('what is no snapshot and no file is named', async (t) => {
  for (const path of ['x', '-1', '01', '9007199254740992']) t.match(await json(`/v1/snapshots/${path}`), { status: 400, body: { errors: [{ path: 'snapshot' }] } }, path)
  const [{ position }] = (await json('/v1/snapshots')).body.items
  for (const name of ['enterprises.xml', '..%2f..%2fetc%2fpasswd', 'enterprises.ndjson.gz%00']) t.equal((await json(`/v1/snapshots/${position}/${name}`)).status, 400, name)
  t.equal((await json(`/v1/snapshots/${position}?limit=1`)).status, 400)
})

t.test('a file that is not there as it was made is no 500', async (t) => {
  const [{ position }] = (await json('/v1/snapshots')).body.items
  await writeFile(join(folder, String(position), 'enterprises.csv.gz'), 'cut')
  t.match(await json(`/v1/snapshots/${position}/enterprises.csv.gz`), { status: 503, body: { type: '/problems/unavailable' } })
})

t.test('what a pruned feed no longer has is a 410 that names the snapshot', async (t) => {
  const [{ position }] = (await json('/v1/snapshots')).body.items
  const { tip } = (await json('/v1/changes?limit=1')).body
  await t.rejects(pruneFeed(db, tip + 2), { name: 'NoWayBack' })
  await t.rejects(pruneFeed(db, 1), { name: 'NoWayBack' })
  await pruneFeed(db, 20)
  const { body } = await json('/v1/changes?after=19&limit=1000')
  t.match(body, { earliest: 20, tip: tip + 1 })
  t.match(body.items.at(-1), { type: 'prune', subject: '20', detail: { earliest: 20, snapshot: position } })
  for (const path of ['/v1/changes', '/v1/changes?after=18', '/v1/changes/digest?after=18']) {
    t.match(await json(path), { status: 410, body: { type: '/problems/pruned', earliest: 20, tip: tip + 1, snapshot: `/v1/snapshots/${position}` } }, path)
  }
  t.equal((await ask('/v1/changes', { accept: 'text/event-stream', 'last-event-id': '3' })).statusCode, 410)
  t.match((await json('/v1/changes/digest')).body, { after: 19, earliest: 20 })
  t.equal((await json(`/v1/snapshots/${position}`)).status, 200)
})

t.test('old snapshots go, the one that a pruned feed names stays', async (t) => {
  for (let i = 0; i < 3; i++) {
    await load([feedRecord({ code: codeOf(60 + i) })])
    await make(2)
  }
  const { items } = (await json('/v1/snapshots')).body
  t.equal(items.length, 2)
  t.strictSame((await readdir(folder)).map(Number).sort((a, b) => b - a), items.map(({ id }: { id: number }) => id))
  t.match((await json('/v1/changes')).body, { status: 410, snapshot: `/v1/snapshots/${items[0].id}` })
})
