import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '../db/client.ts'
import { dayAsked, formatAsked, standsAt } from '../http/asked.ts'
import { languageOf, speak } from '../http/language.ts'
import { MEDIA_TYPES } from '../http/negotiation.ts'
import { badRequest, HttpProblem, problems } from '../http/problem.ts'
import type { HeadWatch } from '../journal/head-watch.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { findProvince } from '../localities/queries.ts'
import { digestChanges } from './digests.ts'
import type { Bounds, Question } from './queries.ts'
import { findBounds, findRestart, listEvents } from './queries.ts'
import { ChangePage, ChangesDigest, DigestQuery, ListChangesQuery, MAX_PAGE, pageOf, readPosition } from './schemas.ts'
import { createTails } from './tail.ts'
import { WIRES } from './wire.ts'

export interface ChangesOptions {
  head: HeadWatch
  heartbeatMs: number
}

/** Passed on as it is; how long it gets nobody knows. */
const stream = z.unknown()
const TEXT = { examples: ['id: 21004\ndata: {"position":21004}\n\n'], type: 'string', maxLength: 2 ** 31 - 1, pattern: '^[^\\0]*$' }
const FORMATS = ['json', 'ndjson', 'sse'] as const
/** What a proxy must not keep or hold back. */
const LIVE = { 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' }

const routes: FastifyPluginAsyncZod<ChangesOptions> = async (app, { head, heartbeatMs }) => {
  const tails = createTails({ db: app.db, head, heartbeatMs, onFailure: (err) => { app.log.warn({ err }, 'reading for open connections failed') } })
  app.addHook('preClose', async () => { tails.close() })

  app.get('/changes', {
    config: { access: 'public', formats: FORMATS, isOfRegister: true },
    schema: {
      operationId: 'listChanges',
      tags: ['changes'],
      summary: 'Read the events of the register in order',
      description: 'Every position once. A page as JSON; NDJSON of all events up to the tip, or of `limit`; with `tail=true`, or as an event stream (`Accept: text/event-stream`), the connection stays open and brings new events as they come, with heartbeats. `Last-Event-ID` goes before `after`. Positions before `earliest` are a 410 that names the snapshot to begin anew from. / Các sự kiện của cơ sở dữ liệu theo thứ tự.',
      querystring: ListChangesQuery,
      response: {
        200: {
          description: 'Events in order of position.',
          content: {
            'application/json': { schema: ChangePage },
            'application/x-ndjson': { schema: stream.meta({ ...TEXT, description: 'A `Change` a line; while tailing also lines `{"type":"heartbeat","position":…,"tip":…}`.' }) },
            'text/event-stream': { schema: stream.meta({ ...TEXT, description: 'A `Change` as the data of each event, its position as the id.' }) },
          },
        },
        ...problems(400, 406, 410, 503),
      },
    },
  }, async (request, reply) => {
    const { province, type: types, tail, limit } = request.query
    const format = formatAsked(request) as typeof FORMATS[number]
    const language = languageOf(request)
    const question: Question = { language, province, types }
    const after = format === 'sse' ? lastEventId(request) ?? request.query.after : request.query.after
    await checkProvince(app.db, province, dayAsked(request))
    const bounds = await findBounds(app.db)
    await checkAfter(app.db, after, bounds)
    speak(reply, language).type(MEDIA_TYPES[format]).header('vary', 'Accept, Accept-Language')
    if (format === 'sse' || (format === 'ndjson' && tail)) {
      reply.headers(LIVE)
      if (request.method === 'HEAD') return reply.send('')
      return reply.send(tails.follow(question, format, { after, tip: bounds.tip }, () => reply.raw.destroy()))
    }
    standsAt(request, bounds.tip)
    if (format === 'ndjson' && limit === undefined) return reply.send(Readable.from(upTo(app.db, question, after, bounds.tip)))
    const { events, next } = await listEvents(app.db, question, { after, tip: bounds.tip, limit: pageOf(limit) })
    if (next < bounds.tip) linkOn(request, reply, next)
    if (format === 'ndjson') return reply.send(WIRES.ndjson.events(events))
    return reply.send(JSON.stringify({ items: events, next, ...bounds, position: bounds.tip }))
  })

  app.get('/changes/digest', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'digestChanges',
      tags: ['changes'],
      summary: 'Prove that a copy is complete',
      description: 'Count and checksum of the events behind `after` up to `until`, and of the enterprises that the register served at `until`; whole and per province of 2025. How to reckon them from a copy is in docs/changes.md. / Số lượng và mã kiểm của các sự kiện và của cơ sở dữ liệu.',
      querystring: DigestQuery,
      response: { 200: ChangesDigest, ...problems(400, 410, 503) },
    },
  }, async (request) => {
    const { province } = request.query
    await checkProvince(app.db, province, dayAsked(request))
    return await atOnePosition(app.db, async (tx, position) => {
      standsAt(request, position)
      const bounds = await findBounds(tx)
      const { after = bounds.earliest - 1, until = bounds.tip } = request.query
      await checkAfter(tx, after, bounds)
      if (until > bounds.tip) throw badRequest('until', `is beyond the tip, ${bounds.tip}`)
      if (until < after) throw badRequest('until', 'is before `after`')
      return { after, until, ...bounds, ...await digestChanges(tx, { after, until, head: position, province }) }
    })
  })
}

export default routes

function lastEventId (request: FastifyRequest): number | undefined {
  const { 'last-event-id': header } = request.headers
  if (header === undefined || header === '') return undefined
  const position = typeof header === 'string' ? readPosition(header) : undefined
  if (position === undefined) throw badRequest('Last-Event-ID', 'is not a position of the register')
  return position
}

/** A position of the future is somebody's mistake or another register's; one of the pruned past is a 410. */
async function checkAfter (db: Database, after: number, { earliest, tip }: Bounds): Promise<void> {
  if (after > tip) throw badRequest('after', `is beyond the tip, ${tip}`)
  if (after >= earliest - 1) return
  const snapshot = await findRestart(db, earliest)
  throw new HttpProblem('pruned', {
    vi: `Sự kiện trước vị trí ${earliest} không còn được phục vụ; hãy bắt đầu lại từ bản chụp.`,
    en: `Events before position ${earliest} are no longer served; begin anew from the snapshot.`,
  }, { members: { earliest, tip, ...snapshot !== undefined && { snapshot: `/v1/snapshots/${snapshot}` } } })
}

async function checkProvince (db: Database, province: string | undefined, today: string): Promise<void> {
  if (province !== undefined && !await findProvince(db, '2025', province, today)) throw badRequest('province', 'is not a code of the division of 2025')
}

function linkOn (request: FastifyRequest, reply: FastifyReply, next: number): void {
  const [path, search] = request.url.split('?')
  const query = new URLSearchParams(search)
  query.set('after', String(next))
  reply.header('link', `<${path}?${query}>; rel="next"`)
}

/** All events up to a tip, a page in memory at a time. */
async function * upTo (db: Database, question: Question, after: number, tip: number): AsyncGenerator<string> {
  let position = after
  while (position < tip) {
    const { events, next } = await listEvents(db, question, { after: position, tip, limit: MAX_PAGE / 2 })
    position = next
    if (events.length > 0) yield WIRES.ndjson.events(events)
  }
}
