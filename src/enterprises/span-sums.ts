import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { findPosition } from '../journal/queries.ts'

/** Whether the register stands where it stood then: sums are kept of what is known now alone. */
export const isKnownStill = async (db: Database, knownAt: number | undefined): Promise<boolean> => knownAt === undefined || knownAt === await findPosition(db)

// As constants: the server would work them out anew for each row that it compares with.
const monthOf = (day: Day) => sql`${`${day.slice(0, 7)}-01`}::date`
const yearOf = (day: Day) => sql`${`${day.slice(0, 4)}-01-01`}::date`

/** Spans in whose beginnings or ends a day of the month lies that ends on a day, as far as it has come. */
const inMonthOf = (column: SQL, day: Day) => sql`recorded_to is null and ${column} >= ${monthOf(day)} and ${column} <= ${day}::date`

/** How many enterprises each cell has on a day (cell, enterprises): the years before its own, the months before its own, and the days of the month. */
export const cellsUntil = (day: Day): SQL => sql`(
  select cell, sum(enterprises) as enterprises from (
    select cell, enterprises from span_years where year < ${yearOf(day)}
    union all
    select cell, enterprises from span_months where month >= ${yearOf(day)} and month < ${monthOf(day)}
    union all select cell_before, -enterprises from span_months where month >= ${yearOf(day)} and month < ${monthOf(day)}
    union all select cell, 1 from enterprise_spans where ${inMonthOf(sql`from_day`, day)}
    union all select cell, -1 from enterprise_spans where ${inMonthOf(sql`until_day`, day)}
  ) n group by cell having sum(enterprises) <> 0)`

/** Every step from cell to cell up to a day (day, cell_before, cell, enterprises): by months those before its own, by days the others. */
export const stepsUntil = (day: Day): SQL => sql`(
  select month as day, cell_before, cell, enterprises from span_months where month < ${monthOf(day)}
  union all select from_day, cell_before, cell, 1 from enterprise_spans where ${inMonthOf(sql`from_day`, day)}
  union all select until_day, cell, 0, 1 from enterprise_spans where ends_there and ${inMonthOf(sql`until_day`, day)})`
