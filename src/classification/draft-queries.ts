import type { SQL } from 'drizzle-orm'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { proposalOf, scopeOf } from '../enterprises/queries.ts'
import type { RuleSet } from './rules.ts'
import { draftedRuleSets } from './tables.ts'

export type DraftRow = typeof draftedRuleSets.$inferSelect

export async function findDraft (db: Database, code: string): Promise<DraftRow | undefined> {
  const [row] = await db.select().from(draftedRuleSets).where(and(eq(draftedRuleSets.code, code), isNull(draftedRuleSets.recordedTo)))
  return row
}

/** The active enterprises that the feed tells of now, of all trades. */
const ACTIVE = sql`v.is_current and v.presence = 'present' and v.status = 'active'`

export interface TrialRow extends Record<string, unknown> {
  province: string
  wasBasis: string | null
  wasCategory: string | null
  isBasis: string | null
  isCategory: string | null
  decided: boolean
  enterprises: number
}

/**
 * What every active enterprise is on a day and what it would be by other rules from then on; what officers have decided stays.
 * Reads the whole register once.
 */
export async function countByRules (tx: Database, rules: Pick<RuleSet, 'startUpYears' | 'largeCapitalVnd' | 'scope'>, day: Day): Promise<TrialRow[]> {
  // A register of all trades of the nation takes longer than a page may.
  await tx.execute(sql`set local statement_timeout = '10min'`)
  const scope = await scopeOf(tx, sql`select v.vsic, v.industries from enterprise_versions v where ${ACTIVE}`, [{ version: 0, scope: rules.scope }])
  const numbers = { startUpYears: sql`${rules.startUpYears}::int`, largeCapitalVnd: sql`${rules.largeCapitalVnd}` }
  const { rows } = await tx.execute<TrialRow>(sql`
    with judged as (
      select f.province_code as province, f.decision is not null as decided,
        case when ${on(sql`f`, day)} is not null then f.basis end as was_basis, ${on(sql`f`, day)} as was_category,
        case when f.decision is not null then f.basis else p.basis end as is_basis,
        case when f.decision is not null then ${on(sql`f`, day)} else ${on(sql`p`, day)} end as is_category
      from (select * from enterprise_versions v where ${ACTIVE}) f
      join ${scope} on s.vsic = f.vsic
      cross join lateral ${proposalOf(numbers, sql`greatest(f.valid_from, ${day}::date)`)} p
    )
    select province, was_basis as "wasBasis", was_category as "wasCategory", case when is_category is not null then is_basis end as "isBasis", is_category as "isCategory", decided, count(*)::int as enterprises
    from judged where was_category is not null or is_category is not null group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6`)
  return rows
}

const on = (of: SQL, day: Day): SQL => sql`case when ${of}.category_turns_on is null or ${of}.category_turns_on > ${day}::date then ${of}.category_before else ${of}.category_after end`
