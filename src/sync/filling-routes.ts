import { Readable } from 'node:stream'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import { dayOf } from '../calendar.ts'
import { flag } from '../http/query.ts'
import { badRequest, HttpProblem, problems } from '../http/problem.ts'
import { findReferencePosition } from '../journal/queries.ts'
import { MAX_CHUNK_BYTES, takeChunk } from './chunk.ts'
import { compareRun } from './commit.ts'
import type { Inlet } from './inlet.ts'
import { presentChunk, presentRun } from './presentation.ts'
import { asProblems } from './push-problems.ts'
import { Chunk, ChunkHeaders, ChunkList, ChunkNumber, CommitRun, OpenRun, TransitionList } from './push-schemas.ts'
import { checkComplete, openPush, requestCommit } from './push.ts'
import { listChunks, listTransitions } from './queries.ts'
import { WrongState } from './run-state.ts'
import { DryRun, Run, RunId } from './schemas.ts'

const NDJSON = 'application/x-ndjson'
const nothing = z.strictObject({})
const runParams = z.object({ run: RunId })

/** Opening a run, filling it, and asking for its commit. */
const routes: FastifyPluginAsyncZod<{ inlet: Inlet }> = async (app, { inlet }) => {
  const { db, existing, now, recorder } = inlet
  app.addContentTypeParser(NDJSON, (_request, body, done) => done(null, body))

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
    const { run, isDuplicate } = await asProblems(() => openPush(db, request.body, authorOf(request)))
    return reply.code(isDuplicate ? 200 : 201).header('location', `/v1/sync/runs/${run.id}`).send(presentRun(run))
  })

  app.put('/sync/runs/:run/chunks/:number', {
    config: { access: 'feed:write' },
    schema: {
      operationId: 'putChunk',
      tags: ['sync'],
      summary: 'Send a chunk of a run',
      description: 'NDJSON, one record a line, in any of the forms of `ContractRecord` and `CanonicalRecord`; at most 64 MiB as sent and 1 GiB unpacked. All of it is staged, or nothing. The same chunk again changes nothing (200), other content under its number is a 409. / Gửi một phần dữ liệu.',
      params: z.object({ run: RunId, number: ChunkNumber }),
      headers: ChunkHeaders,
      consumes: [NDJSON],
      body: z.unknown().meta({ type: 'string', format: 'binary', maxLength: MAX_CHUNK_BYTES, description: 'NDJSON.' }),
      response: { 200: Chunk, 201: Chunk, ...problems(400, 404, 409, 413, 415, 503) },
    },
  }, async (request, reply) => {
    const { run: id, number } = request.params
    const run = await existing(id)
    const { body, headers } = request
    if (!(body instanceof Readable)) throw new HttpProblem('unsupported-media-type')
    const { chunk, isRepeated } = await asProblems(async () => {
      if (run.state !== 'open') throw new WrongState(run.state as 'held', 'adding records')
      if (run.referencePosition !== await findReferencePosition(db)) throw referenceChanged()
      const digest = /sha-256=:([^:]+):/.exec(headers['content-digest'] ?? '')?.[1]
      return await inlet.readers.use(dayOf(now()), (reading) => takeChunk(inlet.uploads, db, id, number, {
        by: authorOf(request),
        stream: body,
        isGzip: headers['content-encoding']?.toLowerCase() === 'gzip',
        sha256: digest === undefined ? undefined : Buffer.from(digest, 'base64').toString('hex'),
        records: headers['record-count'] === undefined ? undefined : Number(headers['record-count']),
      }, reading))
    })
    return reply.code(isRepeated ? 200 : 201).send(presentChunk(chunk))
  })

  app.get('/sync/runs/:run/chunks', {
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
    await existing(request.params.run)
    return { items: (await listChunks(db, request.params.run)).map(presentChunk) }
  })

  app.get('/sync/runs/:run/transitions', {
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
    await existing(request.params.run)
    return { items: (await listTransitions(db, request.params.run)).map(({ id: _id, runId: _runId, at, ...transition }) => ({ ...transition, at: at.toISOString() })) }
  })

  app.post('/sync/runs/:run/commit', {
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
    const { run: id } = request.params
    await existing(id)
    const chunks = request.body?.chunks
    if (request.query.dryrun) {
      const run = await asProblems(() => checkComplete(db, id, chunks))
      return reply.code(200).send({ dryRun: true as const, run: presentRun(run), ...await compareRun(db, run, inlet) })
    }
    const run = await asProblems(() => requestCommit(db, id, chunks, { now, by: authorOf(request) }))
    recorder.wake()
    return reply.code(202).send(presentRun(run))
  })
}

export default routes

const referenceChanged = () => new HttpProblem('wrong-state', {
  vi: 'Danh mục đã thay đổi từ khi mở; hãy mở lần đồng bộ mới.',
  en: 'Reference data or mappings have changed since the run was opened. Give it up, and send the records in a new one.',
})
