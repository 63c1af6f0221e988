import type { FastifyRequest } from 'fastify'
import { allows, authorOf, forbidden } from '../auth/schemas.ts'
import type { Database } from '../db/client.ts'
import { isEnterpriseCode } from '../enterprises/queries.ts'
import { badRequest, HttpProblem, invalidRequest, notFound } from '../http/problem.ts'
import { findProvince } from '../localities/queries.ts'
import type { Clerk, Kind } from './commands.ts'
import { NotEntered } from './commands.ts'
import { listFields, listTechnologies } from './queries.ts'

/** Whoever writes in the catalogue, as commands are told of him. */
export const clerkOf = (request: FastifyRequest): Clerk => {
  const { caller } = request
  return { author: authorOf(request), mayFor: (province) => allows(caller, 'catalogue', province) }
}

const NAMES = { supply: { vi: 'nguồn cung', en: 'supply' }, demand: { vi: 'nhu cầu', en: 'demand' } }

export const noEntry = (kind: Kind, id: number) => notFound({ vi: `Không có ${NAMES[kind].vi} số ${id}.`, en: `There is no ${NAMES[kind].en} ${id} that is published.` })
export const withdrawn = (kind: Kind, id: number) => new HttpProblem('gone', { vi: `${NAMES[kind].vi} số ${id} đã được rút.`, en: `The ${NAMES[kind].en} ${id} was withdrawn.` })

/** What a command threw, as the problem that it stands for. */
export async function asProblems<T> (kind: Kind, id: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (err) {
    if (!(err instanceof NotEntered)) throw err
    switch (err.why) {
      case 'forbidden': throw forbidden('catalogue', err.about)
      case 'no-enterprise': throw badRequest('enterprise', `no enterprise ${err.about} is known to the feed`)
      case 'other-enterprise': throw badRequest('enterprise', `stays ${err.about}: what was published once stays with its enterprise`)
      case 'changed': throw new HttpProblem('precondition-failed')
      default: throw notFound({ vi: `Không có ${NAMES[kind].vi} số ${id}.`, en: `There is no ${NAMES[kind].en} ${id}.` })
    }
  }
}

interface Coded { technologies?: string[] | undefined, fields?: string[] | undefined, province?: string | null | undefined, enterprise?: string | undefined }

/** Throws where a code of an entry or of a question stands for nothing; `names` are those that the caller used. */
export async function checkCodes (db: Database, { technologies = [], fields = [], province, enterprise }: Coded, names: { technologies: string, fields: string }, day: string): Promise<void> {
  const strangers = (path: string, codes: string[], known: { code: string }[]) => {
    const all = new Set(known.map(({ code }) => code))
    return codes.filter((code) => !all.has(code)).map((code) => ({ path, message: `${code} is none of ${[...all].join(', ')}` }))
  }
  const errors = [
    ...technologies.length > 0 ? strangers(names.technologies, technologies, await listTechnologies(db)) : [],
    ...fields.length > 0 ? strangers(names.fields, fields, await listFields(db)) : [],
    ...typeof province === 'string' && !await findProvince(db, '2025', province, day) ? [{ path: 'province', message: 'is not a code of the division of 2025' }] : [],
    ...enterprise !== undefined && !isEnterpriseCode(enterprise) ? [{ path: 'enterprise', message: 'is not an enterprise code: its check digit is wrong' }] : [],
  ]
  if (errors.length > 0) throw invalidRequest(errors)
}

export const IN_QUERY = { technologies: 'technology', fields: 'field' }
export const IN_BODY = { technologies: 'technologies', fields: 'fields' }
