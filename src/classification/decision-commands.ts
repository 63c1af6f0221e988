import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import type { DecisionRow, Outcome } from '../enterprises/commands.ts'
import { recordDecisions } from '../enterprises/commands.ts'
import { recordAudit } from '../journal/audit.ts'
import { lockHead, waitBriefly } from '../journal/commands.ts'
import { findStandings } from './decision-queries.ts'
import type { Refusal, Standing } from './judgement.ts'
import { judge } from './judgement.ts'
import type { Officer } from './officer.ts'

/** Thrown for a decision that cannot be taken. */
export class DecisionRefused extends Error {
  override name = 'DecisionRefused'
  readonly refusal: Refusal

  constructor (refusal: Refusal) {
    super(refusal.kind)
    this.refusal = refusal
  }
}

export interface DecisionAsked {
  code: string
  outcome: Outcome
  /** Where absent today, and of what is left to the rule the first day of the decision. */
  effectiveFrom?: Day | undefined
  evidence: { kind: string, reference: string, date: Day | null }
  note: string | null
  /** Whether it is the version that the officer saw. */
  seen: (version: number) => boolean
}

export interface Deciding { today: Day, officer: Officer }

const NOTHING_DECIDED: Refusal = {
  kind: 'wrong-state',
  detail: { vi: 'Chưa có quyết định nào để rút lại.', en: 'There is no decision that could be taken back.' },
}

const stateOf = ({ basis, category, decision }: { basis: string | null, category: string | null, decision: number | null }) => ({ basis, category, decision })

/** What the trail says of a decision. */
export const entryOf = (by: Officer['author'], row: DecisionRow, before: Parameters<typeof stateOf>[0]) => ({
  by, action: row.outcome === 'rule' ? 'decision.withdraw' : 'decision.record', subject: `enterprise/${row.code}`, before: stateOf(before),
  after: { outcome: row.outcome, effectiveFrom: row.effectiveFrom, evidence: row.evidenceReference, authority: row.authority },
})

export function rowOf ({ code, outcome, evidence, note }: DecisionAsked, effectiveFrom: Day, { province }: Standing, officer: Officer): DecisionRow {
  return {
    code, outcome, effectiveFrom, note, authority: officer.authorityIn(province),
    evidenceKind: evidence.kind, evidenceReference: evidence.reference, evidenceDate: evidence.date,
  }
}

/** Records one decision, or leaves the enterprise to the rule again. Officers that decide at once are one behind the other. */
export const decide = (db: Database, asked: DecisionAsked, { today, officer }: Deciding): Promise<void> =>
  db.transaction(async (tx) => {
    await waitBriefly(tx)
    const head = await lockHead(tx)
    const standing = (await findStandings(tx, [asked.code])).get(asked.code)
    const effectiveFrom = asked.effectiveFrom ?? (asked.outcome === 'rule' ? standing?.decidedFrom : null) ?? today
    const refusal = judge({ effectiveFrom, seen: asked.seen }, standing, { today, mayDecide: officer.mayDecide })
    if (refusal) throw new DecisionRefused(refusal)
    if (asked.outcome === 'rule' && standing!.decidedFrom === null) throw new DecisionRefused(NOTHING_DECIDED)
    const row = rowOf(asked, effectiveFrom, standing!, officer)
    await recordDecisions(tx, head, [row], officer.author.label)
    await recordAudit(tx, entryOf(officer.author, row, standing!))
  })
