import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Day } from '../../calendar.ts'
import type { Database } from '../../db/client.ts'
import { appendVersions, endOfBlock } from '../append.ts'
import { applyDecisions } from './apply.ts'

/** A category, none (`not-digital`), or what the rule says (`rule`). */
export type Outcome = 'i' | 'ii' | 'iii' | 'iv' | 'not-digital' | 'rule'

/** A decision that has been judged: its enterprise is known, its day is neither of the future nor before the first registration. */
export interface DecisionRow {
  code: string
  outcome: Outcome
  effectiveFrom: Day
  evidenceKind: string
  evidenceReference: string
  evidenceDate: Day | null
  note: string | null
  /** Code of a province of 2025, or `*`. */
  authority: string
}

const REQUESTED = sql.raw('(code text, outcome text, "effectiveFrom" date, "evidenceKind" text, "evidenceReference" text, "evidenceDate" date, note text, authority text)')

/** Shape of `appended` where nothing is appended but what follows from decisions. */
export const makeAppended = (tx: Database) => tx.execute(sql`
  create temp table appended
    (code text, version int, valid_from date, presence text, has_event boolean, is_current boolean, supersedes int, seq bigint, changes int, base_version int) on commit drop`)

/**
 * Records decisions of any number of enterprises, one each, as one block: states from their days on are said anew with
 * what was decided, and those that were decided from that day or later on are closed. Needs the head's lock.
 */
export async function recordDecisions (tx: Database, head: number, rows: DecisionRow[], by: string): Promise<{ first: number, last: number }> {
  // A file has 10,000 decisions at most: looking up so many is quicker than reading the versions whole, at sizes too where the planner would not.
  await tx.execute(sql`set local enable_seqscan = off`)
  await insertDecisions(tx, head, rows, by)
  await makeAppended(tx)
  await applyDecisions(tx, { also: sql`select code from requested` })
  return await appendDecided(tx, head, rows.length)
}

/**
 * Notes the decisions at a position that is put right when the block's end is known. What they rest on say the current versions, or
 * `facts`, a join of a relation `v` with the rows `r`.
 */
export async function insertDecisions (
  tx: Database, head: number, rows: DecisionRow[], by: string, facts: SQL = sql`enterprise_versions v on v.code = r.code and v.is_current`,
): Promise<void> {
  await tx.execute(sql`create temp table requested on commit drop as select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r ${REQUESTED}`)
  await tx.execute(sql`analyze requested`)
  await tx.execute(sql`
    update decisions d set recorded_to = ${head + 1} from requested r
    where d.code = r.code and d.recorded_to is null and d.effective_from >= r."effectiveFrom"`)
  await tx.execute(sql`
    insert into decisions (code, outcome, effective_from, evidence_kind, evidence_reference, evidence_date, note,
      status, province_code, vsic, main_industry, authority, decided_by, decided_at, recorded_from)
    select r.code, r.outcome, r."effectiveFrom", r."evidenceKind", r."evidenceReference", r."evidenceDate", r.note,
      v.status, v.province_code, v.vsic, case when v.has_main_industry then v.industries[1] end, r.authority, ${by}, clock_timestamp(), ${head + 1}
    from requested r join ${facts} order by r.code`)
}

/** Appends what follows from the decisions of `requested`, of facts that are known or `staged`, and says of them from which position they hold. */
export async function appendDecided (tx: Database, head: number, enterprises: number, staged?: SQL): Promise<{ first: number, last: number }> {
  await tx.execute(sql`analyze appended`)
  const last = await endOfBlock(tx, head)
  const { rows: [ids] } = await tx.execute<{ first: number, last: number }>(sql`
    with moved as (
      update decisions d set recorded_from = ${last} from requested r where d.code = r.code and d.recorded_from = ${head + 1} returning d.id
    ) select min(id) as first, max(id) as last from moved`)
  await tx.execute(sql`update decisions d set recorded_to = ${last} from requested r where d.code = r.code and d.recorded_to = ${head + 1}`)
  await tx.execute(sql`delete from claims c using requested r where c.code = r.code`)
  const reference = ids!.first === ids!.last ? String(ids!.first) : `${ids!.first}-${ids!.last}`
  return await appendVersions(tx, { head, kind: 'decision', reference, detail: { enterprises }, ...staged && { staged } })
}
