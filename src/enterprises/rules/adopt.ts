import { sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { appendVersions, endOfBlock } from '../append.ts'
import { applyDecisions } from '../decisions/apply.ts'
import { makeAppended } from '../decisions/record.ts'
import { roomToSort } from '../staging.ts'
import type { AdoptedRuleSet } from './adopted.ts'
import { adoptedRuleSets } from './tables.ts'

export type Adoption = Pick<AdoptedRuleSet, 'version' | 'draft' | 'startUpYears' | 'largeCapitalVnd' | 'scope' | 'summary' | 'inForceFrom'>

/**
 * Puts a rule set in force from a day on, as one block: every state since that day of which it says something else is said
 * anew, states that began before it from its day on. Reads the whole register once. Needs the head's lock.
 */
export async function adoptRules (tx: Database, head: number, adoption: Adoption): Promise<{ first: number, last: number, enterprises: number }> {
  await roomToSort(tx)
  const [row] = await tx.insert(adoptedRuleSets).values({ ...adoption, recordedFrom: head + 1 }).returning({ id: adoptedRuleSets.id })
  await makeAppended(tx)
  await applyDecisions(tx, { also: sql`select code from enterprise_versions where is_current` })
  await tx.execute(sql`analyze appended`)
  const last = await endOfBlock(tx, head)
  await tx.execute(sql`update adopted_rule_sets set recorded_from = ${last} where id = ${row!.id}`)
  const { rows: [counted] } = await tx.execute<{ enterprises: number }>(sql`select count(distinct code)::int as enterprises from appended`)
  const { enterprises } = counted!
  const { draft, inForceFrom } = adoption
  const { first } = await appendVersions(tx, { head, kind: 'rules', reference: String(adoption.version), detail: { draft, inForceFrom, enterprises } })
  return { first, last, enterprises }
}
