import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { allows, forbidden } from '../auth/schemas.ts'
import type { Database } from '../db/client.ts'
import { matchesVersion } from '../http/entity-tag.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Cycle, Reporter } from './queries.ts'
import { actorsFor, findCycle, listReporters } from './queries.ts'
import { noCycle, noReporter } from './refusal.ts'
import { CycleCode } from './schemas.ts'
import { Locality } from './submission-schemas.ts'

export const ReportParams = z.object({ cycle: CycleCode, locality: Locality })

/** The report that a request is about; a 403 where the key is for other provinces, before anything is told of it. */
export async function reportAsked (db: Database, request: FastifyRequest, { cycle: code, locality }: z.output<typeof ReportParams>): Promise<{ cycle: Cycle, reporter: Reporter }> {
  const cycle = await findCycle(db, code)
  if (!cycle) throw noCycle(code)
  const actors = await actorsFor(db, cycle, locality)
  if (!actors.some((one) => allows(request.caller, 'reports', one))) throw forbidden('reports', locality)
  return { cycle, reporter: await reporterIn(db, cycle, locality) }
}

export async function reporterIn (db: Database, cycle: Cycle, locality: string): Promise<Reporter> {
  const reporter = (await listReporters(db, cycle)).find(({ code }) => code === locality)
  if (!reporter) throw noReporter(cycle.code, locality)
  return reporter
}

/** Whether a version is the one that the caller says it has seen. */
export function seenBy (header: string | undefined): (version: number) => boolean {
  if (header === undefined) throw new HttpProblem('precondition-required')
  return (version) => matchesVersion(header, version)
}

/** Reports are nobody else's: no cache keeps them. */
export const asPrivate = (reply: FastifyReply): FastifyReply => reply.header('cache-control', 'no-store')
