import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import Fastify, { LogController } from 'fastify'
import type { FastifyServerOptions } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { validatorCompiler } from 'fastify-type-provider-zod'
import agencies from './agencies/routes.ts'
import audit from './auth/audit-routes.ts'
import callers from './auth/caller-routes.ts'
import keys from './auth/key-routes.ts'
import auth from './auth/plugin.ts'
import { shareTallies } from './auth/shared-tallies.ts'
import { makeTokenJudge } from './auth/token.ts'
import changes from './changes/routes.ts'
import snapshots from './changes/snapshot-routes.ts'
import type { WebhookSettings } from './changes/webhook-outlet.ts'
import webhooks from './changes/webhook-routes.ts'
import type { RateLimits } from './auth/rate-limit.ts'
import { DEFAULT_ENVIRONMENT } from './auth/commands.ts'
import { makeIdentifier } from './auth/identification.ts'
import { DEFAULT_RATE_LIMITS, makeGreeting, makeRateLimiter } from './auth/rate-limit.ts'
import catalogue from './catalogue/routes.ts'
import batches from './classification/batch-routes.ts'
import decisions from './classification/decision-routes.ts'
import queue from './classification/queue-routes.ts'
import ruleDrafts from './classification/draft-routes.ts'
import classification from './classification/routes.ts'
import type { FeedVsic, OidcSettings, Thresholds } from './config.ts'
import corrections from './corrections/routes.ts'
import datasets from './datasets/routes.ts'
import db from './db/plugin.ts'
import editions from './editions/routes.ts'
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
import regions from './localities/region-routes.ts'
import localities from './localities/routes.ts'
import { hasPlan } from './plans/queries.ts'
import plans from './plans/routes.ts'
import ranking from './ranking/routes.ts'
import reports from './reports/routes.ts'
import { findReporters } from './returns/queries.ts'
import returns from './returns/routes.ts'
import proposals from './proposals/routes.ts'
import recognition from './recognition/routes.ts'
import statistics from './statistics/routes.ts'
import surveys from './surveys/routes.ts'
import addresses from './sync/address-routes.ts'
import declarations from './sync/declaration-routes.ts'
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
  rateStore?: 'memory' | 'postgres'
  /** How long a request may take to arrive: its headers, and all of it. */
  patience?: { headerMs: number, requestMs: number }
  /** Which keys are taken: those whose prefix names this environment. */
  environment?: string
  /** The identity provider whose tokens are taken; none without it. */
  oidc?: OidcSettings
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
const MAX_BODY_BYTES = 1_048_576
// A chunk of 64 MiB over a slow line; nobody without a key gets as far as sending one.
const DEFAULT_PATIENCE = { headerMs: 20_000, requestMs: 300_000 }

/** Node looks for slow clients every half a minute, which would make the times half a minute longer. */
const timeouts = ({ headerMs, requestMs }: { headerMs: number, requestMs: number }) =>
  ({ headersTimeout: Math.min(headerMs, requestMs), requestTimeout: requestMs, connectionsCheckingInterval: Math.ceil(Math.min(headerMs, requestMs) / 10) })

