import type { FastifyRequest } from 'fastify'
import type { Database } from '../db/client.ts'
import { dayAsked, standsAt } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import type { MomentAsked } from '../http/moment.ts'
import { isAboutThePast, momentOf } from '../http/moment.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import type { Division } from '../localities/queries.ts'
import type { View } from './rendering.ts'

/** The register as it stands now, in the language of the request. */
export const presentView = (request: FastifyRequest, { division }: { division: Division }): View =>
  ({ day: dayAsked(request), division, language: languageOf(request) })

/** The register at the moment that the question names, in a transaction of one snapshot. */
export const pastView = async (tx: Database, request: FastifyRequest, { division, ...moment }: MomentAsked & { division: Division }): Promise<View> =>
  ({ ...await momentOf(tx, request, moment), division, language: languageOf(request) })

/** What a question reads from one snapshot of the register, now or at the moment that it names; says of the answer what it rests on. */
export const atMomentAsked = async <T extends object>(
  db: Database, request: FastifyRequest, query: MomentAsked & { division: Division }, read: (tx: Database, view: View) => Promise<T>,
): Promise<T & { position: number }> => await atOnePosition(db, async (tx, head) => {
  if (isAboutThePast(query)) {
    const view = await pastView(tx, request, query)
    return { ...await read(tx, view), position: view.knownAt! }
  }
  standsAt(request, head)
  return { ...await read(tx, presentView(request, query)), position: head }
})
