import type { FastifyRequest } from 'fastify'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { findBlockAt, findBlockOf, findPosition } from '../journal/queries.ts'
import { dayAsked, standsAt, standsInThePast } from './asked.ts'
import { badRequest } from './problem.ts'
import type { KnownAt } from './query.ts'

export interface MomentAsked {
  asof?: Day | undefined
  knownat?: KnownAt | undefined
}

export const isAboutThePast = ({ asof, knownat }: MomentAsked): boolean => asof !== undefined || knownat !== undefined

/**
 * The day and the position that a question about the past means, in a transaction of one snapshot; says of the answer
 * what it rests on. A 400 where either is of the future.
 */
export async function momentOf (tx: Database, request: FastifyRequest, { asof, knownat }: MomentAsked): Promise<{ day: Day, knownAt: number }> {
  const today = dayAsked(request)
  if (asof !== undefined && asof > today) throw badRequest('asof', 'must not be in the future')
  const head = await findPosition(tx)
  const knownAt = knownat === undefined ? head : await positionOf(tx, knownat, head)
  if (asof !== undefined && knownat !== undefined) standsInThePast(request)
  else standsAt(request, head)
  return { day: asof ?? today, knownAt }
}

async function positionOf (tx: Database, knownat: KnownAt, head: number): Promise<number> {
  if ('position' in knownat) {
    if (knownat.position > head) throw badRequest('knownat', `is of the future: the register stands at ${head}`)
    return await findBlockOf(tx, knownat.position)
  }
  if (knownat.instant.getTime() > Date.now()) throw badRequest('knownat', 'is of the future')
  return await findBlockAt(tx, knownat.instant)
}
