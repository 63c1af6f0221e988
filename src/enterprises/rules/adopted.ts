import type { Database } from '../../db/client.ts'
import { isKnownAt } from '../../db/columns.ts'
import { adoptedRuleSets } from './tables.ts'

export type AdoptedRuleSet = typeof adoptedRuleSets.$inferSelect

/** In the order in which they came into force, as known at a position or now. */
export const listAdoptedRuleSets = async (db: Database, knownAt?: number): Promise<AdoptedRuleSet[]> =>
  await db.select().from(adoptedRuleSets).where(isKnownAt(adoptedRuleSets, knownAt)).orderBy(adoptedRuleSets.inForceFrom)
