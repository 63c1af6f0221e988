import type { FastifyRequest } from 'fastify'
import type { Day } from '../calendar.ts'
import type { Variant } from './entity-tag.ts'
import { VERSION } from './headers.ts'
import { languageOf } from './language.ts'
import type { Coding, Format } from './negotiation.ts'
import { acceptedCoding, formatNegotiator } from './negotiation.ts'

export interface Asked {
  variant: Variant & { format: Format, coding: Coding }
  day: Day
  key: string
  /** The position that was the present one when it was asked. */
  position?: number
  standing?: Standing
  /** Tells those who wait for the same answer that they need wait no longer. */
  isDone?: () => void
}

/** What an answer rests on. */
type Standing = { position: number, version?: number } | { isPast: true }

export const asked = new WeakMap<FastifyRequest, Asked>()
const found = (request: FastifyRequest): Asked => asked.get(request)!

/** The day on which a request was asked: all of its answer is of this day. */
export const dayAsked = (request: FastifyRequest): Day => found(request).day
/** The form in which a request wants its answer. */
export const formatAsked = (request: FastifyRequest): Format => found(request).variant.format
export const codingAsked = (request: FastifyRequest): Coding => found(request).variant.coding

/** Says that the answer is the register's at this position; of a single resource, that it is this version of it. */
export function standsAt (request: FastifyRequest, position: number, version?: number): void {
  found(request).standing = { position, ...version !== undefined && { version } }
}

/** Says that the answer is about a stated day, as known at a stated position: nothing in it can change any more. */
export function standsInThePast (request: FastifyRequest): void {
  found(request).standing = { isPast: true }
}

/** Reads from requests what their answers depend on, for a route that has these forms. */
export function asker (formats: readonly Format[]) {
  const formatOf = formatNegotiator(formats)
  return (request: FastifyRequest, day: Day): Asked => {
    const { url } = request
    const [language, format, coding] = [languageOf(request), formatOf(request), acceptedCoding(request)]
    return { variant: { url, language, format, coding, version: VERSION }, day, key: `${language} ${format} ${coding} ${url}` }
  }
}
