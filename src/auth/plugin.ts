import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Bilingual } from '../http/language.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Fault, Identifier, Identity } from './identification.ts'
import type { RateLimiter } from './rate-limit.ts'
import { tooManyRequests } from './rate-limit.ts'
import { entryOf, makeRefusalBook } from './refused.ts'
import type { Access, Caller } from './schemas.ts'
import { allows, ANONYMOUS, forbidden, scopesOf } from './schemas.ts'

declare module 'fastify' {
  /** A route that does not say who may call it is for `admin` alone; one that is not counted has no rate limit. */
  interface FastifyContextConfig { access?: Access, isCounted?: boolean }
  interface FastifyRequest { caller: Caller }
}

export interface AuthOptions { count: RateLimiter, identifier: Identifier, now: () => Date }

const REALM = 'Bearer realm="registry"'
const REFUSED = new Set([401, 403, 429])
const UNKNOWN_ROUTE = Object.freeze({ access: 'public', isCounted: true })
const NOBODY: Identity = Object.freeze({ caller: ANONYMOUS })

/**
 * Decorates `request.caller`, lets through what the route's `config.access` allows, and counts who asks: by key or person,
 * else by address. What is wrong with a key is said before that there are too many requests. An unknown route stays a 404.
 */
export default fp<AuthOptions>(async (app, { count, identifier, now }) => {
  app.decorateRequest('caller')
  const faults = new WeakMap<FastifyRequest, Identity>()
  const book = makeRefusalBook(app.db, app.log)

  app.addHook('onRequest', (request, reply, done) => {
    request.caller = ANONYMOUS
    const admitted = (identity: Identity) => {
      try {
        admit(request, reply, identity)
        done()
      } catch (err) {
        done(err as Error)
      }
    }
    const { authorization } = request.headers
    if (request.is404 || authorization === undefined) return admitted(NOBODY)
    const known = identifier.recall(authorization)
    if (known) admitted(known)
    else identifier.identify(authorization).then(admitted, done)
  })

  function admit (request: FastifyRequest, reply: FastifyReply, identity: Identity) {
    const { access = 'admin', isCounted = true } = request.is404 ? UNKNOWN_ROUTE : request.routeOptions.config
    const { caller, fault } = identity
    const rate = isCounted ? count(fault !== undefined || caller.kind === 'anonymous' ? undefined : caller.name, request.ip) : undefined
    if (rate) {
      reply.header('ratelimit-policy', rate.policy)
      reply.header('ratelimit', rate.limit)
    }
    if (fault !== undefined) {
      faults.set(request, identity)
      throw unauthenticated(access, FAULTS[fault], ', error="invalid_token"')
    }
    const scopes = scopesOf(access)
    if (caller.kind === 'anonymous' && scopes.length > 0) throw unauthenticated(access, needs(scopes))
    request.caller = caller
    if (rate?.isExceeded) throw tooManyRequests(rate.secondsLeft)
    if (scopes.length > 0 && !scopes.some((scope) => allows(caller, scope))) throw forbidden(scopes)
  }

  // Whoever refuses, here or in a handler that knows the province, it is told of once.
  app.addHook('onResponse', (request, { statusCode: status }, done) => {
    if (REFUSED.has(status)) {
      const { fault, caller = request.caller } = faults.get(request) ?? {}
      const { access = 'admin' } = request.is404 ? UNKNOWN_ROUTE : request.routeOptions.config
      const scope = scopesOf(access).join(' ')
      const reason = fault ?? (status === 429 ? 'too-many-requests' : status === 401 ? 'no-key' : 'missing-scope')
      book.note(entryOf(request, { caller, status, reason, ...scope !== '' && { scope } }, now()))
    }
    done()
  })
  app.addHook('onClose', book.close)
}, { name: 'auth', fastify: '5.x', dependencies: ['db', 'problem'] })

const FAULTS: Record<Fault, Bilingual> = {
  malformed: {
    vi: 'Phần đầu Authorization không hợp lệ. Dạng đúng: Bearer vdr_…',
    en: 'The Authorization header cannot be read. It reads: Bearer vdr_…',
  },
  'unknown-key': { vi: 'Không có khóa này.', en: 'There is no such key.' },
  'other-environment': { vi: 'Khóa này thuộc về một môi trường khác.', en: 'This key is of another environment.' },
  revoked: { vi: 'Khóa này đã bị thu hồi.', en: 'This key was revoked.' },
  expired: { vi: 'Khóa này đã hết hạn.', en: 'This key has expired.' },
  'invalid-token': {
    vi: 'Mã truy cập không hợp lệ ở đây: chữ ký, nơi cấp, đối tượng hoặc thời hạn không đúng.',
    en: 'This token is not valid here: its signature, issuer, audience or time is wrong.',
  },
}

const needs = (scopes: readonly string[]): Bilingual => ({
  vi: `Yêu cầu này cần một khóa có quyền ${scopes.join(' hoặc ')}.`,
  en: `This request needs a key with the scope ${scopes.join(' or ')}.`,
})

function unauthenticated (access: Access, detail: Bilingual, error = ''): HttpProblem {
  const scope = scopesOf(access).join(' ')
  return new HttpProblem('unauthenticated', detail, { members: scope === '' ? {} : { scope }, headers: { 'www-authenticate': `${REALM}${error}${scope === '' ? '' : `, scope="${scope}"`}` } })
}
