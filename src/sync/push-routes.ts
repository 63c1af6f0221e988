import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dayOf } from '../calendar.ts'
import type { FeedVsic, Thresholds } from '../config.ts'
import { connect } from '../db/client.ts'
import { flag } from '../http/query.ts'
import { badRequest, HttpProblem, problems } from '../http/problem.ts'
import { findReferencePosition } from '../journal/queries.ts'
import { takeChunk } from './chunk.ts'
import type { Run as RunRow } from './commands.ts'
import { abandonRun } from './commands.ts'
import { compareRun, revertRun } from './commit.ts'
import { withRunLock } from './lock.ts'
import { noRun, presentRun } from './presentation.ts'
import { asProblems } from './push-problems.ts'
import { Chunk, ChunkHeaders, ChunkList, ChunkNumber, CommitRun, OpenRun, Reason, TransitionList } from './push-schemas.ts'
import { checkComplete, markReplayed, openPush, releaseRun, requestCommit } from './push.ts'
import { findRun, listChunks, listRejects, listTransitions } from './queries.ts'
import { sharedReaders } from './reading/shared-readers.ts'
import { createRecorder } from './recorder.ts'
import { WrongState } from './run-state.ts'
import { RunInProgress, sync } from './run.ts'
import { DryRun, Run, RunId } from './schemas.ts'
import { rejectedRecords } from './sources/rejected-records.ts'

export interface PushOptions {
  databaseUrl: string
  vsic: FeedVsic
  thresholds: Thresholds
  now: () => Date
}

const NDJSON = 'application/x-ndjson'
const nothing = z.strictObject({})
const runParams = z.object({ id: RunId })
/** How long a revert or a replay waits for the run that is going on. */
const TRIES = 20
const PAUSE_MS = 250
/** Connections for short questions, the recording of runs, and their locks. */
const POOL = 6
/** A chunk holds one as long as its sender takes: slow ones must not keep the others from being recorded. */
const UPLOADS = 5

const byOf = ({ caller }: FastifyRequest) => caller.kind === 'key' ? caller.label : caller.kind

