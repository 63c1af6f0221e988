import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import Fastify, { LogController } from 'fastify'
import type { FastifyServerOptions } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { validatorCompiler } from 'fastify-type-provider-zod'
import auth from './auth/plugin.ts'
import changes from './changes/routes.ts'
import snapshots from './changes/snapshot-routes.ts'
import type { WebhookSettings } from './changes/webhook-outlet.ts'
import webhooks from './changes/webhook-routes.ts'
import type { RateLimits } from './auth/rate-limit.ts'
import { DEFAULT_RATE_LIMITS, makeGreeting, makeRateLimiter } from './auth/rate-limit.ts'
import classification from './classification/routes.ts'
import type { FeedVsic, Thresholds } from './config.ts'
import db from './db/plugin.ts'
import relations from './enterprises/relations/routes.ts'
import enterprises from './enterprises/routes.ts'
import search from './enterprises/search-routes.ts'
import units from './enterprises/units/routes.ts'
import answers from './http/answers.ts'
import headers from './http/headers.ts'
import health from './http/health.ts'
import openapi from './http/openapi.ts'
import problem from './http/problem-handler.ts'
import { clientErrorHandler, frameworkErrors, refuseExpectation } from './http/refusals.ts'
import requestText, { parseQuery } from './http/request-text.ts'
import { serializerCompiler } from './http/serializer.ts'
import { watchHead } from './journal/head-watch.ts'
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
  /** Where the service keeps what is no row of the database. */
  dataDir?: string
  /** Between two signs of life on an open connection. */
  heartbeatMs?: number
  /** Requests that one client may make in a minute. */
  rateLimits?: RateLimits
  /** Addresses and networks of the proxies whose X-Forwarded-For is believed; none without it. */
  trustProxy?: readonly string[]
  /** How much memory rendered answers may take. */
  cacheBytes?: number
  /** How webhooks are delivered. */
  webhooks?: WebhookSettings
  logger?: NonNullable<FastifyServerOptions['logger']>
}

const DEFAULT_CACHE_BYTES = 64 * 2 ** 20
/** Stands in the committed description, which belongs to no deployment. */
const EXAMPLE_URL = 'https://service.example.org'

/** Request line and headers together. */
const MAX_HEADER_BYTES = 16_384

/** The map: what every slice shares, in order, then one line per slice. Reaches no database before the first request. */
export async function buildApp ({
  databaseUrl, publicUrl = EXAMPLE_URL, now = () => new Date(), vsic = { version: '2018' }, thresholds = DEFAULT_THRESHOLDS, dataDir = '.data',
  heartbeatMs = 15_000, rateLimits = DEFAULT_RATE_LIMITS, trustProxy = [], cacheBytes = DEFAULT_CACHE_BYTES, webhooks: webhookSettings = {}, logger = false,
}: AppOptions) {
  const app = Fastify({
    logger,
    // Two log lines cost as much as the request; a proxy in front keeps the access log.
    logController: new LogController({ disableRequestLogging: true }),
    // A logger for each request costs as much as finding its route; the few lines about one name it.
    childLoggerFactory: (parent) => parent,
    ...trustProxy.length > 0 && { trustProxy: [...trustProxy] },
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
  const count = makeRateLimiter(rateLimits)
  await app.register(auth, { count })
  const head = watchHead(app.db, databaseUrl)
  app.addHook('onClose', head.close)
  await app.register(answers, { head, now, cacheBytes, greet: makeGreeting(count, trustProxy) })
  await app.register(health, { prefix: '/health' })

  // One line per slice, each in its own encapsulated context.
  await app.register(localities, { prefix: '/v1/localities' })
  await app.register(industries, { prefix: '/v1/industries' })
  await app.register(enterprises, { prefix: '/v1/enterprises' })
  await app.register(units, { prefix: '/v1/enterprises' })
  await app.register(relations, { prefix: '/v1/enterprises' })
  await app.register(search, { prefix: '/v1/enterprises' })
  await app.register(classification, { prefix: '/v1' })
  await app.register(statistics, { prefix: '/v1/statistics', head })
  await app.register(changes, { prefix: '/v1', head, heartbeatMs })
  await app.register(snapshots, { prefix: '/v1', folder: join(dataDir, 'snapshots') })
  await app.register(sync, { prefix: '/v1', now })
  await app.register(push, { prefix: '/v1', databaseUrl, vsic, thresholds, now })
  await app.register(mappings, { prefix: '/v1' })
  await app.register(addresses, { prefix: '/v1', now })
  await app.register(webhooks, { prefix: '/v1/webhooks', databaseUrl, head, now, settings: webhookSettings })

  return app
}
