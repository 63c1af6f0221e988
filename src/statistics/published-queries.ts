import { and, isNotNull, lte, sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import { dayOf } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { countCellsAt } from '../enterprises/queries.ts'
import { blocks } from '../journal/tables.ts'
import type { CountFilter, Cube } from './queries.ts'
import { countNation } from './queries.ts'

/** The day on which the source was first read, as known at a position; null before. */
export async function findFirstReading (db: Database, knownAt: number): Promise<Day | null> {
  const [row] = await db.select({ at: sql<string | null>`min(${blocks.sourceReadAt})` }).from(blocks).where(and(isNotNull(blocks.sourceReadAt), lte(blocks.lastPosition, knownAt)))
  return row?.at ? dayOf(new Date(row.at)) : null
}

/** The register's own count on each of some days, as known at a position. */
export async function countOnDays (db: Database, cube: Cube, days: readonly Day[], knownAt: number, filter: CountFilter): Promise<ReadonlyMap<Day, number>> {
  const counts = new Map<Day, number>()
  for (const day of new Set(days)) counts.set(day, countNation({ ...cube, cells: await countCellsAt(db, { day, knownAt }) }, filter))
  return counts
}
