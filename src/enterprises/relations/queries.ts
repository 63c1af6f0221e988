import type { SQL } from 'drizzle-orm'
import { and, eq, lte, sql } from 'drizzle-orm'
import type { Day } from '../../calendar.ts'
import type { Database } from '../../db/client.ts'
import type { Moment } from '../moment.ts'
import { isKnown } from '../moment.ts'
import { enterpriseVersions as versions } from '../tables.ts'
import type { RelationKind, Reorganisation, Role } from './kinds.ts'
import { fromOtherEnd, readRelation, RELATION_KINDS } from './kinds.ts'

export interface RelationQuestion extends Moment {
  code: string
}

export interface RelationRow {
  kind: Reorganisation | 'conversion'
  role: Role | null
  code: string | null
  from: string | null
  to: string | null
  on: Day
  position: number
}

/** Where a version stood among the enterprise's own: the last one of a day is the one that holds from it. */
const FIRST_TO_LAST = sql`${versions.validFrom}, ${versions.changes}, ${versions.version}`
const LAST_FIRST = sql`${versions.validFrom} desc, ${versions.changes} desc, ${versions.version} desc`

const holds = (question: RelationQuestion): SQL => and(isKnown('enterprise_versions', question), lte(versions.validFrom, question.day))!

/**
 * Changes of legal type. A type that is not mapped says nothing, and one that only the mapping reads otherwise is none:
 * the raw value has to change with it.
 */
async function listConversions (db: Database, question: RelationQuestion): Promise<RelationRow[]> {
  const { rows } = await db.execute<{ from: string, to: string, on: Day, position: string }>(sql`
    with held as (
      select distinct on (valid_from) valid_from, legal_type, row(legal_type_raw, legal_type_raw_name)::text as raw, position
      from ${versions} where ${eq(versions.code, question.code)} and ${holds(question)} and presence = 'present'
      order by valid_from, changes desc, version desc
    ), turns as (
      select *, lag(legal_type) over days as before, lag(raw) over days as raw_before from held where legal_type <> 'unknown' window days as (order by valid_from)
    )
    select before as "from", legal_type as "to", valid_from as "on", position from turns where before <> legal_type and raw_before <> raw`)
  return rows.map((row) => ({ ...row, kind: 'conversion', role: null, code: null, position: Number(row.position) }))
}

/**
 * What the enterprise says of others, and others of it. Of each the last record that speaks of relations at all decides
 * which there are; the day is that of the first one that named them.
 */
async function listReorganisations (db: Database, question: RelationQuestion): Promise<RelationRow[]> {
  const { code } = question
  const mentions = RELATION_KINDS.map((kind) => `${kind} ${code}`)
  const isTold = sql`${holds(question)} and ${versions.relations} is not null and ${versions.presence} <> 'withdrawn'`
  const { rows } = await db.execute<{ teller: string, kind: RelationKind, named: string, on: Day, position: string }>(sql`
    with tellers as (
      select ${code}::text as teller union select code from ${versions} where ${versions.relations} is not null and ${versions.relations} && ${sql.param(mentions)}::text[]
    ), told as (
      select l.* from tellers cross join lateral (
        select code, relations from ${versions} where code = teller and ${isTold} order by ${LAST_FIRST} limit 1) l
    )
    select told.code as teller, split_part(relation, ' ', 1) as kind, split_part(relation, ' ', 2) as named, f.valid_from as "on", f.position
    from told cross join lateral unnest(told.relations) relation cross join lateral (
      select valid_from, position from ${versions} where code = told.code and ${isTold} and ${versions.relations} @> array[relation] order by ${FIRST_TO_LAST} limit 1) f
    where told.code = ${code} or split_part(relation, ' ', 2) = ${code}`)
  const found = new Map<string, RelationRow>()
  // What the enterprise says itself comes last and so goes before what the other end says of the same.
  for (const row of rows.toSorted((a, b) => Number(a.teller === code) - Number(b.teller === code))) {
    const isOwn = row.teller === code
    const { kind, role } = readRelation(isOwn ? row.kind : fromOtherEnd(row.kind))
    const other = isOwn ? row.named : row.teller
    found.set(`${kind} ${role} ${other}`, { kind, role, code: other, from: null, to: null, on: row.on, position: Number(row.position) })
  }
  return [...found.values()]
}

/** By day, kind and code: the order of the list and the key of its pages. */
export const relationKey = ({ on, kind, role, code, to }: RelationRow): string => [on, kind, role, code ?? to].join(' ')

/** The conversions of an enterprise, its predecessors and its successors, the earliest first. */
export async function listRelations (db: Database, question: RelationQuestion): Promise<RelationRow[]> {
  const rows = [...await listConversions(db, question), ...await listReorganisations(db, question)]
  return rows.sort((a, b) => relationKey(a) < relationKey(b) ? -1 : 1)
}
