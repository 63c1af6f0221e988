import type { z } from 'zod'
import type { Day } from '../calendar.ts'
import type { Language } from '../http/language.ts'
import { dueAtOf } from './cycle.ts'
import type { Figures, Provenance } from './figures.ts'
import { FIGURES } from './figures.ts'
import type { Cycle } from './queries.ts'
import type { Reporter } from './reporter-queries.ts'
import type { Attached, SubmissionDocument } from './submission-document.ts'
import { figuresOf, hashOfFigures } from './submission-document.ts'
import type { AttemptItem, SubmissionRow } from './submission-queries.ts'
import type { Submission } from './submission-schemas.ts'

interface Shown { cycle: Cycle, reporter: Reporter, row: SubmissionRow | undefined, tried: readonly AttemptItem[], attached: Attached[], today: Day, language: Language }

/** A report for whoever may read it: of what is frozen the figures of then, else those of now. */
export function presentSubmission ({ cycle, reporter, row, tried, attached, today, language }: Shown, from: { document: string } | { figures: Figures, provenance: Provenance }): z.output<typeof Submission> {
  const isFrozen = 'document' in from
  const { figures, provenance } = isFrozen ? JSON.parse(from.document) as SubmissionDocument : { figures: figuresOf(cycle, from.figures), provenance: from.provenance }
  const isVi = language === 'vi'
  const named = figures.map(({ code, value }) => {
    const kind = FIGURES.find((one) => one.code === code)!
    return { code: kind.code, name: isVi ? kind.name : kind.nameEn, unit: isVi ? kind.unit : kind.unitEn, value }
  })
  return {
    cycle: cycle.code, locality: { code: reporter.code, name: isVi ? reporter.name : reporter.nameEn, type: reporter.type }, place: reporter.place,
    state: (row?.state ?? 'missing') as 'draft', version: row?.version ?? 0, dueAt: dueAtOf(cycle.dueOn), submittedAt: row?.submittedAt?.toISOString() ?? null, isLate: row?.isLate ?? null,
    isOverdue: !row?.submittedAt && today > cycle.dueOn,
    answers: row?.answers ?? [], comments: (row?.comments ?? []) as z.output<typeof Submission>['comments'], attachments: attached,
    figures: named, isFrozen, figuresSha256: hashOfFigures(figures, provenance), provenance,
    attempts: tried.map(({ number, submittedAt, isLate, sha256, outcome, reviewedAt, comments }) =>
      ({ number, submittedAt: submittedAt.toISOString(), isLate, sha256, outcome: outcome as 'accepted' | null, reviewedAt: reviewedAt?.toISOString() ?? null, comments: comments ?? [] })),
  }
}
