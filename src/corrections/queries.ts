import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Field } from './field.ts'
import { isSame, saidOf } from './field.ts'

export interface CorrectionFilter {
  id?: number | undefined
  code?: string | undefined
  province?: string | undefined
  field?: string[] | undefined
  state?: string[] | undefined
  followed?: boolean | undefined
}

export interface CorrectionRow extends Record<string, unknown> {
  id: number
  code: string
  field: Field
  said: string | null
  version: number
  proposed: string | null
  evidenceKind: string
  evidenceReference: string
  evidenceDate: string | null
  note: string | null
  province: string
  authority: string
  reportedAt: string
  state: string
  changedAt: string
  answer: string | null
  answerReference: string | null
  feedSays: string | null
  hasFollowed: boolean
  followedAt: number | null
  position: number
}

const field = sql`c.field`
const proposed = sql`c.proposed`
const oneOf = (values: string[]) => sql`any(${`{${values.join(',')}}`}::text[])`
const instant = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

/** Reports, the newest first, behind one, with what the feed says by now; all of them where there is no limit. */
export async function listCorrections (tx: Database, filter: CorrectionFilter, { before, limit }: { before?: number | undefined, limit?: number | undefined } = {}): Promise<CorrectionRow[]> {
  const { id, code, province, field: fields, state, followed } = filter
  const conditions = [
    sql`true`,
    ...id === undefined ? [] : [sql`c.id = ${id}::bigint`],
    ...before === undefined ? [] : [sql`c.id < ${before}::bigint`],
    ...code === undefined ? [] : [sql`c.code = ${code}`],
    ...province === undefined ? [] : [sql`c.province_code = ${province}`],
    ...fields === undefined ? [] : [sql`c.field = ${oneOf(fields)}`],
    ...state === undefined ? [] : [sql`c.state = ${oneOf(state)}`],
    ...followed === undefined ? [] : [sql`n."hasFollowed" = ${followed}`],
  ]
  const { rows } = await tx.execute<CorrectionRow>(sql`
    select c.id, c.code, c.field, c.said, c.version, c.proposed, c.evidence_kind as "evidenceKind", c.evidence_reference as "evidenceReference", c.evidence_date as "evidenceDate", c.note,
      c.province_code as province, c.authority, ${instant('c.reported_at')} as "reportedAt", c.state, ${instant('c.changed_at')} as "changedAt", c.answer, c.answer_reference as "answerReference",
      n."feedSays", n."hasFollowed", case when n."hasFollowed" then (
        select min(e.recorded_from) from enterprise_versions e
        where e.code = c.code and e.version > c.version and e.recorded_to is null and ${isSame(field, saidOf(field, 'e'), proposed)}) end as "followedAt", c.position
    from corrections c
    left join enterprise_versions v on v.code = c.code and v.is_current and v.presence = 'present'
    cross join lateral (select ${saidOf(field, 'v')} as "feedSays", v.code is not null and ${isSame(field, saidOf(field, 'v'), proposed)} as "hasFollowed" offset 0) n
    where ${sql.join(conditions, sql` and `)} order by c.id desc ${limit === undefined ? sql`` : sql`limit ${limit}`}`)
  return rows
}

export interface Reported extends Record<string, unknown> {
  version: number
  presence: string
  status: string
  province: string
  said: string | null
  /** Whether it says what is proposed already. */
  isSaid: boolean
}

/** How the register stands to a report that is about to be made; undefined where it has never heard of the enterprise. */
export async function findReported (tx: Database, { code, field: name, proposed: wanted }: { code: string, field: Field, proposed: string | null }): Promise<Reported | undefined> {
  const given = sql`${name}::text`
  const { rows: [found] } = await tx.execute<Reported>(sql`
    select v.version, v.presence, v.status, v.province_code as province, ${saidOf(given, 'v')} as said, ${isSame(given, saidOf(given, 'v'), sql`${wanted}::text`)} as "isSaid"
    from enterprise_versions v where v.is_current and v.code = ${code}`)
  return found
}

/** A report of the same that waits for an answer. */
export async function findWaiting (tx: Database, { code, field: name, proposed: wanted }: { code: string, field: Field, proposed: string | null }): Promise<number | undefined> {
  const { rows: [found] } = await tx.execute<{ id: number }>(sql`
    select id from corrections where code = ${code} and field = ${name} and coalesce(proposed, '') = coalesce(${wanted}::text, '') and state in ('open', 'acknowledged')`)
  return found?.id
}
