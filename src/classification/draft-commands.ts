import { isDeepStrictEqual } from 'node:util'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Author } from '../journal/audit.ts'
import { recordPublication } from '../journal/publications.ts'
import type { DraftRow } from './draft-queries.ts'
import { findDraft } from './draft-queries.ts'
import { draftedRuleSets } from './tables.ts'

export type DraftRequest = Pick<DraftRow, 'code' | 'startUpYears' | 'largeCapitalVnd' | 'scope' | 'summary'>

const inOrder = (scope: DraftRow['scope']) => scope.map(({ vsic, code, isIn }) => ({ vsic, code, isIn })).sort((a, b) => `${a.vsic} ${a.code}` < `${b.vsic} ${b.code}` ? -1 : 1)

/** Keeps a draft of rules, which classify nothing; the same again changes nothing. */
export const draftRuleSet = (db: Database, asked: DraftRequest, by: Author): Promise<DraftRow> =>
  db.transaction(async (tx) => {
    const request = { ...asked, scope: inOrder(asked.scope) }
    await recordPublication(tx, { by, action: 'ruleset.draft', subject: `ruleset/${request.code}` }, async (position) => {
      const known = await findDraft(tx, request.code)
      const before = known ? { code: known.code, startUpYears: known.startUpYears, largeCapitalVnd: known.largeCapitalVnd, scope: known.scope, summary: known.summary } : null
      if (isDeepStrictEqual(before, request)) return undefined
      await tx.update(draftedRuleSets).set({ recordedTo: position }).where(and(eq(draftedRuleSets.code, request.code), isNull(draftedRuleSets.recordedTo)))
      await tx.insert(draftedRuleSets).values({ ...request, setAt: sql`clock_timestamp()`, recordedFrom: position })
      return { detail: { code: request.code }, before, after: request, result: undefined }
    })
    return (await findDraft(tx, request.code))!
  })
