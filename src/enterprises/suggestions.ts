import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { meets } from './filter.ts'
import { COUNTED_BASES } from './schemas.ts'
import type { Hit } from './search-hit.ts'
import { findHits } from './search.ts'
import { enterpriseVersions as versions } from './tables.ts'

export interface Suggested extends Pick<Hit, 'code' | 'tier' | 'score' | 'matched'> { name: string, province: string }

/** The best hits among what the list answers without filters. */
export async function listSuggestions (db: Database, q: string, limit: number, day: Day): Promise<Suggested[]> {
  const hits = await findHits(db, q, { where: sql`v.is_current and ${meets({ division: '2025', status: ['active'], basis: [...COUNTED_BASES] }, { day })}`, limit })
  if (hits.length === 0) return []
  const rows = await db.select({ code: versions.code, name: versions.name, province: versions.provinceCode }).from(versions)
    .where(and(eq(versions.isCurrent, true), inArray(versions.code, hits.map(({ code }) => code))))
  const known = new Map(rows.map((row) => [row.code, row]))
  return hits.map(({ code, tier, score, matched }) => ({ ...known.get(code)!, tier, score, matched }))
}
