import fp from 'fastify-plugin'
import type { ConnectOptions, Database } from './client.ts'
import { connect } from './client.ts'
import { closeExports } from './copy-out.ts'

declare module 'fastify' {
  interface FastifyInstance { db: Database }
}

/** Decorates the app with `app.db`; its pool closes with the app. */
export default fp<ConnectOptions & { databaseUrl: string }>(async (app, { databaseUrl, ...options }) => {
  const { db, close } = connect(databaseUrl, options)
  app.decorate('db', db)
  app.addHook('onClose', async () => {
    await closeExports(db)
    await close()
  })
}, { name: 'db', fastify: '5.x' })
