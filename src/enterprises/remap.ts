import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { lockHead } from '../journal/commands.ts'
import { appendVersions } from './append.ts'
import { loadMappingRows } from './queries.ts'
import type { ValueMapping } from './value-mapping.ts'
import { createValueMapping } from './value-mapping.ts'

export type MappedList = 'status' | 'legal-type'

const COLUMNS = { status: 'status', 'legal-type': 'legal_type' } as const

/** What a revert has withdrawn is as if it had never been told: it is read anew if it comes again. */
const told = sql`(select * from enterprise_versions where is_current and presence <> 'withdrawn')`

/** Raw values of the current versions that the mapping now reads otherwise than they were read. */
async function findMisread (tx: Database, list: MappedList, mapping: ValueMapping) {
  const column = sql.raw(COLUMNS[list])
  const { rows } = await tx.execute<{ value: string | null, name: string | null, code: string }>(sql`
    select distinct ${column}_raw as value, ${column}_raw_name as name, ${column} as code from ${told} v`)
  return rows.map((row) => ({ ...row, to: mapping(list, row) })).filter(({ code, to }) => code !== to)
}

/** Gives every current version whose raw value is mapped otherwise a successor that says so, valid from the same day, as one block. */
export async function remapVersions (tx: Database, list: MappedList, mapping: ValueMapping, reference: string, detail: Record<string, unknown>): Promise<{ changed: number, last: number }> {
  const head = await lockHead(tx)
  const column = sql.raw(COLUMNS[list])
  const misread = await findMisread(tx, list, mapping)
  await tx.execute(sql`
    create temp table appended on commit drop as
    select v.code, (select max(version) + 1 from enterprise_versions a where a.code = v.code) as version, v.valid_from, v.presence,
      exists (select from enterprise_versions e where e.code = v.code and e.has_event) as has_event, true as is_current,
      v.version as supersedes, null::bigint as seq, v.changes, v.version as base_version, m.to as mapped
    from ${told} v
    join jsonb_to_recordset(${JSON.stringify(misread)}::jsonb) m (value text, name text, code text, "to" text)
      on coalesce(m.value, '') = coalesce(v.${column}_raw, '') and coalesce(m.name, '') = coalesce(v.${column}_raw_name, '') and m.code = v.${column}`)
  await tx.execute(sql`analyze appended`)
  const { rows: [counted] } = await tx.execute<{ n: number }>(sql`select count(*)::int as n from appended`)
  const { last } = await appendVersions(tx, {
    head, kind: 'mapping', reference, detail: { ...detail, enterprises: counted!.n }, changed: { [COLUMNS[list]]: sql`a.mapped` },
  })
  return { changed: counted!.n, last }
}

/** The mapping may have changed since a version was read: what the base versions of `appended` mean now, where it is something else. */
export async function rereadBases (tx: Database): Promise<Record<string, SQL>> {
  const mapping = createValueMapping(await loadMappingRows(tx))
  const changed: Record<string, SQL> = {}
  for (const list of ['status', 'legal-type'] as const) {
    const column = sql.raw(`v.${COLUMNS[list]}`)
    const { rows } = await tx.execute<{ value: string | null, name: string | null, code: string }>(sql`
      select distinct ${column}_raw as value, ${column}_raw_name as name, ${column} as code
      from appended a join enterprise_versions v on v.code = a.code and v.version = a.base_version`)
    const misread = rows.map((row) => ({ ...row, to: mapping(list, row) })).filter(({ code, to }) => code !== to)
    if (misread.length === 0) continue
    changed[COLUMNS[list]] = sql`coalesce((
      select m.to from jsonb_to_recordset(${JSON.stringify(misread)}::jsonb) m (value text, name text, code text, "to" text)
      where m.value is not distinct from ${column}_raw and m.name is not distinct from ${column}_raw_name and m.code = ${column}), ${column})`
  }
  return changed
}
