import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { isKnownAt } from '../db/columns.ts'
import { createScope, loadScopeRows } from '../industries/queries.ts'
import type { ScopeRows, Vsic } from '../industries/queries.ts'
import type { Classification, Facts, RuleSet } from './rules.ts'
import { classify } from './rules.ts'
import { categories, ruleSets } from './tables.ts'

/** Facts in, proposed category out; carries the rule set that it works with. */
export interface Classifier {
  ruleSet: RuleSet
  classify (facts: Facts, vsic: Vsic): Classification
}

/** The rule set in force is the newest one, as known at a position or now. */
export async function findRuleSet (db: Database, version?: number, knownAt?: number) {
  const [row] = await db.select().from(ruleSets)
    .where(and(isKnownAt(ruleSets, knownAt), version === undefined ? undefined : eq(ruleSets.version, version)))
    .orderBy(sql`${ruleSets.version} desc`).limit(1)
  return row
}

export interface ClassifierRows {
  ruleSet: RuleSet
  scope: ScopeRows
}

/** Plain rows, so that they can go to a thread. */
export async function loadClassifierRows (db: Database): Promise<ClassifierRows> {
  const ruleSet = await findRuleSet(db)
  if (!ruleSet) throw new Error('No rule set is loaded: load the seeds first (npm run seed).')
  return { ruleSet, scope: await loadScopeRows(db) }
}

export function createClassifier ({ ruleSet, scope: rows }: ClassifierRows): Classifier {
  const scope = createScope(rows)
  return {
    ruleSet,
    classify: (facts, vsic) => classify(facts, ruleSet, (code) => scope(vsic, code)),
  }
}

export const listCategories = (db: Database) =>
  db.select().from(categories).where(isNull(categories.recordedTo)).orderBy(asc(sql`array_position(array['i','ii','iii','iv'], ${categories.code})`))

export const listRuleSets = (db: Database) =>
  db.select().from(ruleSets).where(isNull(ruleSets.recordedTo)).orderBy(asc(ruleSets.version))
