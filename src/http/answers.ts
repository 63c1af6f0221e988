import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import fp from 'fastify-plugin'
import { dayOf } from '../calendar.ts'
import type { HeadWatch } from '../journal/head-watch.ts'
import type { Rendered } from './answer-cache.ts'
import { createAnswerCache } from './answer-cache.ts'
import type { Asked } from './asked.ts'
import { asked, asker } from './asked.ts'
import type { Doorkeeper } from './door.ts'
import { openDoor, sendKept, wordsOf } from './door.ts'
import { matchesTag, tagOfPast, tagOfPosition, tagOfVersion } from './entity-tag.ts'
import type { Format } from './negotiation.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The forms that the route answers in, its usual one first; JSON alone where it does not say. */
    formats?: readonly Format[]
    /** The answer is a function of its address, form, language, the register's position and the day: it has a tag and may be kept. */
    isOfRegister?: boolean
  }
}

export interface AnswersOptions {
  head: HeadWatch
  now: () => Date
  cacheBytes: number
  greet: Doorkeeper['greet']
}

const VARY = 'Accept, Accept-Encoding, Accept-Language'
// To be kept by anybody, and asked about each time: that costs next to nothing, and no proxy serves what has moved on.
const REVALIDATE = 'public, no-cache'
const FOR_GOOD = 'public, max-age=86400, immutable'
/** Below this the coding saves less than a packet. */
const LEAST_TO_CODE = 1400
const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) }
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } }
const READS = new Set(['GET', 'HEAD'])

/**
 * One position rules: gives every answer of the register its strong tag, answers 304 without a query where the tag is
 * known beforehand, and keeps rendered answers (bytes, each coding made once) until the position or the day moves.
 */
export default fp<AnswersOptions>(async (app, { head, now, cacheBytes, greet }) => {
  const cache = createAnswerCache(cacheBytes)
  const pending = new Map<string, Promise<void>>()
  /** Undefined where the database is away, which the handler will say. */
  const present = async () => head.known() ?? await head.confirm().catch(() => undefined)

  const keys = keysByWords()

  // Then every answer says that its connection ends, which kept ones cannot.
  let isClosing = false
  app.addHook('preClose', async () => { isClosing = true })

  openDoor(app.server, {
    greet,
    find: (words) => {
      const key = keys.of(words)
      const position = key === undefined || isClosing ? undefined : head.known()
      return position === undefined ? undefined : cache.get(key!, position, dayOf(now()))
    },
  })

  // For each route and not for all: what a request would have to ask about its route is known here.
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/v1/')) return
    const { isOfRegister = false, formats = ['json'] } = route.config ?? {}
    const askedBy = asker(formats)
    const hook: onRequestHookHandler = (request, reply, done) => {
      let one: Asked
      try {
        one = askedBy(request, dayOf(now()))
      } catch (err) {
        return done(err as Error)
      }
      asked.set(request, one)
      if (!isOfRegister || !READS.has(request.method) || isClosing) return done()
      const position = head.known()
      const kept = position === undefined ? undefined : cache.get(one.key, position, one.day)
      if (kept) {
        keys.remember(request.raw, one.key)
        answerKept(request, reply, kept)
      } else answerEarly(request, reply, one).then((isAnswered) => { if (!isAnswered) done() }, done)
    }
    route.onRequest = [...route.onRequest === undefined ? [] : [route.onRequest].flat(), hook]
  })

  /** The answer without a handler, where there is one: kept bytes, another's that is being made, or that nothing has changed. */
  async function answerEarly (request: FastifyRequest, reply: FastifyReply, one: Asked): Promise<boolean> {
    const { variant, day, key } = one
    let position = await present()
    // Many may ask for the same at the same moment, as after each run: one of them makes the answer for all.
    const underWay = pending.get(key)
    if (underWay) {
      await underWay
      position = await present()
    }
    if (position === undefined) return false
    one.position = position
    const kept = cache.get(key, position, day)
    if (kept) {
      answerKept(request, reply, kept)
      return true
    }
    const tag = isPinned(request) ? tagOfPast(variant) : tagOfPosition(position, day, variant)
    const header = request.headers['if-none-match']
    // Whether there is anything at the address is not known yet.
    if (header !== '*' && matchesTag(header, tag)) {
      reply.code(304).headers(headersOf(tag, isPinned(request), variant.language)).send()
      return true
    }
    // Files are not kept, and a tail has no end to wait for.
    if (variant.format !== 'json') return false
    const made = new Promise<void>((resolve) => { one.isDone = resolve })
    pending.set(key, made)
    void made.then(() => { if (pending.get(key) === made) pending.delete(key) })
    reply.raw.once('close', () => one.isDone?.())
    return false
  }

  app.addHook('onSend', async (request, reply, payload) => {
    const one = asked.get(request)
    if (!one) return payload
    if (one.standing === undefined || reply.statusCode !== 200) {
      // Whoever wrote something here, or saw the state of a run, finds it in what is asked next.
      if (!request.routeOptions.config.isOfRegister) head.expire()
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
      return payload
    }
    const { standing, variant, day } = one
    const isPast = 'isPast' in standing
    if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) {
      one.isDone?.()
      reply.headers(headersOf(isPast ? tagOfPast(variant) : tagOfPosition(standing.position, day, variant), isPast, variant.language))
      return payload
    }
    const plain = typeof payload === 'string' ? Buffer.from(payload) : payload
    const tag = isPast ? tagOfPast(variant) : standing.version === undefined ? tagOfPosition(standing.position, day, variant) : tagOfVersion(standing.version, plain, variant)
    reply.headers(headersOf(tag, isPast, variant.language))
    const { coding } = variant
    const isCoded = coding !== 'identity' && plain.length >= LEAST_TO_CODE
    const body = !isCoded ? plain : coding === 'br' ? await compress.br(plain, BROTLI) : await compress.gzip(plain)
    if (isCoded) reply.header('content-encoding', coding)
    reply.header('content-length', body.length)
    const position = isPast ? one.position : standing.position
    if (position !== undefined && day === dayOf(now())) cache.set(one.key, position, day, rendered(reply, tag, body))
    one.isDone?.()
    if (matchesTag(request.headers['if-none-match'], tag)) {
      reply.code(304).removeHeader('content-encoding').removeHeader('content-length').removeHeader('content-type')
      return ''
    }
    return body
  })
}, { name: 'answers', fastify: '5.x', dependencies: ['headers', 'problem'] })

