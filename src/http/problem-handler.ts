import { DrizzleQueryError } from 'drizzle-orm'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { isUnavailable } from '../db/errors.ts'
import { languageOf, speak } from './language.ts'
import type { FieldError } from './problem.ts'
import { HttpProblem, invalidRequest, notFound, PROBLEM_MEDIA_TYPE, unavailable } from './problem.ts'
import type { ProblemKind } from './problem-types.ts'

/** What Fastify's body parsers refuse. Their other codes are requests that cannot be read. */
const KIND_BY_CODE: Readonly<Record<string, ProblemKind>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_EMPTY_TYPE: 'unsupported-media-type',
}
const BODY_MESSAGES: Readonly<Record<string, string>> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: 'is empty although its type is JSON',
  FST_ERR_CTP_INVALID_JSON_BODY: 'is not valid JSON',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'is not as long as Content-Length says',
}

/** The problem that an error stands for; what was not foreseen says nothing of its cause. */
export function problemOf (err: unknown): HttpProblem {
  if (err instanceof HttpProblem) return err
  if (hasZodFastifySchemaValidationErrors(err)) return invalidRequest(fieldErrors(err))
  if (isUnavailable(err)) return unavailable(err)
  const { code = '', statusCode = 500 } = typeof err === 'object' && err !== null ? err as Partial<FastifyError> : {}
  const kind = KIND_BY_CODE[code]
  if (kind) return new HttpProblem(kind)
  const message = BODY_MESSAGES[code]
  if (message) return invalidRequest([{ path: 'body', message }])
  return statusCode >= 400 && statusCode < 500 ? new HttpProblem('invalid-request') : new HttpProblem('internal', undefined, { cause: err })
}

/** A problem goes out as text, past the response schemas of its route, so that none of its members can get lost. */
export function sendProblem (request: FastifyRequest, reply: FastifyReply, problem: HttpProblem): FastifyReply {
  const language = languageOf(request)
  const isOurs = problem.statusCode >= 500
  const document = { ...problem.toDocument(language), ...isOurs && { instance: `urn:uuid:${request.id}` } }
  // What was set for the answer that did not come about.
  for (const name of ['content-encoding', 'content-disposition', 'etag', 'link']) reply.removeHeader(name)
  speak(reply, language).code(problem.statusCode).headers({ 'cache-control': 'no-store', ...problem.headers })
  return reply.type(PROBLEM_MEDIA_TYPE).send(JSON.stringify(document))
}

export default fp(async (app) => {
  app.setErrorHandler((err, request, reply) => {
    const problem = problemOf(err)
    if (problem.statusCode === 500) request.log.error({ reqId: request.id, err: withoutStatement(err) }, 'unexpected')
    else if (problem.statusCode === 503) request.log.warn({ reqId: request.id, err: withoutStatement(err) }, 'the database is away')
    return sendProblem(request, reply, problem)
  })

  const routes: { method: string, pattern: RegExp }[] = []
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, pattern: patternOf(url) })
  })
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?')
    const methods = new Set(routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))
    if (methods.size === 0 || methods.has(request.method)) return sendProblem(request, reply, notFound())
    return sendProblem(request, reply, new HttpProblem('method-not-allowed', undefined, { headers: { allow: [...methods].sort().join(', ') } }))
  })
}, { name: 'problem', fastify: '5.x', dependencies: ['headers'] })

function fieldErrors (err: { validation: readonly { instancePath: string, keyword: string, message?: string, params: Record<string, unknown> }[], validationContext?: string }): FieldError[] {
  const where = err.validationContext === 'querystring' ? 'query' : err.validationContext ?? 'request'
  return err.validation.flatMap(({ instancePath, keyword, message = 'is not valid', params }) => {
    const path = instancePath.slice(1).replaceAll('/', '.')
    const unknown = keyword === 'unrecognized_keys' && Array.isArray(params['keys']) ? params['keys'].map(String) : []
    if (unknown.length > 0) return unknown.map((name) => ({ path: path ? `${path}.${name}` : name, message: 'is not known here' }))
    return [{ path: path || where, message }]
  })
}

/** Drizzle's message holds the statement and its values; they belong in no log, and a problem hides what it stands for. */
function withoutStatement (err: unknown): unknown {
  const isWrapper = err instanceof DrizzleQueryError || err instanceof HttpProblem
  return isWrapper && err.cause ? withoutStatement(err.cause) : err
}

function patternOf (url: string): RegExp {
  const literal = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${literal.replace(/:[^/]+/g, '[^/]+').replaceAll('*', '.*')}$`)
}
