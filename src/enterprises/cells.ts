import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'

/**
 * What each row of a relation of versions adds to the cells. A category that turns on a day is +1 from the start,
 * −1 on that day, and +1 for the category that follows: a pure function of the version, whatever today is.
 */
const contributions = (versions: SQL) => sql`
  select v.province_code, coalesce(v.old_province_code, '') as old_province_code, v.status, v.basis, v.ownership,
    c.category, c.day, sum(v.sign * c.sign)::int as enterprises
  from (${versions}) v
  cross join lateral (values
    (v.category_before, '-infinity'::date, 1),
    (v.category_before, v.category_turns_on, -1),
    (v.category_after, v.category_turns_on, 1)
  ) c (category, day, sign)
  where v.basis is not null and c.category is not null and c.day is not null
  group by 1, 2, 3, 4, 5, 6, 7
  having sum(v.sign * c.sign) <> 0`

/** Moves the summary counts by a relation of versions with a `sign` (−1 leaves, 1 enters), in the caller's transaction. */
export async function moveCells (tx: Database, versions: SQL): Promise<void> {
  await tx.execute(sql`
    insert into cells (province_code, old_province_code, status, basis, ownership, category, day, enterprises)
    ${contributions(versions)}
    on conflict on constraint cells_pk do update set enterprises = cells.enterprises + excluded.enterprises`)
  await tx.execute(sql`delete from cells where enterprises = 0`)
}

/** Cells that are not what the current versions add up to: there must be none. */
export const wrongCells = (): SQL => sql`
  select *, recounted.enterprises as recounted, cells.enterprises as kept
  from (${contributions(sql`select *, 1 as sign from enterprise_versions where is_current and presence = 'present'`)}) recounted
  full join cells using (province_code, old_province_code, status, basis, ownership, category, day)
  where recounted.enterprises is distinct from cells.enterprises`
