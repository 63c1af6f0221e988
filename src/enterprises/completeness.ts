import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { readTexts, statementOf } from '../db/statement.ts'
import type { EnterpriseFilter } from './filter.ts'
import { meets } from './filter.ts'
import type { Moment } from './moment.ts'
import { versionsAt } from './moment.ts'

/** What a complete record says beside code, name, day and status: commune, legal type, ownership, main activity and charter capital. */
export const RECORD_FIELDS = 5

/** By province of 2025: how many enterprises a filter lets through, and how many of those fields they have filled altogether. */
export async function countFilledFields (db: Database, moment: Moment, filter: EnterpriseFilter): Promise<{ province: string, enterprises: number, filled: number }[]> {
  const rows = await readTexts(db, statementOf(sql`
    select v.province_code, count(*), sum((v.commune_code is not null)::int + (v.legal_type <> 'unknown')::int + (v.ownership <> 'unknown')::int
      + v.has_main_industry::int + (v.charter_capital_vnd is not null)::int)
    from ${versionsAt(moment)} v where ${meets(filter, moment)} group by 1 order by 1`))
  return rows.map(([province, enterprises, filled]) => ({ province: province!, enterprises: Number(enterprises), filled: Number(filled) }))
}
