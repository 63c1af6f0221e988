import type { Day } from '../calendar.ts'
import { addYears } from '../calendar.ts'
import type { ScopeChange } from '../industries/queries.ts'

export type CategoryCode = 'i' | 'ii' | 'iii' | 'iv'
export type Basis = 'derived' | 'confirmed' | 'candidate'

export interface RuleSet {
  version: number
  /** An enterprise is young until this anniversary of its first certificate. */
  startUpYears: number
  /** From this charter capital on an enterprise is large, in VND. */
  largeCapitalVnd: number
  /** Activities that it counts otherwise than the list of the ICT scope. */
  scope: ScopeChange[]
}

export interface Facts {
  registeredOn: Day
  /** The day from which these facts hold. */
  validFrom: Day
  /** Activity codes, the main one first if there is a main one. */
  industries: readonly string[]
  hasMainIndustry: boolean
  charterCapitalVnd: string | null
}

/** A category and its validity: `before` until the day `turnsOn`, `after` from it on. It needs no "today". */
export interface Classification {
  /** Null where the enterprise is neither digital nor a candidate. */
  basis: Basis | null
  before: CategoryCode | null
  after: CategoryCode | null
  turnsOn: Day | null
  /** The activity codes of the scope that it rests on. */
  codes: string[]
}

const OUTSIDE: Classification = { basis: null, before: null, after: null, turnsOn: null, codes: [] }

/**
 * Proposes a category of Directive 01/CT-TTg, which gives no test of its own. ICT as main activity: iv until the
 * fifth anniversary, ii from it on. ICT beside another main activity: candidate for i if large, else for iii while young.
 */
export function classify (facts: Facts, rules: Omit<RuleSet, 'scope'>, isInScope: (code: string) => boolean): Classification {
  const codes = facts.industries.filter(isInScope)
  if (codes.length === 0) return OUTSIDE
  const anniversary = addYears(facts.registeredOn, rules.startUpYears)
  if (facts.hasMainIndustry && isInScope(facts.industries[0]!)) {
    return { basis: 'derived', before: 'iv', after: 'ii', turnsOn: anniversary, codes }
  }
  if (Number(facts.charterCapitalVnd ?? 0) >= rules.largeCapitalVnd) {
    return { basis: 'candidate', before: 'i', after: null, turnsOn: null, codes }
  }
  if (facts.validFrom >= anniversary) return OUTSIDE
  return { basis: 'candidate', before: 'iii', after: null, turnsOn: anniversary, codes }
}

/** The category on a day, or null where none holds (a candidacy that has lapsed). */
export const categoryOn = (c: Pick<Classification, 'before' | 'after' | 'turnsOn'>, day: Day): CategoryCode | null =>
  c.turnsOn === null || day < c.turnsOn ? c.before : c.after
