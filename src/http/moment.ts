import type { FastifyRequest } from 'fastify'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { findBlockAt, findBlockOf, findPosition } from '../journal/queries.ts'
import { atOnePosition } from '../journal/snapshot.ts'
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

/** What a question reads from one snapshot of the register, now or at the moment that it names; says of the answer what it rests on. */
export const atMomentAsked = async <T extends object>(
  db: Database, request: FastifyRequest, asked: MomentAsked, read: (tx: Database, moment: { day: Day, knownAt?: number }) => Promise<T>,
): Promise<T & { position: number }> => await atOnePosition(db, async (tx, head) => {
  if (isAboutThePast(asked)) {
    const moment = await momentOf(tx, request, asked)
    return { ...await read(tx, moment), position: moment.knownAt }
  }
  standsAt(request, head)
  return { ...await read(tx, { day: dayAsked(request) }), position: head }
})

async function positionOf (tx: Database, knownat: KnownAt, head: number): Promise<number> {
  if ('position' in knownat) {
    if (knownat.position > head) throw badRequest('knownat', `is of the future: the register stands at ${head}`)
    return await findBlockOf(tx, knownat.position)
  }
  if (knownat.instant.getTime() > Date.now()) throw badRequest('knownat', 'is of the future')
  return await findBlockAt(tx, knownat.instant)
}
