import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { enterpriseVersions } from '../enterprises/tables.ts'
import { blocks, events } from '../journal/tables.ts'

export interface Stretch {
  /** The last position that is known already. */
  after: number
  until: number
  limit: number
  province?: string | undefined
  types?: string[] | undefined
}

export interface EventRow extends Record<string, unknown> {
  position: number
  type: string
  subject: string | null
  detail: Record<string, unknown> | null
  code: string | null
  version: number | null
  supersedes: number | null
  validFrom: string | null
  province: string | null
  oldProvince: string | null
  isServed: boolean
  wasServed: boolean
  first: number
  last: number
  kind: string
  reference: string | null
  recordedAt: string
  day: Day
}

/** Whether a version is one that the register serves while it is the current one. */
export const isServed = (of: SQL) => sql`(${of}.basis is not null and ${of}.presence = 'present')`

/** The version `b` that `v` supersedes says what became of the enterprise by `v`. */
const typeOf = sql`
  case
    when v.supersedes is null then 'enterprise.history'
    when v.presence <> 'present' then 'enterprise.' || v.presence
    when v.basis is null then 'enterprise.left'
    when v.supersedes = 0 or (b.basis is null and not b.has_event) then 'enterprise.registered'
    when ${isServed(sql`b`)} then 'enterprise.changed'
    else 'enterprise.returned'
  end`

/** Every version with an event and, as `b`, the one that it took the place of. */
const versionsWithEvents = sql`${enterpriseVersions} v left join ${enterpriseVersions} b on b.code = v.code and b.version = v.supersedes`

const oneOf = (types: string[]) => sql`(${sql.join(types.map((type) => sql`${type}`), sql`, `)})`

/** The events of a stretch in order of position, at most `limit` of them. All rows are there as soon as the head has passed them. */
export async function readEventRows (db: Database, { after, until, limit, province, types }: Stretch): Promise<EventRow[]> {
  const { rows } = await db.execute<EventRow>(sql`
    with found as materialized (
      (select v.position, ${typeOf} as type, null as subject, null::jsonb as detail, v.code, v.version, v.supersedes, v.valid_from, v.recorded_from,
        v.province_code as province, b.province_code as old_province, ${isServed(sql`v`)} as is_served, coalesce(${isServed(sql`b`)}, false) as was_served
      from ${versionsWithEvents}
      where v.has_event and v.position > ${after} and v.position <= ${until}
        ${province === undefined ? sql`` : sql`and ${province} in (v.province_code, b.province_code)`}
        ${types === undefined ? sql`` : sql`and ${typeOf} in ${oneOf(types)}`}
      order by v.position limit ${limit})
      union all
      (select e.position, e.type, e.subject, e.detail, null, null, null, null, null, null, null, false, false from ${events} e
      where e.position > ${after} and e.position <= ${until} ${province === undefined ? sql`` : sql`and false`}
        ${types === undefined ? sql`` : sql`and e.type in ${oneOf(types)}`}
      order by e.position limit ${limit})
      order by position limit ${limit}
    )
    select f.position, f.type, f.subject, f.detail, f.code, f.version, f.supersedes, f.valid_from as "validFrom", f.province, f.old_province as "oldProvince",
      f.is_served as "isServed", f.was_served as "wasServed", k.first_position as first, k.last_position as last, k.kind, k.reference,
      to_char(k.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt", (k.recorded_at at time zone 'Asia/Ho_Chi_Minh')::date as day
    from found f
    join ${blocks} k on k.last_position = coalesce(f.recorded_from, (select min(c.last_position) from ${blocks} c where c.last_position >= f.position))
    order by f.position`)
  return rows
}
