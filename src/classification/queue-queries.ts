import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { readTexts, statementOf } from '../db/statement.ts'

export interface QueueQuestion {
  /** `*` for all. */
  provinces: '*' | string[]
  kinds?: string[] | undefined
  claimed?: boolean | undefined
  today: Day
  now: Date
}

export interface QueuePlace { since: number, code: string, kind: string }

// One by name, so that the index in the order of the queue serves; several as one text, so that the statement stays the same.
const isOneOf = (column: SQL, values: string[]) => values.length === 1 ? sql`${column} = ${values[0]}` : sql`${column} = any(${`{${values.join(',')}}`}::text[])`

const meets = ({ provinces, kinds, today }: QueueQuestion) => sql.join([
  sql`(r.until is null or r.until > ${today}::date)`,
  ...provinces === '*' ? [] : [isOneOf(sql`r.province_code`, provinces)],
  ...kinds === undefined ? [] : [isOneOf(sql`r.kind`, kinds)],
], sql` and `)

const inForce = (now: Date) => sql`c.expires_at > ${now.toISOString()}::timestamptz`

const instant = (of: SQL) => sql`to_char(${of} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** What conditions and a place pick, with the current version `v` and the claim `c` in force. */
function picked (question: QueueQuestion, { after, limit }: { after: QueuePlace | undefined, limit: number }): SQL {
  const { claimed, now } = question
  const conditions = [
    meets(question),
    ...after ? [sql`(r.since, r.code, r.kind) > (${after.since}::bigint, ${after.code}, ${after.kind})`] : [],
    ...claimed === undefined ? [] : [sql`${claimed ? sql`` : sql`not`} exists (select from claims c where c.code = r.code and ${inForce(now)})`],
  ]
  return sql`
    (select * from reviews r where ${sql.join(conditions, sql` and `)} order by r.since, r.code, r.kind limit ${limit}::int) r
    join enterprise_versions v on v.code = r.code and v.is_current
    left join claims c on c.code = r.code and ${inForce(now)}`
}

const categoryOn = (today: Day) => sql`case when v.category_turns_on is null or v.category_turns_on > ${today}::date then v.category_before else v.category_after end`

export interface QueuePage {
  position: number
  /** The JSON of a `Review` each. */
  items: string[]
  /** The place of the last one, where there are more behind it. */
  last: QueuePlace | null
}

/** A page of the queue as JSON, the longest waiting first, and the position that it was read at: one statement, so one moment. */
export async function readQueuePage (db: Database, question: QueueQuestion, { after, limit, caller }: { after: QueuePlace | undefined, limit: number, caller: string }): Promise<QueuePage> {
  const rows = await readTexts(db, statementOf(sql`
    select h.position, q.since, q.code, q.kind, q.item from register_head h left join (
      select r.since, r.code, r.kind, json_build_object('code', r.code, 'kind', r.kind, 'name', v.name, 'province', r.province_code, 'status', v.status, 'registeredOn', v.registered_on,
        'basis', v.basis, 'category', ${categoryOn(question.today)}, 'reasons', r.reasons, 'version', v.version,
        'since', (select ${instant(sql`b.recorded_at`)} from blocks b where b.last_position = r.since), 'until', r.until,
        'claim', case when c.code is not null then json_build_object('by', c.label, 'isMine', c.claimed_by = ${caller}, 'until', ${instant(sql`c.expires_at`)}) end)::text as item
      from ${picked(question, { after, limit: limit + 1 })}
    ) q on true order by q.since, q.code, q.kind`))
  const found = rows.filter(([, since]) => since !== null)
  const end = found.length > limit ? found[limit - 1] : undefined
  return { position: Number(rows[0]![0]), items: found.slice(0, limit).map((row) => row[4]!), last: end ? { since: Number(end[1]), code: end[2]!, kind: end[3]! } : null }
}

/** The first rows of the queue, the longest waiting first. */
export async function listQueue (db: Database, question: QueueQuestion, limit: number): Promise<{ code: string, name: string, version: number }[]> {
  const { rows } = await db.execute<{ code: string, name: string, version: number }>(sql`
    select r.code, v.name, v.version from ${picked(question, { after: undefined, limit })} order by r.since, r.code, r.kind`)
  return rows
}

export interface QueueCount extends Record<string, unknown> {
  province: string | null
  candidate: number
  flagged: number
  address: number
  claimed: number
  oldest: Date | null
}

/** How much waits in each province, and in all of them together (`province` null). */
export async function countQueue (tx: Database, question: QueueQuestion): Promise<QueueCount[]> {
  const { rows } = await tx.execute<QueueCount>(sql`
    select r.province_code as province, count(*) filter (where r.kind = 'candidate')::int as candidate, count(*) filter (where r.kind = 'flagged')::int as flagged,
      count(*) filter (where r.kind = 'address')::int as address, count(c.code)::int as claimed, (select b.recorded_at from blocks b where b.last_position = min(r.since)) as oldest
    from reviews r left join claims c on c.code = r.code and ${inForce(question.now)}
    where ${meets(question)}
    group by rollup (r.province_code) order by r.province_code nulls last`)
  return rows.map((row) => ({ ...row, oldest: row.oldest && new Date(row.oldest) }))
}
