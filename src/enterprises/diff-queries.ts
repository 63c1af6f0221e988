import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Diff, ProvinceDiff } from './diff.ts'
import { stagingTable } from './staging.ts'

/** Reads the difference off `appended` and `said`, which `reconcile` has filled in this transaction. */
export async function diffOf (tx: Database, runId: number): Promise<Omit<Diff, 'units'>> {
  const { rows: [changes] } = await tx.execute<Pick<Diff, 'new' | 'changed' | 'late' | 'gone' | 'moved'> & { fresh: number }>(sql`
    select count(*) filter (where seq is not null)::int as fresh,
      count(distinct code) filter (where seq is not null and not was_present)::int as new,
      count(*) filter (where seq is not null and not is_current)::int as late,
      count(*) filter (where presence = 'gone')::int as gone,
      count(*) filter (where old_province <> province)::int as moved
    from appended`)
  const { rows: [records] } = await tx.execute<{ staged: number, distinct: number, seen: number, said: number }>(sql`
    select * from
      (select coalesce(sum(times), 0)::int as staged, count(*)::int as distinct from (select count(*) as times from ${stagingTable(runId)} group by code, digest) s) staged,
      (select coalesce(sum(times), 0)::int as seen, count(*)::int as said from said) seen`)
  const { fresh, ...counts } = changes!
  const { staged, distinct, seen, said } = records!
  return {
    ...counts,
    changed: fresh - counts.new,
    unchanged: distinct - fresh + said,
    duplicate: staged - distinct + seen - said,
    provinces: await diffByProvince(tx),
    categories: await diffByCategory(tx),
  }
}

async function diffByProvince (tx: Database): Promise<ProvinceDiff[]> {
  const { rows } = await tx.execute<ProvinceDiff & Record<string, unknown>>(sql`
    with sides as (
      select province, 0 as moved_out, (old_province <> province)::int as moved_in, 0 as gone,
        (not was_present)::int as new, (was_present and old_province = province)::int as changed
      from appended where is_current and presence = 'present'
      union all
      select old_province, (province is not null)::int, 0, (province is null)::int, 0, 0
      from appended where is_current and was_present and old_province is distinct from province
    ), changes as (
      select province, sum(new)::int as new, sum(changed)::int as changed, sum(gone)::int as gone,
        coalesce(sum(moved_in), 0)::int as "movedIn", sum(moved_out)::int as "movedOut"
      from sides group by province
    )
    select c.*, coalesce(l.enterprises, 0) as before, (coalesce(l.enterprises, 0) + c.new - c.gone + c."movedIn" - c."movedOut")::int as after
    from changes c left join live_counts l on l.province_code = c.province order by province`)
  return rows
}

/** What counts without being asked for, and candidates; as they stand on the day that `reconcile` was given. */
async function diffByCategory (tx: Database): Promise<Diff['categories']> {
  const { rows } = await tx.execute<Diff['categories'][number] & Record<string, unknown>>(sql`
    select category, basis, sum(before)::int as before, sum(after)::int as after from (
      select old_category as category, old_basis as basis, 1 as before, 0 as after from appended where is_current and old_counts and was_present
      union all
      select category, basis, 0, 1 from appended where is_current and counts
    ) sides
    where category is not null and basis is not null group by category, basis order by category, basis`)
  return rows
}
