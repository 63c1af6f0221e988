import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'

/** What each row of a relation of versions adds to the counts of its province. */
const contributions = (versions: SQL) => sql`
  select province_code, sum(sign)::int as enterprises, coalesce(sum(sign) filter (where basis is not null), 0)::int as served,
    coalesce(sum(sign) filter (where status = 'unknown'), 0)::int as unknown_status,
    coalesce(sum(sign) filter (where legal_type = 'unknown'), 0)::int as unknown_legal_type,
    coalesce(sum(sign) filter (where commune_code is null), 0)::int as without_commune
  from (${versions}) v group by province_code`

const COUNTS = ['enterprises', 'served', 'unknown_status', 'unknown_legal_type', 'without_commune']
const each = (write: (count: string) => string, separator = ', ') => sql.raw(COUNTS.map(write).join(separator))

/** Moves the counts by a relation of versions with a `sign` (−1 leaves, 1 enters), in the caller's transaction. */
export async function moveLiveCounts (tx: Database, versions: SQL): Promise<void> {
  await tx.execute(sql`
    insert into live_counts (province_code, ${each((count) => count)}) ${contributions(versions)}
    on conflict (province_code) do update set ${each((count) => `${count} = live_counts.${count} + excluded.${count}`)}`)
}

/** Counts that are not what the current versions add up to: there must be none. */
export const wrongLiveCounts = (): SQL => sql`
  select province_code from (${contributions(sql`select *, 1 as sign from enterprise_versions where is_current and presence = 'present'`)}) recounted
  full join live_counts kept using (province_code)
  where ${each((count) => `coalesce(recounted.${count}, 0) <> coalesce(kept.${count}, 0)`, ' or ')}`
