import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dayOf } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { decodeCursor, encodeCursor, linkNext } from '../http/page.ts'
import { badRequest, HttpProblem, notFound, problems } from '../http/problem.ts'
import { findPosition } from '../journal/queries.ts'
import { listProvinces } from '../localities/queries.ts'
import { issueKey, KeyEnded, revokeKey, rotateKey } from './commands.ts'
import { Key, KeyId, KeyPage, KeyRequest, ListKeysQuery, NewKey, RotateRequest } from './key-schemas.ts'
import type { KeyRow } from './queries.ts'
import { findKeyRow, listKeys } from './queries.ts'
import type { Scope } from './schemas.ts'
import { authorOf } from './schemas.ts'

const params = z.object({ key: KeyId })
const nothing = z.strictObject({})
const Before = z.object({ before: z.int() })

export interface KeyOptions {
  environment: string
  now: () => Date
  /** Bodies are above this floor: of those that are known, what kind they are. */
  findBodies: (db: Database, codes: readonly string[]) => Promise<ReadonlyMap<string, { kind: string }>>
}

/** Keys, for whoever may give rights to others. */
const routes: FastifyPluginAsyncZod<KeyOptions> = async (app, { environment, now, findBodies }) => {
  const { db } = app
  app.addHook('onRequest', async (_request, reply) => { reply.header('cache-control', 'no-store') })

  app.post('/keys', {
    config: { access: 'admin' },
    schema: {
      operationId: 'createKey',
      tags: ['access'],
      summary: 'Make a key',
      description: 'The answer holds the secret, which is shown only now: the registry keeps no more of it than its SHA-256. / Tạo khóa mới; bí mật chỉ hiện một lần.',
      querystring: nothing,
      body: KeyRequest,
      response: { 201: NewKey, ...problems(400, 415, 503) },
    },
  }, async (request, reply) => {
    const { label, scopes, expires } = request.body
    const expiresAt = later(expires, now())
    await checkProvinces(db, scopes, dayOf(now()))
    checkBodies(scopes, await findBodies(db, bodiesOf(scopes)))
    const { id, key: secret } = await issueKey(db, { label, scopes: [...new Set(scopes)] as Scope[], environment, expiresAt }, authorOf(request))
    return reply.code(201).header('location', `/v1/keys/${id}`).send({ ...present((await findKeyRow(db, id))!, now()), secret })
  })

  app.get('/keys', {
    config: { access: 'admin' },
    schema: {
      operationId: 'listKeys',
      tags: ['access'],
      summary: 'List the keys',
      description: 'The newest first, with what they open and when they were last used. / Danh sách khóa.',
      querystring: ListKeysQuery,
      response: { 200: KeyPage, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { cursor, limit, all = false } = request.query
    // With the name of the list: a cursor of another one is none of this.
    const question = { list: 'keys', ...request.query }
    const rows = await listKeys(db, { before: decodeCursor(cursor, Before, question)?.before, limit: limit + 1, all })
    const items = rows.slice(0, limit)
    const next = rows.length > limit ? encodeCursor({ before: items.at(-1)!.id }, question) : null
    linkNext(request, reply, next)
    return { items: items.map((row) => present(row, now())), next, position: await findPosition(db) }
  })

  app.get('/keys/:key', {
    config: { access: 'admin' },
    schema: {
      operationId: 'getKey',
      tags: ['access'],
      summary: 'Get a key',
      description: 'One that was revoked or has expired as well. / Thông tin của một khóa.',
      params,
      querystring: nothing,
      response: { 200: Key, ...problems(400, 404, 503) },
    },
  }, async (request) => present(await findKeyRow(db, request.params.key) ?? none(request.params.key), now()))

  app.post('/keys/:key/rotate', {
    config: { access: 'admin' },
    schema: {
      operationId: 'rotateKey',
      tags: ['access'],
      summary: 'Give a key a new secret',
      description: 'It is valid from now on and shown only now. The one until now stays valid for `overlap` seconds, a day where nothing is said; one from the time before ends at once. Number, scopes and webhooks stay. A key that has ended is a 409. / Đổi bí mật của khóa.',
      params,
      querystring: nothing,
      body: RotateRequest,
      response: { 201: NewKey, ...problems(400, 404, 409, 415, 503) },
    },
  }, async (request, reply) => {
    const { overlap = 86_400, expires } = request.body ?? {}
    const expiresAt = expires === undefined ? undefined : later(expires, now())
    const rotated = await rotateKey(db, request.params.key, { overlapSeconds: overlap, environment, expiresAt }, authorOf(request)).catch((err: unknown) => { throw asProblem(err) })
    const { row, key: secret } = rotated ?? none(request.params.key)
    return reply.code(201).send({ ...present(row, now()), secret })
  })

  app.delete('/keys/:key', {
    config: { access: 'admin' },
    schema: {
      operationId: 'revokeKey',
      tags: ['access'],
      summary: 'Revoke a key',
      description: 'It opens nothing from now on, other instances of the service learn of it within a second; its webhooks are told nothing more. Again it changes nothing. / Thu hồi khóa.',
      params,
      querystring: nothing,
      response: { 200: Key, ...problems(400, 404, 503) },
    },
  }, async (request) => present(await revokeKey(db, request.params.key, authorOf(request)) ?? none(request.params.key), now()))
}

export default routes

function none (id: number): never {
  throw notFound({ vi: `Không có khóa số ${id}.`, en: `There is no key ${id}.` })
}

const asProblem = (err: unknown) => err instanceof KeyEnded
  ? new HttpProblem('wrong-state', { vi: 'Khóa đã bị thu hồi hoặc hết hạn; hãy tạo khóa mới.', en: err.message })
  : err

function later (expires: string | null, now: Date): Date | null {
  if (expires === null) return null
  const at = new Date(expires)
  if (at <= now) throw badRequest('expires', 'must be in the future')
  return at
}

async function checkProvinces (db: Database, scopes: string[], today: string): Promise<void> {
  const named = scopes.flatMap((scope) => /:(\d{2})$/.exec(scope)?.[1] ?? [])
  if (named.length === 0) return
  const known = new Set((await listProvinces(db, '2025', today)).map(({ code }) => code))
  const unknown = named.filter((code) => !known.has(code))
  if (unknown.length > 0) throw badRequest('scopes', `names no provinces of the division of 2025 with ${unknown.join(', ')}`)
}

const bodiesOf = (scopes: string[]) => scopes.flatMap((scope) => /^submit:([^*].*)$/.exec(scope)?.[1] ?? [])

function checkBodies (scopes: string[], known: ReadonlyMap<string, { kind: string }>): void {
  const unknown = bodiesOf(scopes).filter((code) => (known.get(code)?.kind ?? 'collective') === 'collective')
  if (unknown.length > 0) throw badRequest('scopes', `names no single bodies with ${unknown.join(', ')}`)
}

function present ({ createdAt, expiresAt, lastUsedAt, revokedAt, ...key }: KeyRow, now: Date) {
  const state = revokedAt !== null ? 'revoked' as const : expiresAt !== null && expiresAt <= now ? 'expired' as const : 'active' as const
  const instant = (at: Date | null) => at?.toISOString() ?? null
  return { ...key, prefixes: state === 'active' ? key.prefixes.slice(0, 10) : [], state, createdAt: createdAt.toISOString(), expiresAt: instant(expiresAt), lastUsedAt: instant(lastUsedAt), revokedAt: instant(revokedAt) }
}
