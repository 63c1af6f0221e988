import { asc, isNull } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import { findRuleSet } from '../classification/queries.ts'
import type { Database } from '../db/client.ts'
import type { DayCell } from '../enterprises/queries.ts'
import { listCells } from '../enterprises/queries.ts'
import { findProvenance } from '../journal/queries.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import type { Division } from '../localities/queries.ts'
import { findPopulations, listPopulationBases, listProvinces } from '../localities/queries.ts'
import type { LocalityCount } from './locality-counts.ts'
import { countLocalities, countUnplaced, sumLocalities } from './locality-counts.ts'
import { publishedFigures, targets } from './tables.ts'

export interface CountFilter {
  status: string[]
  basis: string[]
  ownership?: string[] | undefined
}

/** All that the counts of a day rest on, of one position: a few hundred kilobytes, from which any of them is made without a query. */
export type Cube = Awaited<ReturnType<typeof loadCube>>

export const loadCube = (db: Database, day: Day) => atOnePosition(db, async (tx, position) => {
  const bases = await listPopulationBases(tx)
  const perDivision = async <T>(load: (division: Division) => Promise<T>) =>
    ({ 2025: await load('2025'), 2004: await load('2004') })
  return {
    position,
    day,
    cells: await listCells(tx, day),
    provinces: await perDivision((division) => listProvinces(tx, division, day)),
    bases,
    populations: await perDivision(async (division) => {
      const found = new Map<string, Map<string, number>>()
      for (const { code } of bases) found.set(code, await findPopulations(tx, division, code))
      return found
    }),
    ruleSet: await findRuleSet(tx),
    provenance: await findProvenance(tx, position),
    targets: await tx.select().from(targets).where(isNull(targets.recordedTo)),
    published: await listPublishedFigures(tx),
  }
})

const counts = ({ status, ownership }: CountFilter) => {
  const [statuses, ownerships] = [new Set(status), ownership && new Set(ownership)]
  return (cell: DayCell) => statuses.has(cell.status) && (!ownerships || ownerships.has(cell.ownership))
}

/** Every unit of a division with its counts, zero where there is none, and the nation as their sum. */
export function countByLocality (cube: Cube, { division, base, filter }: { division: Division, base: string, filter: CountFilter }) {
  const cells = cube.cells.filter(counts(filter))
  const counted = cells.filter((cell) => filter.basis.includes(cell.basis))
  const candidates = cells.filter((cell) => cell.basis === 'candidate')
  const codeOf = (cell: { provinceCode: string, oldProvinceCode: string }) => division === '2025' ? cell.provinceCode : cell.oldProvinceCode
  const localities: LocalityCount[] = countLocalities(cube.provinces[division], cube.populations[division].get(base) ?? new Map(), counted, candidates, codeOf)
  return { localities, nation: sumLocalities(localities), unplaced: countUnplaced(localities, counted, codeOf) }
}

/** The nation's count, without the localities. */
export const countNation = (cube: Cube, filter: CountFilter): number =>
  cube.cells.filter(counts(filter)).reduce((sum, cell) => filter.basis.includes(cell.basis) ? sum + cell.enterprises : sum, 0)

const listPublishedFigures = (db: Database) =>
  db.select().from(publishedFigures).where(isNull(publishedFigures.recordedTo)).orderBy(asc(publishedFigures.asOf), asc(publishedFigures.enterprises))
