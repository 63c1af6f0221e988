import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import { problems } from '../http/problem.ts'
import { abandonRun } from './commands.ts'
import { revertRun } from './commit.ts'
import type { Inlet } from './inlet.ts'
import { withRunLock } from './lock.ts'
import { presentRun } from './presentation.ts'
import { asProblems } from './push-problems.ts'
import { Reason } from './push-schemas.ts'
import { releaseRun } from './push.ts'
import { WrongState } from './run-state.ts'
import { RunInProgress, sync } from './run.ts'
import { Run, RunId } from './schemas.ts'
import { rejectedRecords } from './sources/rejected-records.ts'

/** How long a revert or a replay waits for the run that is going on. */
const TRIES = 20
const PAUSE_MS = 250

const runParams = z.object({ run: RunId })

/** What an operator decides about a run: to let it through, to take it back, to give it up, to read its rejects again. */
const routes: FastifyPluginAsyncZod<{ inlet: Inlet }> = async (app, { inlet }) => {
  const { db, pool, vsic, now, thresholds, recorder, existing } = inlet

  app.post('/sync/runs/:run/release', {
    config: { access: 'feed:release' },
    schema: {
      operationId: 'releaseRun',
      tags: ['sync'],
      summary: 'Let a held run through',
      description: 'It is recorded whatever the gates say. / Cho phép ghi nhận lần đồng bộ đang bị giữ.',
      params: runParams,
      body: Reason,
      response: { 202: Run, ...problems(400, 404, 409, 415, 503) },
    },
  }, async (request, reply) => {
    const { run: id } = request.params
    await existing(id)
    const run = await asProblems(() => releaseRun(db, id, request.body.reason, { now, by: authorOf(request) }))
    recorder.wake()
    return reply.code(202).send(presentRun(run))
  })

  app.post('/sync/runs/:run/revert', {
    config: { access: 'feed:release' },
    schema: {
      operationId: 'revertRun',
      tags: ['sync'],
      summary: 'Take back what a run recorded',
      description: 'Appends the inverse changes and deletes nothing. Refused, naming them, where enterprises were changed again since. The numbers of its source are expected again. / Hoàn tác một lần đồng bộ.',
      params: runParams,
      body: Reason,
      response: { 200: Run, ...problems(400, 404, 409, 415, 503) },
    },
  }, async (request) => {
    const { run: id } = request.params
    await existing(id)
    return presentRun(await asProblems(() => inTurn(async () => {
      const reverted = await withRunLock(pool, () => revertRun(db, id, authorOf(request), request.body.reason))
      if (!reverted) throw new RunInProgress('Another run is in progress.')
      return reverted
    })))
  })

  app.delete('/sync/runs/:run', {
    config: { access: 'feed:write' },
    schema: {
      operationId: 'abandonRun',
      tags: ['sync'],
      summary: 'Give a run up',
      description: 'An open or held one; nothing of it is recorded. / Hủy lần đồng bộ.',
      params: runParams,
      response: { 200: Run, ...problems(400, 404, 409, 503) },
    },
  }, async (request) => {
    const run = await existing(request.params.run)
    return presentRun(await asProblems(async () => {
      if (!['open', 'held'].includes(run.state)) throw new WrongState(run.state as 'succeeded', 'giving it up')
      return await abandonRun(db, run.id, 'Given up.', authorOf(request))
    }))
  })

  app.post('/sync/runs/:run/rejects/replay', {
    config: { access: 'feed:write' },
    schema: {
      operationId: 'replayRejects',
      tags: ['sync'],
      summary: 'Read the rejects of a run once more',
      description: 'As a run of its own, with the mappings and localities of now. / Đọc lại các bản ghi bị từ chối.',
      params: runParams,
      response: { 201: Run, ...problems(400, 404, 409, 503) },
    },
  }, async (request, reply) => {
    const { id, source } = await existing(request.params.run)
    const replay = await asProblems(() => inTurn(() => sync(
      { source, kind: 'delta', mode: 'replay', cutoff: null, scope: { of: String(id) }, watermark: null },
      () => rejectedRecords(db, id),
      { db, pool, vsic, now, thresholds, by: authorOf(request) })))
    return reply.code(201).header('location', `/v1/sync/runs/${replay.id}`).send(presentRun(replay))
  })
}

export default routes

/** Tries again for a while where another run is going on, as a pull may be at any moment. */
async function inTurn<T> (work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (err) {
      if (!(err instanceof RunInProgress) || tries === TRIES) throw err
    }
    await sleep(PAUSE_MS)
  }
}
