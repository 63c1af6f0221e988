import type { InjectOptions } from 'fastify'
import type { Test } from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import type { FeedRecord } from '../../src/sync/feed-record.ts'
import { testHistory } from './history.ts'

export const EVIDENCE = { kind: 'dossier', reference: 'HS-2026-017', date: '2026-11-10' }

/** A register, and officers of two provinces and of the ministry at work in it. */
export async function testOffice (t: Test, records: FeedRecord[] = []) {
  const register = await testHistory(t, records)
  const { app, db } = register
  const keyOf = async (label: string, scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label, scopes })).key
  const keys = {
    danang: await keyOf('Sở KH&CN Đà Nẵng', ['decide:48']), saigon: await keyOf('Sở KH&CN TP. Hồ Chí Minh', ['decide:79']),
    ministry: await keyOf('Bộ KH&CN', ['decide:*']), feed: await keyOf('feed-job', ['feed:write']), admin: await keyOf('operator', ['admin']),
  }
  type Who = keyof typeof keys
  const ask = async (who: Who | null, method: NonNullable<InjectOptions['method']>, url: string, { payload, headers }: { payload?: object | string | Buffer, headers?: Record<string, string> } = {}) => {
    const response = await app.inject({ method, url, ...payload !== undefined && { payload }, headers: { 'accept-language': 'en', ...who && { authorization: `Bearer ${keys[who]}` }, ...headers } })
    const isJson = String(response.headers['content-type']).includes('json') && !String(response.headers['content-type']).includes('ndjson')
    return { status: response.statusCode, headers: response.headers, text: response.body, bytes: response.rawPayload, body: isJson ? response.json() : undefined }
  }
  const tagOf = async (code: string) => String((await ask(null, 'GET', `/v1/enterprises/${code}/classification`)).headers.etag)
  const decide = async (who: Who, code: string, request: object, tag?: string) =>
    await ask(who, 'PUT', `/v1/enterprises/${code}/classification`, { payload: { evidence: EVIDENCE, ...request }, headers: { 'if-match': tag ?? await tagOf(code) } })
  const withdraw = async (who: Who, code: string, query = '', tag?: string) =>
    await ask(who, 'DELETE', `/v1/enterprises/${code}/classification?reason=Nh%E1%BA%A7m${query}`, { headers: { 'if-match': tag ?? await tagOf(code) } })
  return { ...register, keys, ask, tagOf, decide, withdraw }
}
