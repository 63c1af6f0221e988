import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Bilingual } from '../http/language.ts'
import { HttpProblem } from '../http/problem.ts'
import { bearerToken } from './key.ts'
import { findKey } from './queries.ts'
import type { Caller, RouteScope } from './schemas.ts'
import { allows } from './schemas.ts'

declare module 'fastify' {
  /** A route that does not say who may call it is for `admin` alone. */
  interface FastifyContextConfig { access?: 'public' | RouteScope }
  interface FastifyRequest { caller: Caller }
}

const ANONYMOUS: Caller = Object.freeze({ kind: 'anonymous' })
const REALM = 'Bearer realm="registry"'

/** Decorates `request.caller`, and lets through what the route's `config.access` allows. An unknown route stays a 404. */
export default fp(async (app) => {
  app.decorateRequest('caller')

  app.addHook('onRequest', async (request) => {
    request.caller = ANONYMOUS
    if (request.is404) return
    const { access = 'admin' } = request.routeOptions.config
    request.caller = await identify(request, access)
    if (access === 'public' || allows(request.caller, access)) return
    throw request.caller.kind === 'anonymous' ? unauthenticated(access, needs(access)) : forbidden(access)
  })
}, { name: 'auth', fastify: '5.x', dependencies: ['db', 'problem'] })

/** A key that does not work is refused even where none is needed: its owner should learn of it. */
async function identify (request: FastifyRequest, access: string): Promise<Caller> {
  const { authorization } = request.headers
  if (authorization === undefined) return ANONYMOUS
  const token = bearerToken(authorization)
  const key = token === undefined ? undefined : await findKey(request.server.db, token)
  if (!key) throw unauthenticated(access, INVALID, ', error="invalid_token"')
  return { kind: 'key', ...key }
}

const INVALID: Bilingual = {
  vi: 'Khóa trong phần đầu Authorization không hợp lệ hoặc đã bị thu hồi. Dạng đúng: Bearer vdr_…',
  en: 'The key in the Authorization header is not valid or was revoked. It reads: Bearer vdr_…',
}

const needs = (scope: string): Bilingual => ({
  vi: `Yêu cầu này cần một khóa có quyền ${scope}.`,
  en: `This request needs a key with the scope ${scope}.`,
})

function unauthenticated (access: string, detail: Bilingual, error = ''): HttpProblem {
  const scope = access === 'public' ? '' : `, scope="${access}"`
  return new HttpProblem('unauthenticated', detail, { headers: { 'www-authenticate': `${REALM}${error}${scope}` } })
}

const forbidden = (scope: string) => new HttpProblem('forbidden', {
  vi: `Khóa này thiếu quyền ${scope}.`,
  en: `This key lacks the scope ${scope}.`,
}, { headers: { 'www-authenticate': `${REALM}, error="insufficient_scope", scope="${scope}"` } })
