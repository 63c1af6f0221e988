import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { closeBlock, insertEvents } from '../journal/commands.ts'
import { moveCells } from './cells.ts'
import { hasKnownRecords } from './known-records.ts'
import { moveLiveCounts } from './live-counts.ts'
import { moveSearchTexts } from './search-texts.ts'
import { stagedColumns, stagingTable } from './staging.ts'

/** The facts of a version: the columns of staging that a version takes over as they are. */
const FACTS = stagedColumns.filter((name) => !['seq', 'amended_on', 'raw_digest'].includes(name))
const list = (names: string[], prefix = '') => sql.raw(names.map((name) => `${prefix}${name}`).join(', '))

export interface Appending {
  /** The last position given out, from `lockHead`. */
  head: number
  kind: 'run' | 'revert' | 'mapping'
  /** What the block and its own event refer to, such as a run's number. */
  reference: string
  detail: Record<string, unknown>
  /** Of a run: its staging table holds the facts, and its tombstones are its own. */
  runId?: number
  sourceReadAt?: Date | null
  /** Facts that are not taken over from the base version: column name → SQL over `v` and `a`. */
  changed?: Record<string, SQL>
}

/** The positions of a block; null where nothing changed. */
export interface Recorded { first: number | null, last: number | null }

/** Where the block that is being written will end: the versions that are served take a position each, then its own event. */
export async function endOfBlock (tx: Database, head: number): Promise<number> {
  const { rows: [served] } = await tx.execute<{ events: number }>(sql`select count(*)::int as events from appended where has_event`)
  return head + served!.events + 1
}

/** Writes the versions of `appended` with their positions and moves the counts, as one block. Comes last in its transaction. */
export async function appendVersions (tx: Database, appending: Appending): Promise<{ first: number, last: number }> {
  const { head, kind, reference, detail, runId, sourceReadAt } = appending
  const last = await endOfBlock(tx, head)
  await tx.execute(sql`
    create temp table event_numbers on commit drop as
    select code, version, row_number() over (order by valid_from, code, version) as event from appended where has_event`)
  await tx.execute(sql`analyze event_numbers`)
  await leave(tx)
  if (runId !== undefined) await insertStaged(tx, runId, head, last)
  await insertCopies(tx, appending, last)
  await enter(tx)
  const isMany = await appendsMany(tx)
  // Before the next statement: it would take the table for as empty as it was.
  if (isMany) await tx.execute(sql`analyze enterprise_versions (code, version, digest, is_current, presence, recorded_to, province_code, basis, status, category_before, category_after, run_id)`)
  await moveSearchTexts(tx)
  if (isMany) await tx.execute(sql`analyze search_texts, search_names, search_words`)
  await noteKnown(tx, runId)
  if (isMany) await tx.execute(sql`analyze known_records`)
  await insertEvents(tx, [{ position: last, type: kind, subject: reference, detail }])
  await closeBlock(tx, { first: head + 1, last, kind, reference, ...sourceReadAt && { sourceReadAt } })
  return { first: head + 1, last }
}

/** So many versions are a good part of any register: what the planner knows of it is out of date. */
const MANY = 10_000

/** Whether statistics are to be made anew, of the columns that runs join by; the next run may begin before PostgreSQL looks by itself. */
async function appendsMany (tx: Database): Promise<boolean> {
  const { rows: [counted] } = await tx.execute<{ n: number }>(sql`select count(*)::int as n from appended`)
  return counted!.n >= MANY
}

/** The versions that are current until now give up their place and leave the counts. */
async function leave (tx: Database) {
  const leaving = sql`from enterprise_versions v join appended a on a.code = v.code and a.supersedes = v.version`
  await moveCells(tx, sql`select v.*, -1 as sign ${leaving} where v.presence = 'present'`)
  await moveLiveCounts(tx, sql`select v.*, -1 as sign ${leaving} where v.presence = 'present'`)
  await tx.execute(sql`update enterprise_versions v set is_current = false from appended a where a.code = v.code and a.supersedes = v.version`)
}

