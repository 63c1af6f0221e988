import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problems } from '../http/problem.ts'
import { findExpiry } from './queries.ts'
import type { RateLimits } from './rate-limit.ts'
import { WINDOW_SECONDS } from './rate-limit.ts'
import { LimitList, Me } from './caller-schemas.ts'
import { BY_PROVINCE, provincesOf } from './schemas.ts'

const nothing = z.strictObject({})

export interface CallerOptions {
  rateLimits: RateLimits
  store: string
  maxHeaderBytes: number
  maxBodyBytes: number
  patience: { headerMs: number, requestMs: number }
}

/** What a caller may do, and how much of it. */
const routes: FastifyPluginAsyncZod<CallerOptions> = async (app, { rateLimits, store, maxHeaderBytes, maxBodyBytes, patience }) => {
  app.addHook('onRequest', async (_request, reply) => { reply.header('cache-control', 'no-store') })

  app.get('/me', {
    config: { access: 'public' },
    schema: {
      operationId: 'getMe',
      tags: ['access'],
      summary: 'Who is asking, and what that allows',
      description: 'Of the key or token that came with the request; `anonymous` without one, and a 401 for one that is not valid. / Bạn là ai và được làm gì.',
      querystring: nothing,
      response: { 200: Me, ...problems(400, 503) },
    },
  }, async ({ caller }) => {
    const isAnonymous = caller.kind === 'anonymous'
    return {
      kind: caller.kind,
      name: caller.name,
      label: isAnonymous ? null : caller.label,
      scopes: isAnonymous ? [] : [...caller.scopes],
      provinces: Object.fromEntries(BY_PROVINCE.map((name) => [name, [provincesOf(caller, name)].flat()])) as Record<typeof BY_PROVINCE[number], string[]>,
      expiresAt: caller.kind === 'person' ? caller.expiresAt.toISOString() : caller.kind === 'key' ? (await findExpiry(app.db, caller.id))?.toISOString() ?? null : null,
      requestsPerMinute: isAnonymous ? rateLimits.perAddress : rateLimits.perKey,
    }
  })

  app.get('/limits', {
    config: { access: 'public' },
    schema: {
      operationId: 'listLimits',
      tags: ['access'],
      summary: 'What one caller may ask for',
      description: 'How many requests, and how large they may be. A request that is refused counts as well; one over the limit is a 429 with `Retry-After`. / Các giới hạn.',
      querystring: nothing,
      response: { 200: LimitList, ...problems(400, 503) },
    },
  }, async () => ({
    windowSeconds: WINDOW_SECONDS,
    requestsPerAddress: rateLimits.perAddress,
    requestsPerKey: rateLimits.perKey,
    countedBy: store === 'memory' ? 'instance' as const : 'service' as const,
    headerBytes: maxHeaderBytes,
    bodyBytes: maxBodyBytes,
    chunkBytes: 64 * 1_048_576,
    headerSeconds: Math.min(patience.headerMs, patience.requestMs) / 1000,
    requestSeconds: patience.requestMs / 1000,
    pageItems: 1000,
  }))
}

export default routes
