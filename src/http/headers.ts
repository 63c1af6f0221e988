import { createRequire } from 'node:module'
import fp from 'fastify-plugin'
import { HttpProblem } from './problem.ts'

/** The version of the package, which is the version of the API. */
export const VERSION: string = createRequire(import.meta.url)('../../package.json').version

/**
 * On every answer, and part of those that are kept. One call with a constant costs 1.3 bare requests where the helmet plugin costs 3.2; the security
 * headers are those that it sets, made tighter for an API that serves no page, and open for reading across origins.
 */
export const STATIC_HEADERS = Object.freeze({
  'api-version': VERSION,
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Accept-Ranges, API-Version, Content-Disposition, Content-Language, Content-Range, ETag, Link, RateLimit, RateLimit-Policy, Repr-Digest, Retry-After',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'cross-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
})

const PREFLIGHT_HEADERS = {
  'access-control-allow-methods': 'GET, HEAD',
  'access-control-allow-headers': 'Accept, Accept-Language, Authorization, If-None-Match, If-Range, Last-Event-ID, Range',
  'access-control-max-age': '86400',
}
const QUESTION_HEADERS = {
  ...PREFLIGHT_HEADERS,
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'Accept, Accept-Language, Authorization, Content-Type',
}

const withoutHost = () => new HttpProblem('invalid-request', {
  vi: 'Thiếu phần đầu Host.',
  en: 'The Host header is missing.',
})

export default fp(async (app) => {
  // Questions too long for an address: they are reads as well.
  const questions = new Set<string>()
  app.addHook('onRoute', ({ method, url, config }) => { if (method === 'POST' && config?.access === 'public') questions.add(url) })

  // Called back and not awaited, like those of every request that follow: a promise for each costs kept answers a tenth.
  app.addHook('onRequest', (request, reply, done) => {
    // Node would refuse this by itself, but with an empty body: the server is told not to, so that we can.
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1') return done(withoutHost())
    const wanted = request.headers['access-control-request-method']
    if (request.method === 'OPTIONS' && wanted !== undefined) {
      const isQuestion = wanted === 'POST' && questions.has(request.url.split('?')[0]!)
      reply.code(204).headers(isQuestion ? QUESTION_HEADERS : PREFLIGHT_HEADERS).send()
      return
    }
    done()
  })

  // Else a connection that is busy when the server begins to close holds it up for the whole keep-alive time.
  let isClosing = false
  app.addHook('preClose', async () => { isClosing = true })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    reply.headers(STATIC_HEADERS)
    if (isClosing) reply.header('connection', 'close')
    done()
  })
}, { name: 'headers', fastify: '5.x' })
