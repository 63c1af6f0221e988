import type { Database } from '../db/client.ts'
import { lockHead } from '../journal/commands.ts'
import type { Recorded } from './append.ts'
import { appendVersions, endOfBlock, noteUnchanged } from './append.ts'
import { applyDecisions } from './decisions/apply.ts'
import { closeDisowned, findDisowned, notDisowned } from './decisions/declare.ts'
import type { Diff } from './diff.ts'
import type { ReconcileRequest } from './reconcile.ts'
import { reconcile } from './reconcile.ts'
import { stagingTable } from './staging.ts'
import { insertUnits, noteKnownUnits } from './units/record.ts'

export type { Recorded } from './append.ts'
export type { DeclaredFacts } from './decisions/declare.ts'
export { recordDeclared, withdrawDeclared } from './decisions/declare.ts'
export type { DecisionRow, Outcome } from './decisions/record.ts'
export { recordDecisions } from './decisions/record.ts'
export type { Known } from './known.ts'
export { findKnown } from './known.ts'
export type { KnownRecords } from './known-records.ts'
export { askKnown, DIGEST_BYTES, hasForgotten, hasKnownRecords, loadKnown, noneKnown } from './known-records.ts'
export type { ReconcileRequest } from './reconcile.ts'
export type { MappedList } from './remap.ts'
export { remapVersions } from './remap.ts'
export { revertVersions, TouchedSince } from './revert.ts'
export type { Adoption } from './rules/adopt.ts'
export { adoptRules } from './rules/adopt.ts'
export { countStaged, createStaging, dropStaging, stagedColumns } from './staging.ts'
export { unitColumns } from './units/staging.ts'

/** Compares what a run has staged with the register, and writes nothing. Needs a transaction of its own, to be rolled back. */
export const compareStaged = reconcile

/**
 * Compares what a run has staged with the register and, if `mayApply` says so of the difference, appends it: versions
 * with their positions, counts, one block. Readers see all of it or nothing.
 */
export async function recordStaged (
  tx: Database, request: ReconcileRequest & { sourceReadAt: Date | null },
  mayApply: (diff: Diff) => Promise<boolean> | boolean, onStage: (stage: string) => void = () => {},
): Promise<{ diff: Diff, recorded: Recorded | null }> {
  const head = await lockHead(tx)
  const { runId, sourceReadAt } = request
  const diff = await reconcile(tx, request)
  onStage('reconcile')
  if (!await mayApply(diff)) return { diff, recorded: null }
  const isDisowning = await findDisowned(tx, stagingTable(runId))
  await applyDecisions(tx, { isProposed: true, ...isDisowning && { stays: notDisowned } })
  if (isDisowning) await closeDisowned(tx, await endOfBlock(tx, head))
  if (diff.units > 0) await insertUnits(tx, runId, await endOfBlock(tx, head))
  await noteKnownUnits(tx, runId)
  if (diff.new + diff.changed + diff.gone + diff.units === 0) {
    await noteUnchanged(tx, runId)
    onStage('apply')
    return { diff, recorded: { first: null, last: null } }
  }
  const { provinces: _provinces, categories: _categories, ...counts } = diff
  const recorded = await appendVersions(tx, { head, kind: 'run', reference: String(runId), detail: counts, runId, sourceReadAt, onStage })
  onStage('apply')
  return { diff, recorded }
}
