import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'

/** Of each enterprise that has one the decision that holds now: none begins in the future. */
export const latestDecisions: SQL = sql`
  select distinct on (code) * from decisions where recorded_to is null order by code, effective_from desc`
