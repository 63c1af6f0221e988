import type { SQL } from 'drizzle-orm'
import { getTableColumns, sql } from 'drizzle-orm'
import { stagedUnits } from './tables.ts'

/** Columns of a staging table in the order in which COPY fills them. */
export const unitColumns = Object.values(getTableColumns(stagedUnits)).map((column) => column.name)

export const unitTable = (runId: number): SQL => sql.raw(`staging.units_${runId}`)
