import { sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import type { View } from '../enterprises/queries.ts'
import { enterpriseJson, withNames } from '../enterprises/queries.ts'
import type { Enterprise } from '../enterprises/schemas.ts'
import { enterpriseVersions } from '../enterprises/tables.ts'
import type { Language } from '../http/language.ts'

/** A version as it was known at a position and looked on a day. */
export interface WantedBody { at: number, code: string, version: number, day: Day }

export type Bodies = Map<string, Enterprise>
export const bodyKey = (at: number, code: string, version: number) => `${at}/${code}/${version}`

/** Each row has a moment of its own, where a list has one for all. */
const viewOfRow = (language: Language): View => ({ division: '2025', language, day: sql`w.day` as unknown as Day, knownAt: sql`w.at` as unknown as number })

/** Versions as the API shows enterprises, by `bodyKey`. */
export async function readBodies (db: Database, wanted: WantedBody[], language: Language): Promise<Bodies> {
  if (wanted.length === 0) return new Map()
  const view = viewOfRow(language)
  const { rows } = await db.execute<{ at: number, code: string, version: number, body: string }>(sql`
    select w.at, w.code, w.version, ${enterpriseJson(view)} as body
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) w (at bigint, code text, version int, day date)
    join ${enterpriseVersions} v on v.code = w.code and v.version = w.version ${withNames(view)}`)
  return new Map(rows.map(({ at, code, version, body }) => [bodyKey(at, code, version), JSON.parse(body) as Enterprise]))
}
