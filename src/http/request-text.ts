import { parse } from 'node:querystring'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { FieldError } from './problem.ts'
import { invalidRequest, notFound } from './problem.ts'

/**
 * Fastify's own parser hands out a wrong percent-encoding undecoded, so that `%ff` would pass for text. Node's leaves
 * U+FFFD in its place, which the hook below refuses. Repeated parameters become arrays.
 */
export const parseQuery = (text: string): Record<string, unknown> => parse(text)

// NUL is a valid character of UTF-8, but no text of PostgreSQL can hold it.
const UNREADABLE = /[\0\ufffd]/

const SLASH_AT_END = /^\/v1\/[^?]*\/(\?|$)/

export default fp(async (app) => {
  app.addHook('preValidation', async (request) => {
    // Fastify serves the root of a slice with a slash at its end too; one thing has one address.
    if (SLASH_AT_END.test(request.url)) throw notFound()
    const errors = [...unreadable(request.params), ...unreadable(request.query), ...unexpected(request)]
    if (errors.length > 0) throw invalidRequest(errors)
  })
}, { name: 'request-text', fastify: '5.x' })

/** A route that takes no parameters refuses them as its neighbours do; the schemas of the others see to it. */
function unexpected ({ is404, query, routeOptions }: FastifyRequest): FieldError[] {
  if (is404 || routeOptions.schema === undefined || routeOptions.schema.querystring !== undefined) return []
  return Object.keys(query ?? {}).map((path) => ({ path, message: 'is not known here' }))
}

function unreadable (values: FastifyRequest['params']): FieldError[] {
  return Object.entries(values ?? {})
    .filter(([name, value]) => UNREADABLE.test(name) || [value].flat().some((text) => typeof text === 'string' && UNREADABLE.test(text)))
    .map(([path]) => ({ path, message: 'is not text in UTF-8, or holds a NUL character' }))
}
