import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Caller } from '../auth/schemas.ts'
import { authorOf, requireScope } from '../auth/schemas.ts'
import { lineageOf } from '../agencies/queries.ts'
import type { Database } from '../db/client.ts'
import { invalidRequest } from '../http/problem.ts'
import type { PlanWriter } from './commands.ts'
import { listDrafts } from './commands.ts'
import type { PlanAsked } from './plan.ts'
import { faultsOf } from './plan.ts'
import { noPlan } from './problems.ts'
import { listPlans } from './queries.ts'
import type { PlanRequest } from './schemas.ts'
import { KINDS_OF } from './statistics.ts'

/** The province whose officers write of a plan: of one of the 63 its successor, of the nation or a sector all. */
export async function placeOf (db: Database, { level, division, province }: { level: string, division: '2004' | '2025' | null, province: string | null }): Promise<string> {
  if (level !== 'locality') return '*'
  if (division !== '2004') return province!
  return (await lineageOf(db, { division, code: province! }))[1]?.code ?? '*'
}

/** Who asks, and whether he may write of a plan as it is found in the transaction. */
export const writerOf = (request: FastifyRequest): PlanWriter =>
  ({ by: authorOf(request), mayWrite: async (tx, plan) => requireScope(request.caller, 'reports', await placeOf(tx, plan)) })

export async function mayWritePlan (db: Database, caller: Caller, code: string) {
  const [row] = await listPlans(db, { code }, { day: '9999-12-31', language: 'vi' })
  if (!row) throw noPlan(code)
  requireScope(caller, 'reports', await placeOf(db, row))
  return row
}

type Body = z.output<typeof PlanRequest>

/** What was asked for, without a fault; refused to whoever may not write of its locality, or of the one that has the plan now. */
export async function readAsked (db: Database, caller: Caller, code: string, body: Body, isDraft = false): Promise<PlanAsked> {
  const asked = askedOf(body)
  const faults = faultsOf(asked, { statistics: KINDS_OF, isDraft })
  if (asked.province !== null && (await lineageOf(db, { division: asked.division!, code: asked.province })).length === 1) faults.push({ path: 'province', message: `is not a code of the division of ${asked.division}` })
  if (faults.length > 0) throw invalidRequest(faults)
  requireScope(caller, 'reports', await placeOf(db, asked))
  if ((await listPlans(db, { code }, { day: '9999-12-31', language: 'vi' })).length > 0) await mayWritePlan(db, caller, code)
  const draft = (await listDrafts(db)).find((one) => one.code === code)
  if (draft) requireScope(caller, 'reports', await placeOf(db, draft.plan))
  return asked
}

const askedOf = ({ agency = null, province = null, division, document, note = null, tasks, indicators, ...plan }: Body): PlanAsked => ({
  ...plan, agency, division: province === null ? null : division, province, document: document ? { ...document, url: document.url ?? null } : null, note,
  tasks: tasks.map(({ parent = null, clause = null, from = null, due = null, recurs = null, budgetVnd = null, note = null, ...task }) => ({ ...task, parent, clause, from, due, recurs, budgetVnd, note })),
  indicators: indicators.map(({ clause = null, most = null, statistic = null, note = null, ...indicator }) => ({ ...indicator, clause, most, statistic, note })),
})
