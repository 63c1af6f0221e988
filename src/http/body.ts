import type { FastifyReply } from 'fastify'
import type { Format } from './negotiation.ts'
import { MEDIA_TYPES } from './negotiation.ts'

/** A JSON object whose `items` are JSON already, with commas between them, and members that are written here. */
export const pageBody = (items: string, members: Record<string, unknown>): string => `{"items":[${items}],${JSON.stringify(members).slice(1)}`

/** Sends JSON, or another text, that is written already; its shape is kept by tests against the schema of the route. */
export const sendJson = (reply: FastifyReply, body: string, format: Format = 'json'): never => reply.type(MEDIA_TYPES[format]).send(Buffer.from(body)) as never
