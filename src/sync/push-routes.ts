import type { FastifyPluginAsync } from 'fastify'
import deciding from './deciding-routes.ts'
import filling from './filling-routes.ts'
import type { InletOptions } from './inlet.ts'
import { createInlet } from './inlet.ts'

/** The inlet: runs that are filled by chunks, and what is decided about them. */
const routes: FastifyPluginAsync<InletOptions> = async (app, options) => {
  const inlet = createInlet(options, app.log)
  // Not before: an app that only writes its document reaches no database.
  app.addHook('onListen', async () => { inlet.recorder.wake() })
  app.addHook('onClose', inlet.close)
  app.addHook('onRequest', async (_request, reply) => { reply.header('cache-control', 'no-store') })
  await app.register(filling, { inlet })
  await app.register(deciding, { inlet })
}

export default routes
