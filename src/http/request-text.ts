import { parse } from 'node:querystring'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { FieldError } from './problem.ts'
import { invalidRequest } from './problem.ts'

/**
 * Fastify's own parser hands out a wrong percent-encoding undecoded, so that `%ff` would pass for text. Node's leaves
 * U+FFFD in its place, which the hook below refuses. Repeated parameters become arrays.
 */
export const parseQuery = (text: string): Record<string, unknown> => parse(text)

// NUL is a valid character of UTF-8, but no text of PostgreSQL can hold it.
const UNREADABLE = /[\0\ufffd]/

export default fp(async (app) => {
  app.addHook('preValidation', async (request) => {
    const errors = [...unreadable(request.params), ...unreadable(request.query)]
    if (errors.length > 0) throw invalidRequest(errors)
  })
}, { name: 'request-text', fastify: '5.x' })

function unreadable (values: FastifyRequest['params']): FieldError[] {
  return Object.entries(values ?? {})
    .filter(([name, value]) => UNREADABLE.test(name) || [value].flat().some((text) => typeof text === 'string' && UNREADABLE.test(text)))
    .map(([path]) => ({ path, message: 'is not text in UTF-8, or holds a NUL character' }))
}
