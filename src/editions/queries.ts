import { desc, eq } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import { addDays } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { findPosition } from '../journal/queries.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { loadCube } from '../statistics/queries.ts'
import type { Figures } from './figures.ts'
import { composeFigures } from './figures.ts'
import { editions } from './tables.ts'

export type EditionRow = typeof editions.$inferSelect

/** The last day of a month. */
export function lastDayOf (period: string): Day {
  const [year, month] = period.split('-').map(Number) as [number, number]
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`
  return addDays(next, -1)
}

/** All of them, the newest month first, and in it the newest correction. */
export const listEditions = (db: Database) =>
  db.select({
    code: editions.code, period: editions.period, corrects: editions.corrects, asOf: editions.asOf, position: editions.position, ruleSet: editions.ruleSet, sha256: editions.sha256, publishedAt: editions.publishedAt,
  }).from(editions).orderBy(desc(editions.period), desc(editions.number))
export type EditionItem = Awaited<ReturnType<typeof listEditions>>[number]

export async function findEdition (db: Database, code: string): Promise<EditionRow | undefined> {
  const [row] = await db.select().from(editions).where(eq(editions.code, code))
  return row
}

export async function findLatest (db: Database, period: string): Promise<EditionRow | undefined> {
  const [row] = await db.select().from(editions).where(eq(editions.period, period)).orderBy(desc(editions.number)).limit(1)
  return row
}

/** The figures of a month as known at a position, or now. The same position gives the same ones at any time. */
export const readFigures = (db: Database, period: string, position?: number): Promise<Figures> =>
  atOnePosition(db, async (tx) => {
    const knownAt = position ?? await findPosition(tx)
    return composeFigures(await loadCube(tx, { day: lastDayOf(period), knownAt }, knownAt))
  })
