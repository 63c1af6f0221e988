import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'

/** What is not about one enterprise; named by `subject`, such as a run's number. */
export { REGISTER_EVENTS } from './event.ts'

export const ENTERPRISE_EVENTS = ['enterprise.registered', 'enterprise.changed', 'enterprise.left', 'enterprise.gone', 'enterprise.returned', 'enterprise.withdrawn'] as const

export interface EventFilter {
  types: string[]
  provinces: string[] | null
  categories: string[] | null
}

/** An event in short: what it was and where to read it. */
export interface ShortEvent extends Record<string, unknown> {
  position: number
  type: string
  code: string | null
  version: number | null
  subject: string | null
}

/** A version is wanted for what it says, or for what it takes the place of: who follows a province learns of those that leave it. */
function isWanted ({ provinces, categories }: EventFilter, day: Day): SQL {
  const of = (version: 'v' | 'p') => {
    const column = (name: string) => sql.raw(`${version}.${name}`)
    const category = sql`case when ${column('category_turns_on')} <= ${day} then ${column('category_after')} else ${column('category_before')} end`
    return sql`(${provinces ? sql`${column('province_code')} = any(${sql.param(provinces)}::text[])` : sql`true`}
      and ${categories ? sql`${category} = any(${sql.param(categories)}::text[])` : sql`true`})`
  }
  return provinces || categories ? sql`(${of('v')} or ${of('p')})` : sql`true`
}

const KIND = sql`case
  when v.presence <> 'present' then 'enterprise.' || v.presence
  when v.basis is null then 'enterprise.left'
  when v.supersedes is null then 'enterprise.changed'
  when p.code is null or p.basis is null or p.presence = 'withdrawn' then 'enterprise.registered'
  when p.presence = 'gone' then 'enterprise.returned'
  else 'enterprise.changed' end`

/** The first `limit` events after a position, up to and with another, that are wanted; by position. */
export async function listShortEvents (db: Database, range: { after: number, until: number }, filter: EventFilter, day: Day, limit: number): Promise<ShortEvent[]> {
  const within = (column: SQL) => sql`${column} > ${range.after} and ${column} <= ${range.until}`
  const types = sql`any(${sql.param(filter.types)}::text[])`
  const { rows } = await db.execute<ShortEvent>(sql`
    (select v.position, ${KIND} as type, v.code, v.version, null as subject
      from enterprise_versions v left join enterprise_versions p on p.code = v.code and p.version = v.supersedes
      where v.has_event and ${within(sql`v.position`)} and ${KIND} = ${types} and ${isWanted(filter, day)}
      order by v.position limit ${limit})
    union all
    (select e.position, e.type, null, null, e.subject from events e
      where ${within(sql`e.position`)} and e.type = ${types}
      order by e.position limit ${limit})
    order by position limit ${limit}`)
  return rows
}
