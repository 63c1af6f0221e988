import { sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { readTexts, statementOf } from '../db/statement.ts'
import type { Counted, Dimension } from './counting.ts'
import type { EnterpriseFilter } from './filter.ts'
import type { Moment } from './moment.ts'
import { spansHold } from './moment.ts'
import { cellsUntil, isKnownStill } from './span-sums.ts'
import { cells } from './tables.ts'

export interface CellCount {
  provinceCode: string
  /** '' where the province of 2004 is open. */
  oldProvinceCode: string
  category: string
  basis: string
  enterprises: number
}

export interface DayCell extends CellCount {
  status: string
  ownership: string
}

/** All that the summary cells hold of a day, as the register stands: a few thousand rows, from which every count of the day can be made. */
export const listCells = async (db: Database, day: Day): Promise<DayCell[]> =>
  await db.select({
    provinceCode: cells.provinceCode,
    oldProvinceCode: cells.oldProvinceCode,
    status: cells.status,
    basis: cells.basis,
    ownership: cells.ownership,
    category: cells.category,
    enterprises: sql<number>`sum(${cells.enterprises})::int`,
  }).from(cells).where(sql`${cells.day} <= ${day}::date`)
    .groupBy(cells.provinceCode, cells.oldProvinceCode, cells.status, cells.basis, cells.ownership, cells.category)
    .having(sql`sum(${cells.enterprises}) <> 0`)

/** The same of a moment in the past: from the sums where what was known then is known still, else from the spans. */
export async function countCellsAt (db: Database, moment: Moment): Promise<DayCell[]> {
  const counted = await isKnownStill(db, moment.knownAt) ? cellsUntil(moment.day) : sql`(select cell, count(*) as enterprises from enterprise_spans s where ${spansHold(moment)} group by cell)`
  const rows = await readTexts(db, statementOf(sql`
    select c.province_code, c.old_province_code, c.status, c.basis, c.ownership, c.category, n.enterprises from ${counted} n join span_cells c using (cell)`))
  return rows.map(([provinceCode, oldProvinceCode, status, basis, ownership, category, enterprises]) => ({
    provinceCode: provinceCode!, oldProvinceCode: oldProvinceCode!, status: status!, basis: basis!, ownership: ownership!, category: category!, enterprises: Number(enterprises),
  }))
}

/** What cells tell of an enterprise; the province depends on the division. */
const OF_CELL: { [name in Dimension]?: (cell: DayCell, division: EnterpriseFilter['division']) => string | null } = {
  province: (cell, division) => division === '2025' ? cell.provinceCode : cell.oldProvinceCode || null,
  category: (cell) => cell.category,
  status: (cell) => cell.status,
  basis: (cell) => cell.basis,
  ownership: (cell) => cell.ownership,
}
const FILTERS = ['division', 'province', 'category', 'status', 'basis', 'ownership']

/** Whether a count can be made from cells. */
export const isOfCells = (filter: EnterpriseFilter, dimensions: readonly Dimension[]): boolean =>
  dimensions.every((name) => name in OF_CELL) && Object.entries(filter).every(([name, value]) => value === undefined || FILTERS.includes(name))

/** The same as `countBy`, from cells. Asked for some thousands of them at every cold count: no row makes anything but its key. */
export function sumCells (cells: DayCell[], { division, province, category, status, basis, ownership }: EnterpriseFilter, dimensions: readonly Dimension[]): Counted[] {
  const wanted = ([['category', category], ['status', status], ['basis', basis], ['ownership', ownership]] as const).flatMap(([name, values]) => values ? [{ name, values: new Set<string>(values) }] : [])
  const readers = dimensions.map((name) => OF_CELL[name]!)
  const isWanted = (cell: DayCell) => {
    for (const { name, values } of wanted) if (!values.has(cell[name])) return false
    return province === undefined || OF_CELL.province!(cell, division) === province
  }
  const sums = new Map<string, Counted>()
  for (const cell of cells) {
    if (!isWanted(cell)) continue
    let key = ''
    for (const read of readers) key += `${read(cell, division)} `
    key += cell.provinceCode
    const sum = sums.get(key)
    if (sum) sum.enterprises += cell.enterprises
    else sums.set(key, { values: readers.map((read) => read(cell, division)), successor: cell.provinceCode, enterprises: cell.enterprises })
  }
  return [...sums].sort(([a], [b]) => a < b ? -1 : 1).map(([, sum]) => sum)
}
