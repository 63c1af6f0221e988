import { sql } from 'drizzle-orm'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { unavailable } from './problem.ts'

const ANSWER_MS = 1500

const Health = z.object({ status: z.literal('up') })

/** For the watchers of a deployment; not part of the API that is described. */
const health: FastifyPluginAsyncZod = async (app) => {
  app.addHook('onRequest', async (_request, reply) => { reply.header('cache-control', 'no-store') })

  app.get('/live', {
    config: { access: 'public', isCounted: false },
    schema: { hide: true, response: { 200: Health } },
  }, async () => ({ status: 'up' as const }))

  app.get('/ready', {
    config: { access: 'public', isCounted: false },
    schema: { hide: true, response: { 200: Health } },
  }, async () => {
    await answered(app.db.execute(sql`select 1`))
    return { status: 'up' as const }
  })
}

export default health

/** A database that is silent is as far away as one that refuses. */
async function answered (question: PromiseLike<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_resolve, reject) => { timer = setTimeout(() => reject(new Error(`no answer in ${ANSWER_MS} ms`)), ANSWER_MS) })
  try {
    await Promise.race([question, silence])
  } catch (err) {
    throw unavailable(err)
  } finally {
    clearTimeout(timer)
  }
}