/** The map: what every slice shares, in order, then one line per slice. Reaches no database before the first request. */
export async function buildApp ({
  databaseUrl, publicUrl = EXAMPLE_URL, now = () => new Date(), vsic = { version: '2018' }, thresholds = DEFAULT_THRESHOLDS, dataDir = '.data',
  heartbeatMs = 15_000, rateLimits = DEFAULT_RATE_LIMITS, rateStore = 'memory', patience = DEFAULT_PATIENCE, environment = DEFAULT_ENVIRONMENT, oidc, trustProxy = [], cacheBytes = DEFAULT_CACHE_BYTES, webhooks: webhookSettings = {}, logger = false,
}: AppOptions) {
  const app = Fastify({
    logger,
    // Two log lines cost as much as the request; a proxy in front keeps the access log.
    logController: new LogController({ disableRequestLogging: true }),
    // A logger for each request costs as much as finding its route; the few lines about one name it.
    childLoggerFactory: (parent) => parent,
    ...trustProxy.length > 0 && { trustProxy: [...trustProxy] },
    genReqId: () => randomUUID(),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: patience.requestMs,
    keepAliveTimeout: 72_000,
    // While closing, requests on open connections are still answered, not refused in a shape of Fastify's own.
    return503OnClosing: false,
    // A code of any length is the schema's to refuse, by name.
    routerOptions: { maxParamLength: MAX_HEADER_BYTES, querystringParser: parseQuery },
    http: { maxHeaderSize: MAX_HEADER_BYTES, requireHostHeader: false, ...timeouts(patience) },
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
  if (rateStore === 'postgres') app.addHook('onClose', shareTallies(app.db, count, app.log).close)
  const judge = oidc && makeTokenJudge({ ...oidc, now, onKeysChanged: () => identifier.forget() })
  const identifier = makeIdentifier(app.db, { environment, judge })
  await app.register(auth, { count, identifier, now })
  const head = watchHead(app.db, databaseUrl)
  app.addHook('onClose', head.close)
  await app.register(answers, { head, now, cacheBytes, greet: makeGreeting(count, trustProxy) })
  await app.register(health, { prefix: '/health' })

  // One line per slice, each in its own encapsulated context.
  await app.register(callers, { prefix: '/v1', rateLimits, store: rateStore, maxHeaderBytes: MAX_HEADER_BYTES, maxBodyBytes: MAX_BODY_BYTES, patience })
  await app.register(keys, { prefix: '/v1', environment, now, findBodies: findReporters })
  await app.register(audit, { prefix: '/v1' })
  await app.register(localities, { prefix: '/v1/localities' })
  await app.register(regions, { prefix: '/v1/regions' })
  await app.register(industries, { prefix: '/v1/industries' })
  await app.register(agencies, { prefix: '/v1' })
  await app.register(enterprises, { prefix: '/v1/enterprises' })
  await app.register(units, { prefix: '/v1/enterprises' })
  await app.register(relations, { prefix: '/v1/enterprises' })
  await app.register(search, { prefix: '/v1/enterprises' })
  await app.register(classification, { prefix: '/v1' })
  await app.register(decisions, { prefix: '/v1', now })
  await app.register(queue, { prefix: '/v1', now })
  await app.register(ruleDrafts, { prefix: '/v1' })
  await app.register(batches, { prefix: '/v1', now })
  await app.register(corrections, { prefix: '/v1/corrections', now })
  await app.register(statistics, { prefix: '/v1/statistics', head })
  await app.register(ranking, { prefix: '/v1' })
  await app.register(catalogue, { prefix: '/v1/catalogue', publicUrl })
  await app.register(proposals, { prefix: '/v1/proposals' })
  await app.register(recognition, { prefix: '/v1', hasPlan })
  await app.register(surveys, { prefix: '/v1' })
  await app.register(plans, { prefix: '/v1' })
  await app.register(datasets, { prefix: '/v1/datasets', publicUrl })
  await app.register(editions, { prefix: '/v1/editions' })
  await app.register(reports, { prefix: '/v1', now })
  await app.register(returns, { prefix: '/v1' })
  await app.register(changes, { prefix: '/v1', head, heartbeatMs })
  await app.register(snapshots, { prefix: '/v1', folder: join(dataDir, 'snapshots') })
  await app.register(sync, { prefix: '/v1', now })
  await app.register(push, { prefix: '/v1', databaseUrl, vsic, thresholds, now })
  await app.register(declarations, { prefix: '/v1', vsic, now })
  await app.register(mappings, { prefix: '/v1' })
  await app.register(addresses, { prefix: '/v1', now })
  await app.register(webhooks, { prefix: '/v1/webhooks', databaseUrl, head, now, settings: webhookSettings })

  return app
}
