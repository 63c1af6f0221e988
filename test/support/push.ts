import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Test } from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import type { FeedRecord } from '../../src/sync/feed-record.ts'
import { lineOf } from './feed.ts'
import { testRegister } from './register.ts'

export const ndjson = (records: (FeedRecord | string)[]): string => records.map((record) => `${typeof record === 'string' ? record : lineOf(record)}\n`).join('')

export const digestOf = (body: string | Buffer): string => `sha-256=:${createHash('sha256').update(body).digest('base64')}:`

/** A client of the inlet, with a key that may push and release; every call answers status, headers and body. */
export async function testPush (t: Test, ...given: Parameters<typeof testRegister> extends [Test, ...infer Rest] ? Rest : never) {
  const register = await testRegister(t, ...given)
  const { app, db } = register
  const { key } = await issueKey(db, { label: 'job', scopes: ['feed:write', 'feed:release'] })
  const authorization = `Bearer ${key}`

  async function call (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: string | Buffer | object, headers: Record<string, string> = {}) {
    const response = await app.inject({ method, url: path, ...payload !== undefined && { payload }, headers: { authorization, ...headers } })
    return { status: response.statusCode, headers: response.headers, body: response.json() }
  }
  const open = (body: object) => call('POST', '/v1/sync/runs', { source: 'nbrs', ...body })
  const put = (run: number, chunk: number, records: (FeedRecord | string)[], headers: Record<string, string> = {}) => {
    const body = gzipSync(ndjson(records))
    return call('PUT', `/v1/sync/runs/${run}/chunks/${chunk}`, body, {
      'content-type': 'application/x-ndjson', 'content-encoding': 'gzip', 'content-digest': digestOf(body), 'record-count': String(records.length), ...headers,
    })
  }
  const commit = (run: number, body?: object) => call('POST', `/v1/sync/runs/${run}/commit`, body)
  const dryRun = (run: number) => call('POST', `/v1/sync/runs/${run}/commit?dryrun=true`)

  /** The run, once it waits for nothing but people. */
  async function settled (run: number) {
    for (;;) {
      const { body } = await call('GET', `/v1/sync/runs/${run}`)
      if (body.state !== 'committing' || body.failure !== null) return body
      await sleep(20)
    }
  }

  /** Opens, fills in chunks of `size`, commits and waits. */
  async function push (request: object, records: (FeedRecord | string)[], size = 1000) {
    const { status, body: run } = await open(request)
    if (status !== 201) return run
    for (let i = 0; i * size < records.length; i++) await put(run.id, i + 1, records.slice(i * size, (i + 1) * size))
    await commit(run.id)
    return await settled(run.id)
  }
  let next = 1
  /** The next delta of the sequence. */
  const delta = (records: (FeedRecord | string)[]) => push({ kind: 'delta', sequence: { from: next, to: next++ } }, records)
  const full = (cutoff: string, records: (FeedRecord | string)[]) => push({ kind: 'full', cutoff }, records)
  return { ...register, call, open, put, commit, dryRun, settled, push, delta, full }
}
