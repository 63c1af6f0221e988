import { randomUUID } from 'node:crypto'
import Fastify, { LogController } from 'fastify'
import type { FastifyServerOptions } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { validatorCompiler } from 'fastify-type-provider-zod'
import auth from './auth/plugin.ts'
import classification from './classification/routes.ts'
import type { FeedVsic, Thresholds } from './config.ts'
import db from './db/plugin.ts'
import enterprises from './enterprises/routes.ts'
import search from './enterprises/search-routes.ts'
import headers from './http/headers.ts'
import health from './http/health.ts'
import openapi from './http/openapi.ts'
import problem from './http/problem-handler.ts'
import { clientErrorHandler, frameworkErrors, refuseExpectation } from './http/refusals.ts'
import requestText, { parseQuery } from './http/request-text.ts'
import { serializerCompiler } from './http/serializer.ts'
import industries from './industries/routes.ts'
import localities from './localities/routes.ts'
import statistics from './statistics/routes.ts'
import addresses from './sync/address-routes.ts'
import mappings from './sync/mapping-routes.ts'
import push from './sync/push-routes.ts'
import { DEFAULT_THRESHOLDS } from './sync/gates.ts'
import sync from './sync/routes.ts'

export interface AppOptions {
  databaseUrl: string
  /** Where the service is found from outside, without `/v1`. */
  publicUrl?: string
  /** The clock that "today" is read from. */
  now?: () => Date
  /** Which VSIC version pushed records speak. */
  vsic?: FeedVsic
  /** Above which shares a run is held. */
  thresholds?: Thresholds
  logger?: NonNullable<FastifyServerOptions['logger']>
}

/** Request line and headers together. */
const MAX_HEADER_BYTES = 16_384

/** The map: what every slice shares, in order, then one line per slice. Reaches no database before the first request. */
export async function buildApp ({ databaseUrl, publicUrl = 'http://127.0.0.1:3000', now = () => new Date(), vsic = { version: '2018' }, thresholds = DEFAULT_THRESHOLDS, logger = false }: AppOptions) {
  const app = Fastify({
    logger,
    // Two log lines cost as much as the request; a proxy in front keeps the access log.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: 1_048_576,
    // A chunk of 64 MiB over a slow line; nobody without a key gets as far as sending a body.
    requestTimeout: 300_000,
    keepAliveTimeout: 72_000,
    // While closing, requests on open connections are still answered, not refused in a shape of Fastify's own.
    return503OnClosing: false,
    // A code of any length is the schema's to refuse, by name.
    routerOptions: { maxParamLength: MAX_HEADER_BYTES, querystringParser: parseQuery },
    http: { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: 20_000, requireHostHeader: false },
    frameworkErrors,
    clientErrorHandler,
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.server.on('checkExpectation', refuseExpectation)

  // Shared by every slice: plugins that break encapsulation.
  await app.register(headers)
  await app.register(problem)
  await app.register(requestText)
  await app.register(openapi, { publicUrl })
  await app.register(db, { databaseUrl, statementTimeoutMs: 20_000 })
  await app.register(auth)
  await app.register(health, { prefix: '/health' })

  // One line per slice, each in its own encapsulated context.
  await app.register(localities, { prefix: '/v1/localities', now })
  await app.register(industries, { prefix: '/v1/industries' })
  await app.register(enterprises, { prefix: '/v1/enterprises', now })
  await app.register(search, { prefix: '/v1/enterprises', now })
  await app.register(classification, { prefix: '/v1' })
  await app.register(statistics, { prefix: '/v1/statistics', now })
  await app.register(sync, { prefix: '/v1', now })
  await app.register(push, { prefix: '/v1', databaseUrl, vsic, thresholds, now })
  await app.register(mappings, { prefix: '/v1' })
  await app.register(addresses, { prefix: '/v1', now })

  return app
}
