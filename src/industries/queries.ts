import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { createScope } from './scope.ts'
import { industries, industryConversions } from './tables.ts'

export { createScope, plainCode } from './scope.ts'
export type { Scope, ScopeChange, Vsic } from './scope.ts'

export type ScopeRows = Parameters<typeof createScope>[0]

/** Plain rows, so that they can go to a thread. */
export async function loadScopeRows (db: Database): Promise<ScopeRows> {
  const { vsic, code, scope } = industries
  return await db.select({ vsic, code, scope }).from(industries).where(isNull(industries.recordedTo))
}

export const listIndustries = (db: Database, filter: { vsic?: string | undefined, scope?: string | undefined }) =>
  db.select().from(industries)
    .where(and(
      isNull(industries.recordedTo),
      filter.vsic ? eq(industries.vsic, filter.vsic) : undefined,
      filter.scope ? eq(industries.scope, filter.scope) : undefined,
    ))
    .orderBy(asc(industries.vsic), asc(industries.code))

/** Old code → its successors in VSIC 2025, and the other way round, in one list of pairs. */
export const listConversions = (db: Database) =>
  db.select({ oldCode: industryConversions.oldCode, newCode: industryConversions.newCode, relation: industryConversions.relation })
    .from(industryConversions).where(isNull(industryConversions.recordedTo))
    .orderBy(asc(industryConversions.oldCode), asc(industryConversions.newCode))
