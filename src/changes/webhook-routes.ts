import type { FastifyPluginAsync } from 'fastify'
import deliveries from './webhook-delivery-routes.ts'
import type { OutletOptions } from './webhook-outlet.ts'
import { createOutlet } from './webhook-outlet.ts'
import subscriptions from './webhook-subscription-routes.ts'

/** Webhooks, which tell of changes by themselves. */
const routes: FastifyPluginAsync<OutletOptions> = async (app, options) => {
  const outlet = createOutlet(app.db, options, app.log)
  // Not before: an app that only writes its document reaches no database.
  app.addHook('onListen', async () => { outlet.courier.start() })
  app.addHook('onClose', outlet.close)
  app.addHook('onRequest', async (_request, reply) => { reply.header('cache-control', 'no-store') })
  await app.register(subscriptions, { outlet })
  await app.register(deliveries, { outlet })
}

export default routes
