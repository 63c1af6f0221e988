import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dayOf } from '../calendar.ts'
import { findRuleSet } from '../classification/queries.ts'
import { countKnown } from '../enterprises/queries.ts'
import { decodeCursor, encodeCursor, linkNext } from '../http/page.ts'
import { problems } from '../http/problem.ts'
import { findPosition, findProvenance, listSeedEditions } from '../journal/queries.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { noRun, presentReject, presentRun } from './presentation.ts'
import { findLastRun, findRun, findUnfinished, findWatermark, listHeld, listPushSources, listRejects, listRuns } from './queries.ts'
import { findExpected } from './sequence.ts'
import { ListRunsQuery, RegisterStatus, RejectPage, Run, RunId, RunPage } from './schemas.ts'

const After = z.object({ id: z.number() })

const routes: FastifyPluginAsyncZod<{ now: () => Date }> = async (app, { now }) => {
  app.addHook('onRequest', async (_request, reply) => { reply.header('cache-control', 'no-store') })

  app.get('/sync/runs', {
    config: { access: 'feed:write' },
    schema: {
      operationId: 'listRuns',
      tags: ['sync'],
      summary: 'List the runs of the feeds',
      description: 'Newest first. For operators. / Các lần đồng bộ, mới nhất trước.',
      querystring: ListRunsQuery,
      response: { 200: RunPage, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { cursor, limit } = request.query
    const rows = await listRuns(app.db, { before: decodeCursor(cursor, After, request.query)?.id, limit: limit + 1 })
    const items = rows.slice(0, limit)
    const next = rows.length > limit ? encodeCursor({ id: items.at(-1)!.id }, request.query) : null
    linkNext(request, reply, next)
    return { items: items.map(presentRun), next, position: await findPosition(app.db) }
  })

  app.get('/sync/runs/:run', {
    config: { access: 'feed:write' },
    schema: {
      operationId: 'getRun',
      tags: ['sync'],
      summary: 'Get a run',
      description: 'State, counts, timings and watermark; readable while it goes on. / Một lần đồng bộ.',
      params: z.object({ run: RunId }),
      querystring: z.strictObject({}),
      response: { 200: Run, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    const run = await findRun(app.db, request.params.run)
    if (!run) throw noRun(request.params.run)
    return presentRun(run)
  })

  app.get('/sync/runs/:run/rejects', {
    config: { access: 'feed:write' },
    schema: {
      operationId: 'listRejects',
      tags: ['sync'],
      summary: 'List the rejects of a run',
      description: 'Records that could not be read, in the order of the feed, with the reason from a fixed list and less personal data. / Các bản ghi bị từ chối.',
      params: z.object({ run: RunId }),
      querystring: ListRunsQuery,
      response: { 200: RejectPage, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { cursor, limit } = request.query
    const runId = request.params.run
    if (!await findRun(app.db, runId)) throw noRun(runId)
    const rows = await listRejects(app.db, runId, { after: decodeCursor(cursor, After, { ...request.query, runId })?.id, limit: limit + 1 })
    const items = rows.slice(0, limit)
    const next = rows.length > limit ? encodeCursor({ id: items.at(-1)!.id }, { ...request.query, runId }) : null
    linkNext(request, reply, next)
    return {
      items: items.map(presentReject),
      next,
      position: await findPosition(app.db),
    }
  })

  // Counting all that is known reads the whole table: once for each position is enough.
  let known: { position: number, counts: Awaited<ReturnType<typeof countKnown>> } | undefined

  app.get('/status', {
    config: { access: 'public' },
    schema: {
      operationId: 'getStatus',
      tags: ['status'],
      summary: 'How the register stands',
      description: 'Its position, the last run and its age, what is known and served, rule set and seeds. / Tình trạng của hệ thống.',
      querystring: z.strictObject({}),
      response: { 200: RegisterStatus, ...problems(400, 503) },
    },
  }, async () => await atOnePosition(app.db, async (tx, position) => {
    const lastRun = await findLastRun(tx)
    const files = await listSeedEditions(tx)
    if (known?.position !== position) known = { position, counts: await countKnown(tx) }
    return {
      position,
      recordedAt: (await findProvenance(tx, position)).recordedAt?.toISOString() ?? null,
      lastRun: lastRun ? presentRun(lastRun) : null,
      lastRunAgeSeconds: lastRun?.finishedAt ? Math.max(0, Math.round((now().getTime() - lastRun.finishedAt.getTime()) / 1000)) : null,
      sourceReadAt: (lastRun && await findWatermark(tx, lastRun.source))?.toISOString() ?? null,
      runInProgress: await findUnfinished(tx) !== undefined,
      heldRuns: (await listHeld(tx)).map(({ id, source, gates }) => ({ id, source, gates })),
      expectedSequence: Object.fromEntries(await Promise.all((await listPushSources(tx)).map(async (source) => [source, await findExpected(tx, source)]))),
      enterprises: known.counts,
      ruleSet: (await findRuleSet(tx, dayOf(now())))?.version ?? null,
      seeds: { edition: createHash('sha256').update(files.map(({ file, sha256 }) => `${file} ${sha256}\n`).join('')).digest('hex'), files },
    }
  }))
}

export default routes
