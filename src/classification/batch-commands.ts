import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { recordDecisions } from '../enterprises/commands.ts'
import { isEnterpriseCode } from '../enterprises/queries.ts'
import { recordAudit } from '../journal/audit.ts'
import { lockHead, waitBriefly } from '../journal/commands.ts'
import type { FileRow } from './batch-file.ts'
import type { Deciding } from './decision-commands.ts'
import { entryOf, rowOf } from './decision-commands.ts'
import { findStandings } from './decision-queries.ts'
import type { Refusal, Standing } from './judgement.ts'
import { judge } from './judgement.ts'

export interface RowResult {
  row: number
  code: string
  status: 'decided' | 'refused' | 'skipped' | 'ready'
  refusal: Refusal | null
}

export interface BatchOutcome { isApplied: boolean, results: RowResult[] }

function judgeRow (row: FileRow, standings: Map<string, Standing>, { today, officer }: Deciding): Refusal | null {
  if (row.error) return { kind: 'invalid-request', ...row.error }
  if (!isEnterpriseCode(row.code)) return { kind: 'invalid-request', path: 'code', message: 'must be an enterprise code of ten digits, written as text' }
  const seen = (version: number) => row.version === '*' || row.version === String(version)
  return judge({ effectiveFrom: row.request!.effectiveFrom ?? today, seen }, standings.get(row.code), { today, mayDecide: officer.mayDecide })
}

/** Records what a file decides as one block: every row that can be, or, where it is to be all or nothing, none as soon as one cannot. */
export const decideBatch = (db: Database, rows: FileRow[], isAtomic: boolean, deciding: Deciding): Promise<BatchOutcome> =>
  db.transaction(async (tx) => {
    await waitBriefly(tx)
    await tx.execute(sql`set local statement_timeout = '60s'`)
    const head = await lockHead(tx)
    const { today, officer } = deciding
    const standings = await findStandings(tx, rows.map(({ code }) => code).filter(isEnterpriseCode))
    const judged = rows.map((row) => ({ row, refusal: row.request === null && !row.error ? null : judgeRow(row, standings, deciding) }))
    const good = judged.filter(({ row, refusal }) => row.request !== null && refusal === null).map(({ row: { code, request } }) => {
      const { outcome, evidence, effectiveFrom, note = null } = request!
      const standing = standings.get(code)!
      const asked = { code, outcome, evidence: { ...evidence, date: evidence.date ?? null }, note, seen: () => true }
      return { decision: rowOf(asked, effectiveFrom ?? today, standing, officer), standing }
    })
    const isApplied = good.length > 0 && !(isAtomic && judged.some(({ refusal }) => refusal !== null))
    if (isApplied) {
      await recordDecisions(tx, head, good.map(({ decision }) => decision), officer.author.label)
      await recordAudit(tx, ...good.map(({ decision, standing }) => entryOf(officer.author, decision, standing)))
    }
    return {
      isApplied,
      results: judged.map(({ row: { row, code, request, error }, refusal }) => ({
        row, code, refusal, status: refusal ? 'refused' as const : request === null && !error ? 'skipped' as const : isApplied ? 'decided' as const : 'ready' as const,
      })),
    }
  })
