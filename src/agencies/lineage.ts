import { and, eq } from 'drizzle-orm'
import { isKnownAt } from '../db/columns.ts'
import type { Database } from '../db/client.ts'
import { provinceSuccessions } from '../localities/tables.ts'

export type Division = '2004' | '2025'
export interface Locality { division: Division, code: string }

/** A locality with those that it was made of, or the one that it went to. */
export async function lineageOf (db: Database, { division, code }: Locality, knownAt?: number): Promise<Locality[]> {
  const own = division === '2025' ? provinceSuccessions.newCode : provinceSuccessions.oldCode
  const rows = await db.select().from(provinceSuccessions).where(and(isKnownAt(provinceSuccessions, knownAt), eq(own, code)))
  return [{ division, code }, ...rows.map((row): Locality => division === '2025' ? { division: '2004', code: row.oldCode } : { division: '2025', code: row.newCode })]
}
