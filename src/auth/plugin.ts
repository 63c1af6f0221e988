import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Bilingual } from '../http/language.ts'
import { HttpProblem } from '../http/problem.ts'
import { bearerToken } from './key.ts'
import { findKey } from './queries.ts'
import type { RateLimiter } from './rate-limit.ts'
import { tooManyRequests } from './rate-limit.ts'
import type { Caller, RouteScope } from './schemas.ts'
import { allows } from './schemas.ts'

declare module 'fastify' {
  /** A route that does not say who may call it is for `admin` alone; one that is not counted has no rate limit. */
  interface FastifyContextConfig { access?: 'public' | RouteScope, isCounted?: boolean }
  interface FastifyRequest { caller: Caller }
}

const ANONYMOUS: Caller = Object.freeze({ kind: 'anonymous' })
const REALM = 'Bearer realm="registry"'

const UNKNOWN_ROUTE = Object.freeze({ access: 'public', isCounted: true })

/**
 * Decorates `request.caller`, lets through what the route's `config.access` allows, and counts who asks: by key, else
 * by address. What is wrong with a key is said before that there are too many requests. An unknown route stays a 404.
 */
export default fp<{ count: RateLimiter }>(async (app, { count }) => {
  app.decorateRequest('caller')

  app.addHook('onRequest', (request, reply, done) => {
    request.caller = ANONYMOUS
    const admitted = (caller: Caller | undefined) => {
      try {
        admit(request, reply, caller)
        done()
      } catch (err) {
        done(err as Error)
      }
    }
    if (request.is404 || request.headers.authorization === undefined) admitted(ANONYMOUS)
    else identify(request, request.headers.authorization).then(admitted, done)
  })

  function admit (request: FastifyRequest, reply: FastifyReply, caller: Caller | undefined) {
    const { access = 'admin', isCounted = true } = request.is404 ? UNKNOWN_ROUTE : request.routeOptions.config
    const rate = isCounted ? count(caller?.kind === 'key' ? caller.id : undefined, request.ip) : undefined
    if (rate) {
      reply.header('ratelimit-policy', rate.policy)
      reply.header('ratelimit', rate.limit)
    }
    if (!caller) throw unauthenticated(access, INVALID, ', error="invalid_token"')
    if (caller.kind === 'anonymous' && access !== 'public') throw unauthenticated(access, needs(access))
    if (rate?.isExceeded) throw tooManyRequests(rate.secondsLeft)
    request.caller = caller
    if (access !== 'public' && !allows(caller, access)) throw forbidden(access)
  }
}, { name: 'auth', fastify: '5.x', dependencies: ['db', 'problem'] })

/** A key that does not work, answered as undefined, is refused even where none is needed: its owner should learn of it. */
async function identify (request: FastifyRequest, authorization: string): Promise<Caller | undefined> {
  const token = bearerToken(authorization)
  const key = token === undefined ? undefined : await findKey(request.server.db, token)
  return key && { kind: 'key', ...key }
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
