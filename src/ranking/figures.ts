import { fromOfficers, fromRegistry, INDICATORS } from './indicators.ts'
import type { Counts, IndicatorValues, Supplied } from './indicators.ts'
import type { Criteria, Criterion, Values } from './score.ts'
import { rankLocalities } from './score.ts'

export interface CriteriaSet extends Criteria {
  code: string
  title: string
  titleEn: string
  /** `proposal` of the registry, or `draft` or `adopted` by officers. */
  status: string
  source: string
  criteria: readonly Criterion[]
  /** The position from which it is known in this form. */
  position: number
}

/** All that is known of a year at a position, before any criterion looks at it. */
export interface YearFigures {
  year: number
  asOf: string
  position: number
  knownAt: string | null
  sourceReadAt: string | null
  ruleSet: number | null
  basis: string[]
  status: string[]
  populationBase: { code: string, asOf: string, source: string } | null
  localities: { code: string, name: string, nameEn: string }[]
  counts: Counts[]
  supplied: Supplied[]
}

/** The indicators that a set needs, each with a value or a reason for every locality. Undefined where there is no such indicator in this year. */
export function indicatorOf (code: string, { counts, supplied, localities }: YearFigures): IndicatorValues | undefined {
  const known = INDICATORS.find((one) => one.code === code)
  if (known) return fromRegistry(known, counts)
  const given = supplied.find((one) => one.indicator === code)
  return given && fromOfficers(given, localities.map((one) => one.code))
}

/** The indicators of a set that a year has no values of. */
export const missingOf = ({ criteria }: Criteria, figures: YearFigures): string[] =>
  [...new Set(criteria.map(({ indicator }) => indicator))].filter((code) => !indicatorOf(code, figures))

/** Everything that a ranking is made of. */
export function composeInputs (set: CriteriaSet, edition: number, figures: YearFigures) {
  const { supplied: _supplied, ...known } = figures
  const indicators = [...new Set(set.criteria.map(({ indicator }) => indicator))].sort().map((code) => indicatorOf(code, figures)!)
  return { edition, method: 'ranking/1', ...known, ownership: null, division: '2025', criteriaSet: set, indicators }
}
export type Inputs = ReturnType<typeof composeInputs>

export const valuesOf = ({ indicators }: Pick<Inputs, 'indicators'>): Values =>
  Object.fromEntries(indicators.map(({ code, values }) => [code, Object.fromEntries(values.map((one) => [one.code, one.value]))]))

export interface Correction { edition: number, reason: string, moves: { code: string, was: number | null, is: number | null }[] }

/** The result: a pure function of the inputs, whose checksum it names, and of what it corrects. */
export function composeRanking (inputs: Inputs, inputsSha256: string, corrects: Correction | null) {
  const { year, edition, method, asOf, position, criteriaSet, localities } = inputs
  const names = new Map(localities.map((one) => [one.code, one]))
  const { code, title, titleEn, status, source } = criteriaSet
  return {
    year, edition, method, asOf, position, criteriaSet: { code, title, titleEn, status, source, position: criteriaSet.position }, inputsSha256, corrects,
    localities: rankLocalities(criteriaSet, localities.map((one) => one.code), valuesOf(inputs)).map((ranked) => ({ ...ranked, name: names.get(ranked.code)!.name, nameEn: names.get(ranked.code)!.nameEn })),
  }
}
export type Ranking = ReturnType<typeof composeRanking>
