import type { FastifyRequest } from 'fastify'
import type { Database } from '../db/client.ts'
import { dayAsked } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import type { MomentAsked } from '../http/moment.ts'
import { atMomentAsked, momentOf } from '../http/moment.ts'
import type { Division } from '../localities/queries.ts'
import type { View } from './rendering.ts'

/** The register as it stands now, in the language of the request. */
export const presentView = (request: FastifyRequest, { division }: { division: Division }): View =>
  ({ day: dayAsked(request), division, language: languageOf(request) })

/** The register at the moment that the question names, in a transaction of one snapshot. */
export const pastView = async (tx: Database, request: FastifyRequest, { division, ...moment }: MomentAsked & { division: Division }): Promise<View> =>
  ({ ...await momentOf(tx, request, moment), division, language: languageOf(request) })

/** The same for what is read from one snapshot of the register, now or in the past; says of the answer what it rests on. */
export const atViewAsked = async <T extends object>(
  db: Database, request: FastifyRequest, { division, ...moment }: MomentAsked & { division: Division }, read: (tx: Database, view: View) => Promise<T>,
) => await atMomentAsked(db, request, moment, async (tx, { day, knownAt }) => await read(tx, { day, knownAt, division, language: languageOf(request) }))
