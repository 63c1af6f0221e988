import { dueAtOf } from './cycle.ts'
import type { FigureCode } from './figures.ts'
import { percent } from './figures.ts'
import type { Cycle } from './queries.ts'
import { kindOf } from './queries.ts'
import type { SubmissionDocument } from './submission-document.ts'
import type { Standing } from './submission-queries.ts'

/** What the ministry writes around the figures, and who signs. */
export interface Letter {
  number: string | null
  place: string
  signedOn: string | null
  addressee: string
  authority: string | null
  position: string
  signatory: string | null
  opening: string | null
  conclusion: string | null
  receivers: readonly string[]
}

export const BLANK_LETTER: Letter = { number: null, place: 'Hà Nội', signedOn: null, addressee: 'Thủ tướng Chính phủ', authority: null, position: 'BỘ TRƯỞNG', signatory: null, opening: null, conclusion: null, receivers: ['Như trên', 'Lưu: VT'] }

/** Figures that can be added up over localities; the others are reckoned from the sums. */
const SUMMED = ['enterprises', 'category-i', 'category-ii', 'category-iii', 'category-iv', 'candidates', 'year-ago', 'change', 'population', 'allocated', 'missing-to-density'] as const satisfies readonly FigureCode[]
export const COMPARED = ['enterprises', 'category-i', 'category-ii', 'category-iii', 'category-iv'] as const satisfies readonly FigureCode[]
/** Null where it was not asked for, which is not none. */
type Counted = Record<typeof COMPARED[number], number | null>
type Values = Partial<Record<string, number | null>>

export interface Accepted { document: SubmissionDocument, sha256: string }
/** The consolidation of the same period a year before, where there is one. */
export interface Previous { edition: number, sha256: string, document: ConsolidationDocument }

export interface Sources {
  cycle: Cycle
  edition: number
  letter: Letter
  standing: readonly Standing[]
  accepted: readonly Accepted[]
  previous: Previous | undefined
  /** Old code → new code of 1 July 2025. */
  successions: readonly { oldCode: string, newCode: string }[]
}

/** Null where one of them was not asked: the sum of some would be read as that of all. So is the sum of none. */
const add = (values: readonly (number | null | undefined)[]): number | null => values.length > 0 && values.every((value) => typeof value === 'number') ? values.reduce((sum: number, value) => sum + value!, 0) : null
const countsBy = (of: (code: keyof Counted) => number | null): Counted => Object.fromEntries(COMPARED.map((code) => [code, of(code)])) as Counted
const countsOf = (values: Values) => countsBy((code) => values[code] ?? null)
const sumOf = (all: readonly Counted[]) => countsBy((code) => add(all.map((one) => one[code])))

/** Null where it was not asked in one of both. */
function differenceOf (now: Counted, before: Counted): { change: Counted, changePercent: number | null } {
  const change = countsBy((code) => now[code] === null || before[code] === null ? null : now[code] - before[code])
  return { change, changePercent: change.enterprises === null ? null : percent(change.enterprises, before.enterprises!) }
}

function totalsOf (all: readonly Values[]): Values {
  const sums: Values = Object.fromEntries(SUMMED.map((code) => [code, add(all.map((one) => one[code]))]))
  const { enterprises, population, allocated, change } = sums
  const before = sums['year-ago']
  return {
    ...sums,
    density: typeof enterprises === 'number' && typeof population === 'number' && population > 0 ? Math.round(enterprises / population * 100_000) / 100 : null,
    'change-percent': typeof change === 'number' && typeof before === 'number' ? percent(change, before) : null,
    'target-share': typeof enterprises === 'number' && typeof allocated === 'number' ? percent(enterprises, allocated) : null,
  }
}

/** What a locality's figures were a year before: of a unit that others were merged into, their sum; null where one of them had not reported. */
function earlierOf (code: string, { cycle, previous, successions }: Sources): { of: string[], counts: Counted | null } | null {
  if (!previous) return null
  const isMerged = previous.document.division === '2004' && cycle.division === '2025'
  const of = isMerged ? successions.filter(({ newCode }) => newCode === code).map(({ oldCode }) => oldCode).sort() : [code]
  const found = of.map((one) => previous.document.localities.find((locality) => locality.code === one)?.figures)
  return { of, counts: of.length > 0 && found.every((one) => one !== undefined) ? sumOf(found.map((one) => countsOf(one!))) : null }
}

