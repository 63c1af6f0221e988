import { asc } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import { addDays } from '../calendar.ts'
import { findRuleSet } from '../classification/queries.ts'
import type { Database } from '../db/client.ts'
import { isKnownAt } from '../db/columns.ts'
import type { DayCell, Moment } from '../enterprises/queries.ts'
import { countCellsAt, listCells, listFlows } from '../enterprises/queries.ts'
import { findPosition, findProvenance } from '../journal/queries.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import type { Division } from '../localities/queries.ts'
import { findPopulations, listPopulationBases, listProvinces, listRegions } from '../localities/queries.ts'
import type { LocalityCount } from './locality-counts.ts'
import { countLocalities, countUnplaced, sumLocalities } from './locality-counts.ts'
import { countRegions } from './region-counts.ts'
import { netOf, seriesOf } from './series.ts'
import { publishedFigures, targets } from './tables.ts'

export { allocate } from './allocation.ts'
export { densities } from './density.ts'
export { DENSITY_GOAL, TARGET } from './goals.ts'
export type { Division } from '../localities/queries.ts'

export interface CountFilter {
  status: string[]
  basis: string[]
  ownership?: string[] | undefined
}

/** All that the counts of a day rest on, of one position: a few hundred kilobytes, from which any of them is made without a query. */
export type Cube = Awaited<ReturnType<typeof loadCube>>

/** In a transaction of one snapshot; without `knownAt` from the summary cells of the present, else counted from the versions. */
export async function loadCube (tx: Database, { day, knownAt }: Moment, position: number) {
  const bases = await listPopulationBases(tx, knownAt)
  const perDivision = async <T>(load: (division: Division) => Promise<T>) =>
    ({ 2025: await load('2025'), 2004: await load('2004') })
  return {
    position,
    day,
    cells: knownAt === undefined ? await listCells(tx, day) : await countCellsAt(tx, { day, knownAt }),
    provinces: await perDivision((division) => listProvinces(tx, division, day, knownAt)),
    regions: await listRegions(tx, day, knownAt),
    bases,
    populations: await perDivision(async (division) => {
      const found = new Map<string, Map<string, number>>()
      for (const { code } of bases) found.set(code, await findPopulations(tx, division, code, knownAt))
      return found
    }),
    ...await findGrounds(tx, { day, knownAt }, position),
    targets: await tx.select().from(targets).where(isKnownAt(targets, knownAt)),
    published: await listPublishedFigures(tx, knownAt),
  }
}

export const presentCube = (db: Database, day: Day): Promise<Cube> => atOnePosition(db, async (tx, position) => await loadCube(tx, { day }, position))

/** What any figure of a position rests on beside the enterprises. */
export const findGrounds = async (tx: Database, { day, knownAt }: Moment, position = knownAt) => ({
  ruleSet: await findRuleSet(tx, day, knownAt),
  recorded: await findProvenance(tx, position ?? await findPosition(tx)),
})
export type Grounds = Awaited<ReturnType<typeof findGrounds>>

/** The nation's net growth in each of the last complete months before a day, the latest last; fewer where the register does not reach so far back. */
export async function listGrowth (tx: Database, moment: Moment, { status, basis, ownership }: CountFilter, months: number): Promise<number[]> {
  const to = addDays(`${moment.day.slice(0, 7)}-01`, -1)
  const flows = await listFlows(tx, { ...moment, day: to }, { division: '2025', status, basis, ownership }, 'month')
  const [first] = flows
  return first ? seriesOf(flows, { from: first.from, to, period: 'month' }).slice(-months).map(netOf) : []
}

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

/** Every region with its counts, and the nation as their sum. */
export function countByRegion (cube: Cube, asked: { base: string, filter: CountFilter }) {
  const { localities, unplaced } = countByLocality(cube, { division: '2025', ...asked })
  return countRegions(cube.regions, localities, unplaced)
}

/** The nation's count, without the localities. */
export const countNation = (cube: Cube, filter: CountFilter): number =>
  cube.cells.filter(counts(filter)).reduce((sum, cell) => filter.basis.includes(cell.basis) ? sum + cell.enterprises : sum, 0)

const listPublishedFigures = (db: Database, knownAt: number | undefined) =>
  db.select().from(publishedFigures).where(isKnownAt(publishedFigures, knownAt)).orderBy(asc(publishedFigures.asOf), asc(publishedFigures.enterprises))
