import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Caller } from '../auth/schemas.ts'
import { allows, forbidden } from '../auth/schemas.ts'
import type { Database } from '../db/client.ts'
import { matchesVersion } from '../http/entity-tag.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Cycle } from './queries.ts'
import { findCycle } from './queries.ts'
import { noCycle, noReporter } from './refusal.ts'
import type { Reporter, ReportKey } from './reporter-queries.ts'
import { keyOf, listReporters } from './reporter-queries.ts'
import { CycleCode, ReporterCode } from './schemas.ts'

export const ReportParams = z.object({ cycle: CycleCode, locality: ReporterCode })

/** Who may report in a cycle: a province's or a body's own officers, and the ministry's. */
export const ACCESS = ['reports', 'submit'] as const

/** Whether a caller holds one of the keys, or that of all reports. */
export const mayReport = (caller: Caller, keys: readonly ReportKey[]): boolean => allows(caller, 'reports', '*') || keys.some(({ scope, of }) => allows(caller, scope, of))

export function requireOneOf (caller: Caller, keys: readonly ReportKey[]): void {
  if (!mayReport(caller, keys)) throw forbidden(keys[0]!.scope, keys[0]!.of)
}

/** The report that a request is about; a 403 where the key is for others, before anything is told of it. */
export async function reportAsked (db: Database, request: FastifyRequest, { cycle: code, locality }: z.output<typeof ReportParams>): Promise<{ cycle: Cycle, reporter: Reporter }> {
  const cycle = await findCycle(db, code)
  if (!cycle) throw noCycle(code)
  const reporter = await findReporter(db, cycle, locality)
  requireOneOf(request.caller, reporter?.keys ?? [keyOf(locality)])
  if (!reporter) throw noReporter(cycle.code, locality)
  return { cycle, reporter }
}

const findReporter = async (db: Database, cycle: Cycle, locality: string): Promise<Reporter | undefined> => (await listReporters(db, cycle)).find(({ code }) => code === locality)

export async function reporterIn (db: Database, cycle: Cycle, locality: string): Promise<Reporter> {
  const reporter = await findReporter(db, cycle, locality)
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