const routes: FastifyPluginAsyncZod<PushOptions> = async (app, { databaseUrl, vsic, thresholds, now }) => {
  // Recording a run or taking a chunk may last longer than any request for reading may.
  const { db, pool, close } = connect(databaseUrl, { applicationName: 'registry-push', max: POOL })
  const uploads = connect(databaseUrl, { applicationName: 'registry-push', max: UPLOADS })
  const readers = sharedReaders(db, vsic)
  const recorder = createRecorder({ db, pool, now, thresholds }, app.log)
  // Not before: an app that only writes its document reaches no database.
  app.addHook('onListen', async () => { recorder.wake() })
  app.addHook('onClose', async () => {
    await recorder.stop()
    await readers.close()
    await Promise.all([close(), uploads.close()])
  })
  app.addHook('onRequest', async (_request, reply) => { reply.header('cache-control', 'no-store') })
  app.addContentTypeParser(NDJSON, (_request, body, done) => done(null, body))

  const existing = async (id: number): Promise<RunRow> => {
    const run = await findRun(db, id)
    if (!run) throw noRun(id)
    return run
  }

  app.post('/sync/runs', {
    config: { access: 'feed:write' },
    schema: {
      operationId: 'openRun',
      tags: ['sync'],
      summary: 'Open a run to push records into',
      description: 'Answers 201 with the run, or 200 with the run in force that brought these numbers already. A delta that leaves out numbers is a 409 `sequence-gap` with `expected` and `received`. / Mở một lần đồng bộ để gửi dữ liệu.',
      body: OpenRun,
      response: { 200: Run, 201: Run, ...problems(400, 409, 415, 503) },
    },
  }, async (request, reply) => {
    const { cutoff } = request.body
    if (cutoff !== undefined && cutoff > dayOf(now())) throw badRequest('cutoff', 'must not be in the future')
    const { run, isDuplicate } = await asProblems(() => openPush(db, request.body, byOf(request)))
    return reply.code(isDuplicate ? 200 : 201).header('location', `/v1/sync/runs/${run.id}`).send(presentRun(run))
  })

  app.put('/sync/runs/:id/chunks/:number', {
    config: { access: 'feed:write' },
    schema: {
      operationId: 'putChunk',
      tags: ['sync'],
      summary: 'Send a chunk of a run',
      description: 'NDJSON, one record a line, in any of the forms of `ContractRecord` and `CanonicalRecord`; at most 64 MiB as sent and 1 GiB unpacked. All of it is staged, or nothing. The same chunk again changes nothing (200), other content under its number is a 409. / Gửi một phần dữ liệu.',
      params: z.object({ id: RunId, number: ChunkNumber }),
      headers: ChunkHeaders,
      consumes: [NDJSON],
      body: z.unknown().meta({ type: 'string', format: 'binary', description: 'NDJSON.' }),
      response: { 200: Chunk, 201: Chunk, ...problems(400, 404, 409, 413, 415, 503) },
    },
  }, async (request, reply) => {
    const { id, number } = request.params
    const run = await existing(id)
    const { body, headers } = request
    if (!(body instanceof Readable)) throw new HttpProblem('unsupported-media-type')
    const { chunk, isRepeated } = await asProblems(async () => {
      if (run.state !== 'open') throw new WrongState(run.state as 'held', 'adding records')
      if (run.referencePosition !== await findReferencePosition(db)) throw referenceChanged()
      const digest = /sha-256=:([^:]+):/.exec(headers['content-digest'] ?? '')?.[1]
      return await readers.use(dayOf(now()), (reading) => takeChunk(uploads.pool, db, id, number, {
        stream: body,
        isGzip: headers['content-encoding']?.toLowerCase() === 'gzip',
        sha256: digest === undefined ? undefined : Buffer.from(digest, 'base64').toString('hex'),
        records: headers['record-count'] === undefined ? undefined : Number(headers['record-count']),
      }, reading))
    })
    const { runId: _runId, receivedAt, ...sent } = chunk
    return reply.code(isRepeated ? 200 : 201).send({ ...sent, receivedAt: receivedAt.toISOString() })
  })

  app.get('/sync/runs/:id/chunks', {
    config: { access: 'feed:write' },
    schema: {
      operationId: 'listChunks',
      tags: ['sync'],
      summary: 'List the chunks of a run',
      description: 'Those that have arrived whole, by number: what a client that lost its place asks first. / Các phần đã nhận.',
      params: runParams,
      querystring: nothing,
      response: { 200: ChunkList, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    await existing(request.params.id)
    const chunks = await listChunks(db, request.params.id)
    return { items: chunks.map(({ runId: _runId, receivedAt, ...chunk }) => ({ ...chunk, receivedAt: receivedAt.toISOString() })) }
  })

  app.get('/sync/runs/:id/transitions', {
    config: { access: 'feed:write' },
    schema: {
      operationId: 'listTransitions',
      tags: ['sync'],
      summary: 'List what became of a run',
      description: 'Every change of its state, with who, when and why. / Các thay đổi trạng thái.',
      params: runParams,
      querystring: nothing,
      response: { 200: TransitionList, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    await existing(request.params.id)
    return { items: (await listTransitions(db, request.params.id)).map(({ id: _id, runId: _runId, at, ...transition }) => ({ ...transition, at: at.toISOString() })) }
  })

  app.post('/sync/runs/:id/commit', {
    config: { access: 'feed:write' },
    schema: {
      operationId: 'commitRun',
      tags: ['sync'],
      summary: 'Commit a run, or see what a commit would do',
      description: 'With `dryrun=true` the difference and the gates; the run stays open. Otherwise 202: the run is recorded behind those that wait, or held. Asked for again it changes nothing. A chunk that is missing is a 409 that names it. / Ghi nhận, hoặc xem trước thay đổi.',
      params: runParams,
      querystring: z.strictObject({ dryrun: flag('Whether only to say what would change.').default(false) }),
      body: CommitRun,
      response: { 200: DryRun, 202: Run, ...problems(400, 404, 409, 415, 503) },
    },
  }, async (request, reply) => {
    const { id } = request.params
    await existing(id)
    const chunks = request.body?.chunks
    if (request.query.dryrun) {
      const run = await asProblems(() => checkComplete(db, id, chunks))
      return reply.code(200).send({ dryRun: true as const, run: presentRun(run), ...await compareRun(db, run, { now, thresholds }) })
    }
    const run = await asProblems(() => requestCommit(db, id, chunks, { now, by: byOf(request) }))
    recorder.wake()
    return reply.code(202).send(presentRun(run))
  })

  app.post('/sync/runs/:id/release', {
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
    const { id } = request.params
    await existing(id)
    const run = await asProblems(() => releaseRun(db, id, request.body.reason, { now, by: byOf(request) }))
    recorder.wake()
    return reply.code(202).send(presentRun(run))
  })

  app.post('/sync/runs/:id/revert', {
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
    const { id } = request.params
    await existing(id)
    return presentRun(await asProblems(() => inTurn(async () => {
      const reverted = await withRunLock(pool, () => revertRun(db, id, byOf(request), request.body.reason))
      if (!reverted) throw new RunInProgress('Another run is in progress.')
      return reverted
    })))
  })

  app.delete('/sync/runs/:id', {
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
    const run = await existing(request.params.id)
    return presentRun(await asProblems(async () => {
      if (!['open', 'held'].includes(run.state)) throw new WrongState(run.state as 'succeeded', 'giving it up')
      return await abandonRun(db, run.id, 'Given up.', byOf(request))
    }))
  })

  app.post('/sync/runs/:id/rejects/replay', {
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
    const { id, source } = await existing(request.params.id)
    const ids: number[] = []
    const replay = await asProblems(() => inTurn(() => sync(
      { source, kind: 'delta', mode: 'replay', cutoff: null, scope: { of: String(id) }, watermark: null },
      () => rejectedRecords(db, id, (page) => ids.push(...page)),
      { db, pool, vsic, now, thresholds, by: byOf(request) })))
    const again = new Set((await listRejects(db, replay.id, { after: undefined, limit: ids.length })).map(({ line }) => line))
    await markReplayed(db, ids, replay.id, again)
    return reply.code(201).header('location', `/v1/sync/runs/${replay.id}`).send(presentRun((await findRun(db, replay.id))!))
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

const referenceChanged = () => new HttpProblem('wrong-state', {
  vi: 'Danh mục đã thay đổi từ khi mở; hãy mở lần đồng bộ mới.',
  en: 'Reference data or mappings have changed since the run was opened. Give it up, and send the records in a new one.',
})
