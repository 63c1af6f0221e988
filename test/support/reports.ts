import type { InjectOptions } from 'fastify'
import type { Test } from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import type { FeedRecord } from '../../src/sync/feed-record.ts'
import { NOW, testRegister } from './register.ts'

type Method = NonNullable<InjectOptions['method']>
interface More { payload?: object | string | Buffer, headers?: Record<string, string> }

/** All that the template d01 asks for. */
export const ANSWERS = [
  { section: 'situation', value: 'Đã quán triệt Chỉ thị.\n\n- Ban hành kế hoạch\n- Giao đầu mối' }, { section: 'results', value: 'Kết quả tốt.' },
  { section: 'plan-issued', value: true }, { section: 'focal-point', value: true }, { section: 'supply-published', value: false }, { section: 'supply', value: 12 }, { section: 'demand', value: 7 },
]

/** A register with a clock that a test sets, provinces that report and a ministry that reviews. */
export async function testReporting (t: Test, records: FeedRecord[] = [], start: Date = NOW) {
  let clock = start
  const register = await testRegister(t, records, () => clock)
  const { app, db } = register
  const keyOf = async (label: string, scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label, scopes })).key
  const made = new Map([['ministry', await keyOf('Bộ KH&CN', ['publish', 'reports:*'])], ['admin', await keyOf('operator', ['admin'])]])
  /** The key of a province or a body, made when it is first asked for. */
  const keyFor = async (who: string) => {
    if (!made.has(who)) made.set(who, await keyOf(`Sở KH&CN ${who}`, /^\d/.test(who) ? [`reports:${who}`, `catalogue:${who}`] : [`submit:${who}`]))
    return made.get(who)!
  }
  const ask = async (who: string | null, method: Method, url: string, { payload, headers }: More = {}) => {
    const response = await app.inject({ method, url, ...payload !== undefined && { payload }, headers: { 'accept-language': 'en', ...who !== null && { authorization: `Bearer ${await keyFor(who)}` }, ...headers } })
    const isJson = String(response.headers['content-type']).includes('json')
    return { status: response.statusCode, headers: response.headers, bytes: response.rawPayload, text: response.body, body: isJson ? response.json() : undefined }
  }
  const at = (cycle: string, locality: string) => `/v1/reports/${cycle}/submissions/${locality}`
  const tagOf = async (who: string, cycle: string, locality: string) => String((await ask(who, 'GET', at(cycle, locality))).headers['etag'])
  const change = async (who: string, method: Method, cycle: string, locality: string, path: string, payload?: object, tag?: string) =>
    await ask(who, method, at(cycle, locality) + path, { ...payload && { payload }, headers: { 'if-match': tag ?? await tagOf(who, cycle, locality) } })
  return {
    ...register, ask, at, tagOf, keyFor,
    setClock: (instant: string) => { clock = new Date(instant) },
    write: (who: string, cycle: string, locality: string, content: object = { answers: ANSWERS }, tag?: string) => change(who, 'PUT', cycle, locality, '', content, tag),
    submit: (who: string, cycle: string, locality: string, tag?: string) => change(who, 'POST', cycle, locality, '/submit', undefined, tag),
    review: (cycle: string, locality: string, review: object, tag?: string) => change('ministry', 'POST', cycle, locality, '/review', review, tag),
    attach: async (who: string, cycle: string, locality: string, name: string, bytes: Buffer, type = 'application/octet-stream') =>
      await ask(who, 'PUT', `${at(cycle, locality)}/attachments/${encodeURIComponent(name)}`, { payload: bytes, headers: { 'content-type': type, 'if-match': await tagOf(who, cycle, locality) } }),
  }
}
