import { canonicalJson, sha256Of } from '../journal/canonical.ts'
import { dueAtOf } from './cycle.ts'
import type { FigureCode, Figures, Provenance } from './figures.ts'
import type { Cycle } from './queries.ts'
import type { Reporter } from './reporter-queries.ts'
import type { Answer } from './template.ts'

export interface Attached { name: string, mediaType: string, size: number, sha256: string }
export interface Comment { figure: string, text: string }

export interface Content { answers: Answer[], comments: Comment[], attachments: Attached[] }

/** Of all figures those that the template names, in its order. */
export const figuresOf = ({ template }: Cycle, figures: Figures) => template.figures.map((code) => ({ code, value: figures[code as FigureCode] ?? null }))

/** Proves figures by what they rest on: the register gives the same ones at the same days and position. */
export const hashOfFigures = (figures: ReturnType<typeof figuresOf>, provenance: Provenance): string => sha256Of(canonicalJson({ figures, provenance }))

export interface Submitted {
  cycle: Cycle
  reporter: Reporter
  attempt: number
  submittedAt: Date
  isLate: boolean
  figures: Figures
  provenance: Provenance
  content: Content
}

/** A report as it is frozen. */
export function submissionDocument ({ cycle, reporter, attempt, submittedAt, isLate, figures: all, provenance, content: { answers, comments, attachments } }: Submitted) {
  const figures = figuresOf(cycle, all)
  const order = new Map(cycle.template.sections.map(({ code }, i) => [code, i]))
  return {
    cycle: cycle.code, period: cycle.period, rule: { code: cycle.rule.code, version: cycle.rule.version }, template: { code: cycle.template.code, version: cycle.template.version },
    locality: { code: reporter.code, name: reporter.name, nameEn: reporter.nameEn, type: reporter.type, division: cycle.division }, place: reporter.place,
    attempt, dueAt: dueAtOf(cycle.dueOn), submittedAt: submittedAt.toISOString(), isLate,
    figures, provenance, figuresSha256: hashOfFigures(figures, provenance),
    answers: answers.toSorted((a, b) => order.get(a.section)! - order.get(b.section)!), comments, attachments,
  }
}
export type SubmissionDocument = ReturnType<typeof submissionDocument>
