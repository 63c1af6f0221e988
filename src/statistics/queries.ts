import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { countCells } from '../enterprises/queries.ts'
import type { Division } from '../localities/queries.ts'
import { findPopulations, listProvinces } from '../localities/queries.ts'
import type { LocalityCount } from './locality-counts.ts'
import { countLocalities, countUnplaced, sumLocalities } from './locality-counts.ts'
import { publishedFigures, targets } from './tables.ts'

export interface CountFilter {
  status: string[]
  basis: string[]
  ownership?: string[] | undefined
}

/** Every unit of a division with its counts on a day, zero where there is none, and the nation as their sum. */
export async function countByLocality (db: Database, question: { division: Division, base: string, filter: CountFilter, day: Day }) {
  const { division, base, filter, day } = question
  const provinces = await listProvinces(db, division, day)
  const populations = await findPopulations(db, division, base)
  const cells = await countCells(db, day, { ...filter, basis: [...new Set([...filter.basis, 'candidate'])] })
  const counted = cells.filter((cell) => filter.basis.includes(cell.basis))
  const candidates = cells.filter((cell) => cell.basis === 'candidate')
  const codeOf = (cell: { provinceCode: string, oldProvinceCode: string }) => division === '2025' ? cell.provinceCode : cell.oldProvinceCode
  const localities: LocalityCount[] = countLocalities(provinces, populations, counted, candidates, codeOf)
  return { localities, nation: sumLocalities(localities), unplaced: countUnplaced(localities, counted, codeOf) }
}

/** The nation's count on a day, without the localities. */
export async function countNation (db: Database, filter: CountFilter, day: Day): Promise<number> {
  return (await countCells(db, day, filter)).reduce((sum, cell) => sum + cell.enterprises, 0)
}

export async function findTarget (db: Database, code: string) {
  const [row] = await db.select().from(targets).where(and(isNull(targets.recordedTo), eq(targets.code, code)))
  return row
}

export const listPublishedFigures = (db: Database) =>
  db.select().from(publishedFigures).where(isNull(publishedFigures.recordedTo)).orderBy(asc(publishedFigures.asOf), asc(publishedFigures.enterprises))