/** Narrow, so that the texts of a first load are passed over once and not for each count. */
const COUNTED = sql.raw(['province_code', 'old_province_code', 'status', 'basis', 'ownership', 'legal_type', 'commune_code',
  'category_before', 'category_after', 'category_turns_on'].map((name) => `v.${name}`).join(', '))

async function enter (tx: Database) {
  await tx.execute(sql`
    create temp table entering on commit drop as
    select ${COUNTED}, 1 as sign from enterprise_versions v join appended a on a.code = v.code and a.version = v.version
    where a.is_current and a.presence = 'present'`)
  await moveCells(tx, sql`select * from entering where basis is not null`)
  await moveLiveCounts(tx, sql`select * from entering`)
}

const BOOKKEEPING = sql.raw('version, valid_from, position, has_event, recorded_from, is_current, presence, supersedes, run_id')
const bookkeeping = (head: number, last: number) => sql`
  a.version, a.valid_from, coalesce(${head} + e.event, ${last}), a.has_event, ${last}::bigint, a.is_current, a.presence, a.supersedes`
const numbered = sql`left join event_numbers e on e.code = a.code and e.version = a.version`

const insertStaged = (tx: Database, runId: number, head: number, last: number) => tx.execute(sql`
  insert into enterprise_versions (${list(FACTS)}, ${BOOKKEEPING})
  select ${list(FACTS, 's.')}, ${bookkeeping(head, last)}, ${runId}
  from ${stagingTable(runId)} s join appended a on a.seq = s.seq ${numbered}`)

async function insertCopies (tx: Database, { head, runId, changed = {} }: Appending, last: number) {
  const { rows: [found] } = await tx.execute<{ exists: boolean }>(sql`select exists (select from appended where base_version is not null) as exists`)
  if (!found!.exists) return
  const facts = sql.join(FACTS.map((name) => changed[name] ?? sql.raw(`v.${name}`)), sql`, `)
  await tx.execute(sql`
    insert into enterprise_versions (${list(FACTS)}, ${BOOKKEEPING})
    select ${facts}, ${bookkeeping(head, last)}, ${runId === undefined ? sql`v.run_id` : sql`${runId}::bigint`}
    from appended a join enterprise_versions v on v.code = a.code and v.version = a.base_version ${numbered}`)
}

/** Notes which bytes say what, in the order of the index: that writes each of its pages once. */
async function noteKnown (tx: Database, runId: number | undefined) {
  await tx.execute(sql`delete from known_records k using appended a where a.presence <> 'present' and k.code = a.code`)
  if (runId === undefined) return
  const onConflict = sql`on conflict (digest) do update set code = excluded.code, version = excluded.version, is_dated = excluded.is_dated`
  // A first load has nothing to conflict with, and looking for it takes longer.
  const ofFresh = await hasKnownRecords(tx) ? onConflict : sql``
  await tx.execute(sql`
    insert into known_records (digest, code, version, is_dated)
    select raw_digest, code, version, is_dated from appended where seq is not null order by raw_digest ${ofFresh}`)
  // Other bytes that say the same: they need not be read again either.
  await tx.execute(sql`
    with others as materialized (
      select s.raw_digest, s.code, s.digest, s.amended_on is not null as is_dated from ${stagingTable(runId)} s
      where not exists (select from appended a where a.seq = s.seq)
    )
    insert into known_records (digest, code, version, is_dated)
    select distinct on (o.raw_digest) o.raw_digest, v.code, v.version, o.is_dated
    from others o
    join enterprise_versions v on v.code = o.code and v.digest = o.digest and v.recorded_to is null and v.presence = 'present' and (o.is_dated or v.is_current)
    order by o.raw_digest, v.version ${onConflict}`)
}

/** Records what of a run is known without a new version: other bytes for the same facts. */
export const noteUnchanged = noteKnown
