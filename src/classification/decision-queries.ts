import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { decisions, reviews } from '../enterprises/decisions/tables.ts'
import { findPosition } from '../journal/queries.ts'
import type { Standing } from './judgement.ts'

/** How enterprises stand now, by code; those that were never told of are not among them. */
export async function findStandings (tx: Database, codes: string[]): Promise<Map<string, Standing & { basis: string | null, category: string | null, decision: number | null }>> {
  const { rows } = await tx.execute<Standing & { basis: string | null, category: string | null, decision: number | null } & Record<string, unknown>>(sql`
    select v.code, v.version, v.presence, v.status, v.registered_on as "registeredOn", v.province_code as province, v.basis, v.category_before as category, v.decision,
      v.decided_from as "decidedFrom"
    from enterprise_versions v where v.is_current and v.code = any(${`{${codes.join(',')}}`}::text[])`)
  return new Map(rows.map((row) => [row.code, row]))
}

const categoryOn = (prefix: string, day: Day) => {
  const column = (name: string) => sql.raw(prefix + name)
  return sql`case when ${column('category_turns_on')} is null or ${column('category_turns_on')} > ${day}::date then ${column('category_before')} else ${column('category_after')} end`
}

interface Classified extends Record<string, unknown> {
  code: string
  version: number
  presence: string
  province: string
  basis: string | null
  category: string | null
  decision: number | null
  ruleBasis: string | null
  ruleCategory: string | null
  changed: string[] | null
}

/** How an enterprise is classified on a day, and all that was decided of it. Needs one snapshot of the database. */
export async function readClassification (tx: Database, code: string, day: Day) {
  const { rows: [row] } = await tx.execute<Classified>(sql`
    select v.code, v.version, v.presence, v.province_code as province, v.basis, ${categoryOn('v.', day)} as category, v.decision,
      v.rule_basis as "ruleBasis", ${categoryOn('v.rule_', day)} as "ruleCategory", r.reasons as changed
    from enterprise_versions v left join ${reviews} r on r.code = v.code and r.kind = 'flagged'
    where v.is_current and v.code = ${code}`)
  if (!row) return undefined
  const taken = await tx.select().from(decisions).where(eq(decisions.code, code)).orderBy(desc(decisions.id)).limit(1000)
  const { decision, ruleBasis, ruleCategory, basis, category, changed, ...known } = row
  const proposal = decision === null ? { basis, category } : { basis: ruleBasis, category: ruleCategory }
  return { ...known, basis, category, proposal, changed: changed ?? [], decisions: taken, position: await findPosition(tx) }
}

export interface DecisionFilter { code?: string | undefined, province?: string | undefined }

/** Decisions, the newest first, behind one. */
export const listDecisions = (db: Database, { code, province }: DecisionFilter, { before, limit }: { before: number | undefined, limit: number }) =>
  db.select().from(decisions).where(and(
    code === undefined ? undefined : eq(decisions.code, code), province === undefined ? undefined : eq(decisions.provinceCode, province),
    before === undefined ? undefined : lt(decisions.id, before),
  )).orderBy(desc(decisions.id)).limit(limit)

export type DecisionRecord = typeof decisions.$inferSelect
