import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { InjectOptions } from 'fastify'
import type { Test } from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import type { Database } from '../../src/db/client.ts'
import { findFaults } from '../../src/enterprises/queries.ts'
import type { FeedRecord } from '../../src/sync/feed-record.ts'
import type { TestAppOptions } from './app.ts'
import { ndjson } from './push.ts'
import { testRegister } from './register.ts'

type Headers = Record<string, string>
type Body = string | Buffer | Readable
export interface Asked { method: NonNullable<InjectOptions['method']>, url: string, headers?: Headers, payload?: Body | object }
/** The members that any answer of the inlet may have: a run's, a chunk's, a list's or a problem's. */
export interface AnswerBody {
  id: number
  state: string
  number: number
  read: number
  new: number
  changed: number
  unchanged: number
  rejected: number
  failure: string | null
  items: { number: number, unknownFields?: Record<string, number> }[]
  [member: string]: unknown
}
export interface Answer { status: number, body: AnswerBody }

export const GZIP = { 'content-encoding': 'gzip' }

/** What a fault must leave as it was, or bring forward whole: position, versions and counts. */
export const stateOf = async (db: Database) => (await db.execute<Record<string, unknown>>(sql`
  select (select position from register_head) as position,
    (select jsonb_agg(to_jsonb(v) order by code, version) from enterprise_versions v) as versions,
    (select jsonb_agg(to_jsonb(c) order by to_jsonb(c)::text) from cells c) as cells,
    (select jsonb_agg(to_jsonb(l) order by province_code) from live_counts l where enterprises <> 0) as live`)).rows[0]!

/** A sender of deltas that sends as badly as a test wants; `send` carries its requests, into an app or to a server. */
export function sender (send: (asked: Asked) => Promise<Answer>, source = 'authority') {
  let sequence = 0
  const post = (url: string, payload?: object) => send({ method: 'POST', url: `/v1/sync/runs${url}`, ...payload && { payload, headers: { 'content-type': 'application/json' } } })
  const put = (id: number, chunk: number | string, payload: Body, headers: Headers = {}) =>
    send({ method: 'PUT', url: `/v1/sync/runs/${id}/chunks/${chunk}`, payload, headers: { 'content-type': 'application/x-ndjson', ...headers } })
  const run = async (id: number) => (await send({ method: 'GET', url: `/v1/sync/runs/${id}` })).body
  const ended = async (id: number) => {
    for (;;) {
      const found = await run(id)
      if (found.state !== 'committing') return found
      await sleep(20)
    }
  }
  const openAt = (number: number) => post('', { kind: 'delta', source, sequence: { from: number, to: number } })
  const open = async (): Promise<number> => {
    const { status, body } = await openAt(++sequence)
    if (status !== 201) throw new Error(JSON.stringify(body))
    return body.id
  }
  const commit = (id: number, payload?: object) => post(`/${id}/commit`, payload)
  return {
    send, post, put, run, ended, open, openAt, commit,
    chunks: async (id: number): Promise<number[]> => (await send({ method: 'GET', url: `/v1/sync/runs/${id}/chunks` })).body.items.map(({ number }) => number),
    /** Gives the last run up; its number is sent again. */
    abandon: async (id: number) => {
      sequence--
      return await send({ method: 'DELETE', url: `/v1/sync/runs/${id}` })
    },
    /** A whole delta: opened, sent as one chunk, committed, ended. */
    push: async (records: (FeedRecord | string)[]) => {
      const id = await open()
      const { status, body } = await put(id, 1, ndjson(records))
      if (status !== 201) throw new Error(JSON.stringify(body))
      await commit(id, { chunks: 1 })
      return await ended(id)
    },
  }
}

/** The app on a register of its own, and a sender that may push into it. */
export async function testInlet (t: Test, records: FeedRecord[] = [], options: TestAppOptions = {}) {
  const register = await testRegister(t, records, undefined, options)
  const { app, db, get } = register
  const { key } = await issueKey(db, { label: 'feed-job', scopes: ['feed:write', 'feed:release'] })
  const inlet = sender(async ({ headers, ...asked }) => {
    const { statusCode, payload } = await app.inject({ ...asked, headers: { authorization: `Bearer ${key}`, ...headers } })
    return { status: statusCode, body: JSON.parse(payload) }
  })
  /** The register is whole, is what it is said to be, and tells so. */
  const stands = async (t: Test, state: Record<string, unknown>, title = 'the register is as it was') => {
    t.strictSame(await findFaults(db), [], 'counts and positions are what the versions say')
    t.strictSame(await stateOf(db), state, title)
    t.match(await get('/v1/status'), { status: 200, body: { position: state['position'] } }, 'the status tells')
  }
  return { ...register, ...inlet, key, stands }
}
