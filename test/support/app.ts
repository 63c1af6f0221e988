import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Test } from 'tap'
import type { AppOptions } from '../../src/app.ts'
import { buildApp } from '../../src/app.ts'
import { createDatabase } from './database.ts'

export interface TestAppOptions extends Partial<AppOptions> {
  /** With the reference data; otherwise the database is only migrated. */
  seeds?: boolean
  /** Routes of the test's own beside those of the app. */
  routes?: FastifyPluginAsyncZod
}

/** Tests ask faster than anybody; those of the limit name their own. */
const UNLIMITED = { perAddress: 1e9, perKey: 1e9 }

/** The whole app on a database of its own, closed with the test. A test that needs no database names `NO_DATABASE`. */
export async function testApp (t: Test, { seeds = false, routes, databaseUrl, ...options }: TestAppOptions = {}) {
  const app = await buildApp({ databaseUrl: databaseUrl ?? await createDatabase(t, { seeds }), rateLimits: UNLIMITED, ...options })
  // Awaited before the database is dropped: teardowns run in reverse.
  t.teardown(() => app.close())
  if (routes) await app.register(routes)
  await app.ready()
  return app
}

/** Nothing listens there (tcpmux, port 1). */
export const NO_DATABASE = 'postgres://nobody@127.0.0.1:1/none'