interface Brief { code: string, name: string, nameEn: string, state: string, submittedAt: string | null }
export interface ConsolidationDocument {
  cycle: string
  period: string
  edition: number
  division: '2004' | '2025'
  reporterKind: 'localities' | 'bodies'
  title: string
  subject: string
  recipient: string
  dueAt: string
  rule: { code: string, version: number }
  template: { code: string, version: number }
  letter: Letter
  standing: { reporters: number, submitted: number, accepted: number, late: Brief[], missing: Brief[], waiting: Brief[] }
  localities: {
    code: string, name: string, nameEn: string, type: string, attempt: number, submittedAt: string, isLate: boolean, sha256: string, asOf: string, position: number, ruleSet: number | null
    figures: Values, previous: { of: string[], counts: Counted | null } | null, change: Counted | null, changePercent: number | null
  }[]
  totals: Values
  comparison: { cycle: string, edition: number, sha256: string, total: Counted, localities: number, now: Counted, before: Counted, change: Counted, changePercent: number | null } | null
  questions: { section: string, kind: string, title: string, titleEn: string, answered: number, yes: number, no: number, sum: number }[]
  narratives: { section: string, title: string, titleEn: string, items: { code: string, name: string, text: string }[] }[]
  comments: { code: string, name: string, figure: string, text: string }[]
  provenance: { asOfFrom: string | null, asOfTo: string | null, positionFrom: number | null, positionTo: number | null, ruleSets: number[] }
}

/** One report of the nation from those that were accepted: a pure function of them, so that the same ones give the same bytes. */
export function consolidate (sources: Sources): ConsolidationDocument {
  const { cycle, edition, letter, standing, accepted, previous } = sources
  const sorted = accepted.toSorted((a, b) => a.document.locality.code < b.document.locality.code ? -1 : 1)
  const localities = sorted.map(({ document, sha256 }) => {
    const { locality: { code, name, nameEn, type }, attempt, submittedAt, isLate, provenance, figures: list } = document
    const figures: Values = Object.fromEntries(list.map((one) => [one.code, one.value]))
    const earlier = earlierOf(code, sources)
    return {
      code, name, nameEn, type, attempt, submittedAt, isLate: standing.find(({ reporter }) => reporter.code === code)?.isLate ?? isLate, sha256, asOf: provenance.asOf, position: provenance.position, ruleSet: provenance.ruleSet,
      figures, previous: earlier, ...earlier?.counts ? differenceOf(countsOf(figures), earlier.counts) : { change: null, changePercent: null },
    }
  })
  const comparable = localities.filter((one) => one.previous?.counts)
  const [now, before] = [sumOf(comparable.map(({ figures }) => countsOf(figures))), sumOf(comparable.map((one) => one.previous!.counts!))]
  const brief = ({ reporter: { code, name, nameEn }, submittedAt, state }: Standing) => ({ code, name, nameEn, state, submittedAt: submittedAt?.toISOString() ?? null })
  const days = localities.map(({ asOf }) => asOf).sort()
  const positions = localities.map(({ position }) => position)
  return {
    cycle: cycle.code, period: cycle.period, edition, division: cycle.division, reporterKind: kindOf(cycle.rule), title: cycle.rule.title, subject: cycle.template.title, recipient: cycle.rule.recipient, dueAt: dueAtOf(cycle.dueOn),
    rule: { code: cycle.rule.code, version: cycle.rule.version }, template: { code: cycle.template.code, version: cycle.template.version }, letter: { ...letter, receivers: [...letter.receivers] },
    standing: {
      reporters: standing.length, submitted: standing.filter(({ submittedAt }) => submittedAt !== null).length, accepted: localities.length,
      late: standing.filter(({ isLate }) => isLate === true).map(brief), missing: standing.filter(({ submittedAt }) => submittedAt === null).map(brief),
      waiting: standing.filter(({ submittedAt, state }) => submittedAt !== null && state !== 'accepted').map(brief),
    },
    localities, totals: cycle.rule.bodies === null ? totalsOf(localities.map(({ figures }) => figures)) : {},
    comparison: previous ? {
      cycle: previous.document.cycle, edition: previous.edition, sha256: previous.sha256, total: countsOf(previous.document.totals), localities: comparable.length, now, before,
      ...differenceOf(now, before),
    } : null,
    questions: cycle.template.sections.filter(({ kind }) => kind !== 'text').map(({ code, kind, title, titleEn }) => {
      const values = sorted.flatMap(({ document }) => document.answers.filter(({ section }) => section === code).map(({ value }) => value))
      return {
        section: code, kind, title, titleEn, answered: values.length, yes: values.filter((value) => value === true).length, no: values.filter((value) => value === false).length,
        sum: values.reduce((sum: number, value) => typeof value === 'number' ? sum + value : sum, 0),
      }
    }),
    narratives: cycle.template.sections.filter(({ kind }) => kind === 'text').map(({ code, title, titleEn }) => ({
      section: code, title, titleEn,
      items: sorted.flatMap(({ document }) => document.answers.flatMap(({ section, value }) => section === code && typeof value === 'string' && value !== '' ? [{ code: document.locality.code, name: document.locality.name, text: value }] : [])),
    })),
    comments: sorted.flatMap(({ document }) => document.comments.map(({ figure, text }) => ({ code: document.locality.code, name: document.locality.name, figure, text }))),
    provenance: {
      asOfFrom: days[0] ?? null, asOfTo: days.at(-1) ?? null, positionFrom: positions.length > 0 ? Math.min(...positions) : null, positionTo: positions.length > 0 ? Math.max(...positions) : null,
      ruleSets: [...new Set(localities.flatMap(({ ruleSet }) => ruleSet === null ? [] : [ruleSet]))].sort((a, b) => a - b),
    },
  }
}
