import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { lockHead } from '../journal/commands.ts'
import { appendVersions, endOfBlock } from './append.ts'
import { applyDecisions } from './decisions/apply.ts'
import { appendOwned } from './decisions/declare.ts'
import { roomToSort } from './staging.ts'
import { rereadBases } from './remap.ts'
import { closeUnits } from './units/record.ts'

/** Thrown where later runs, decisions or mappings built on what is to be reverted. */
export class TouchedSince extends Error {
  override name = 'TouchedSince'
  readonly codes: string[]

  constructor (codes: string[]) {
    super(`${codes.length} enterprises were changed again since.`)
    this.codes = codes
  }
}

/** How many of the enterprises in the way are named. */
const NAMED = 100

/**
 * Takes back what a run recorded, by appending: each enterprise stands again as it did before, one first seen in the
 * run becomes withdrawn. What the run wrote stays, closed at the position of the revert. Answers the block's positions.
 */
export async function revertVersions (tx: Database, runId: number, detail: Record<string, unknown>): Promise<{ first: number, last: number }> {
  const head = await lockHead(tx)
  await roomToSort(tx)
  await tx.execute(sql`
    create temp table reverted on commit drop as
    select code, min(version) as first, max(version) as last,
      (array_agg(supersedes order by version) filter (where supersedes is not null))[1] as base
    from enterprise_versions where run_id = ${runId} and recorded_to is null group by code`)
  await tx.execute(sql`analyze reverted (code)`)
  const { rows: touched } = await tx.execute<{ code: string }>(sql`
    select r.code from reverted r
    where exists (select from enterprise_versions v where v.code = r.code and v.version > r.last and v.recorded_to is null)
    order by r.code limit ${NAMED}`)
  if (touched.length > 0) throw new TouchedSince(touched.map(({ code }) => code))
  await tx.execute(sql`
    create temp table appended on commit drop as
    select r.code, (select max(version) + 1 from enterprise_versions a where a.code = r.code) as version, coalesce(b.facts_from, b.valid_from) as valid_from,
      case when r.base = 0 then 'withdrawn' else b.presence end as presence,
      exists (select from enterprise_versions e where e.code = r.code and e.has_event) as has_event, true as is_current,
      c.version as supersedes, null::bigint as seq, coalesce(b.facts_changes, b.changes) as changes, b.version as base_version
    from reverted r
    join enterprise_versions c on c.code = r.code and c.is_current
    join enterprise_versions b on b.code = r.code and b.version = coalesce(nullif(r.base, 0), c.version)`)
  await appendOwned(tx, runId)
  await tx.execute(sql`analyze appended`)
  await applyDecisions(tx, { stays: sql`v.run_id is distinct from ${runId}::bigint` })
  const last = await endOfBlock(tx, head)
  await tx.execute(sql`update enterprise_versions set recorded_to = ${last} where run_id = ${runId} and recorded_to is null`)
  await tx.execute(sql`delete from known_records k using reverted r where k.code = r.code and k.version between r.first and r.last`)
  await closeUnits(tx, runId, last)
  return await appendVersions(tx, { head, kind: 'revert', reference: String(runId), detail, changed: await rereadBases(tx) })
}