/** Whether the address says both for which day and as known when. */
function isPinned (request: FastifyRequest): boolean {
  const { asof, knownat } = request.query as Record<string, unknown>
  return asof !== undefined && knownat !== undefined
}

const headersOf = (tag: string, isPast: boolean, language: string) =>
  ({ etag: tag, 'cache-control': isPast ? FOR_GOOD : REVALIDATE, vary: VARY, 'content-language': language })

/** About the caller, not about the answer. */
const OF_CALLER = ['ratelimit', 'ratelimit-policy']
const NOT_IN_304 = new Set(['content-type', 'content-length', 'content-encoding', 'content-disposition'])

function rendered (reply: FastifyReply, tag: string, body: Buffer): Rendered {
  const headers = Object.entries(reply.getHeaders()).filter(([name]) => !OF_CALLER.includes(name)).map(([name, value]) => [name, String(value)] as const)
  return { tag, body, headers: headers.flat(), headersUnchanged: headers.filter(([name]) => !NOT_IN_304.has(name)).flat() }
}

/** Past all that Fastify would do with an answer. */
function answerKept (request: FastifyRequest, reply: FastifyReply, kept: Rendered): void {
  const told = OF_CALLER.flatMap((name) => reply.hasHeader(name) ? [name, String(reply.getHeader(name))] : [])
  reply.hijack()
  sendKept(request.raw, reply.raw, kept, told)
}

const MOST_WORDS = 5000

/** Which kept answer they mean who ask in the same words: that never changes, so it is worked out once. */
function keysByWords () {
  const keys = new Map<string, string>()
  return {
    of: (words: string) => keys.get(words),
    remember: (raw: IncomingMessage, key: string) => {
      const words = wordsOf(raw)
      if (words === undefined) return
      if (keys.size >= MOST_WORDS) keys.clear()
      keys.set(words, key)
    },
  }
}
