import { asc, isNull, sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { isKnownAt } from '../db/columns.ts'
import { listAdoptedRuleSets } from '../enterprises/queries.ts'
import { createScope, loadScopeRows } from '../industries/queries.ts'
import type { ScopeRows, Vsic } from '../industries/queries.ts'
import type { Classification, Facts, RuleSet } from './rules.ts'
import { classify } from './rules.ts'
import { categories, ruleSets } from './tables.ts'

/** Facts in, proposed category out, with the rule set that says so. */
export interface Classifier {
  classify (facts: Facts, vsic: Vsic): Classification & { ruleSet: number }
}

/** A rule set with what people read of it; `inForceFrom` and `draft` are null of the one that is shipped. */
export interface KnownRuleSet extends RuleSet {
  inForceFrom: Day | null
  draft: string | null
  summary: string
  summaryEn: string
}

/** The shipped rule set and those that were put in force after it, in that order, as known at a position or now. */
export async function listRuleSets (db: Database, knownAt?: number): Promise<KnownRuleSet[]> {
  const shipped = await db.select().from(ruleSets).where(isKnownAt(ruleSets, knownAt)).orderBy(asc(ruleSets.version))
  const adopted = await listAdoptedRuleSets(db, knownAt)
  return [
    ...shipped.map(({ version, startUpYears, largeCapitalVnd, summary, summaryEn }) => ({ version, startUpYears, largeCapitalVnd, scope: [], summary, summaryEn, inForceFrom: null, draft: null })),
    ...adopted.map(({ version, startUpYears, largeCapitalVnd, scope, summary, inForceFrom, draft }) => ({ version, startUpYears, largeCapitalVnd, scope, summary, summaryEn: summary, inForceFrom, draft })),
  ]
}

/** The one of them that is in force on a day. */
export const inForceOn = <T extends { inForceFrom: Day | null }>(sets: readonly T[], day: Day): T | undefined =>
  sets.findLast(({ inForceFrom }) => inForceFrom === null || inForceFrom <= day)

/** The rule set in force on a day, as known at a position or now. */
export const findRuleSet = async (db: Database, day: Day, knownAt?: number): Promise<KnownRuleSet | undefined> =>
  inForceOn(await listRuleSets(db, knownAt), day)

export interface ClassifierRows {
  ruleSets: (RuleSet & { inForceFrom: Day | null })[]
  scope: ScopeRows
}

/** Plain rows, so that they can go to a thread. */
export async function loadClassifierRows (db: Database): Promise<ClassifierRows> {
  const sets = await listRuleSets(db)
  if (sets.length === 0) throw new Error('No rule set is loaded: load the seeds first (npm run seed).')
  return { ruleSets: sets.map(({ version, startUpYears, largeCapitalVnd, scope, inForceFrom }) => ({ version, startUpYears, largeCapitalVnd, scope, inForceFrom })), scope: await loadScopeRows(db) }
}

/** Each record is classified by the rules of the day from which it holds. */
export function createClassifier ({ ruleSets: sets, scope: rows }: ClassifierRows): Classifier {
  const scopes = new Map(sets.map(({ version, scope }) => [version, createScope(rows, scope)]))
  return {
    classify: (facts, vsic) => {
      const rules = inForceOn(sets, facts.validFrom) ?? sets[0]!
      const isInScope = scopes.get(rules.version)!
      return { ...classify(facts, rules, (code) => isInScope(vsic, code)), ruleSet: rules.version }
    },
  }
}

export const listCategories = (db: Database) =>
  db.select().from(categories).where(isNull(categories.recordedTo)).orderBy(asc(sql`array_position(array['i','ii','iii','iv'], ${categories.code})`))
