import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { closeBlock, insertEvents } from '../journal/commands.ts'
import { moveCells } from './cells.ts'
import { makeDecided } from './decisions/apply.ts'
import { asDecided, ruled } from './decisions/decided.ts'
import { moveReviews } from './decisions/reviews.ts'
import { hasKnownRecords } from './known-records.ts'
import { moveLiveCounts } from './live-counts.ts'
import { moveSearchTexts } from './search-texts.ts'
import { moveSpans } from './spans.ts'
import { stagedColumns, stagingTable } from './staging.ts'

/** The facts of a version: the columns of staging that a version takes over as they are. */
const FACTS = stagedColumns.filter((name) => !['seq', 'amended_on', 'raw_digest'].includes(name))
const list = (names: string[], prefix = '') => sql.raw(names.map((name) => `${prefix}${name}`).join(', '))

export interface Appending {
  /** The last position given out, from `lockHead`. */
  head: number
  kind: 'run' | 'revert' | 'mapping' | 'decision' | 'rules'
  /** What the block and its own event refer to, such as a run's number. */
  reference: string
  detail: Record<string, unknown>
  /** Of a run: its staging table holds the facts, and its tombstones are its own. */
  runId?: number
  /** Where the facts are that are nobody's run: a relation like the staging table of one. */
  staged?: SQL
  sourceReadAt?: Date | null
  /** Told when the versions are written, and when the figures are moved. */
  onStage?: (stage: string) => void
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
  const { head, kind, reference, detail, runId, sourceReadAt, staged = runId === undefined ? undefined : stagingTable(runId), onStage = () => {} } = appending
  const last = await endOfBlock(tx, head)
  await tx.execute(sql`
    create temp table event_numbers on commit drop as
    select code, version, row_number() over (order by valid_from, code, version) as event from appended where has_event`)
  await tx.execute(sql`analyze event_numbers`)
  await makeDecided(tx)
  await tx.execute(sql`update enterprise_versions v set is_current = false from appended a where a.code = v.code and a.supersedes = v.version`)
  if (staged) await insertStaged(tx, staged, appending, last)
  await insertCopies(tx, appending, last)
  const isMany = await appendsMany(tx)
  // Before the next statement: it would take the table for as empty as it was.
  if (isMany) await tx.execute(sql`analyze enterprise_versions (code, version, digest, is_current, presence, recorded_to, province_code, basis, status, category_before, category_after, run_id)`)
  onStage('append')
  await moveFigures(tx, last)
  if (isMany) await tx.execute(sql`analyze enterprise_spans, span_months, span_years, span_cells`)
  onStage('figures')
  await moveReviews(tx, last)
  // A decision changes no name and no address.
  const areTextsSame = kind === 'decision' && !staged
  await moveSearchTexts(tx, areTextsSame)
  if (isMany && !areTextsSame) await tx.execute(sql`analyze search_texts, search_names, search_words`)
  await noteKnown(tx, runId)
  if (isMany) await tx.execute(sql`analyze known_records`)
  await insertEvents(tx, [{ position: last, type: kind, subject: reference, detail }])
  await closeBlock(tx, { first: head + 1, last, kind, reference, ...sourceReadAt && { sourceReadAt } })
  return { first: head + 1, last }
}

/** So many versions are worth a look, where they are a good part of the register: what the planner knows of it is out of date. */
const MANY = 10_000
const SHARE = 10

/** Whether statistics are to be made anew, of the columns that runs join by; the next run may begin before PostgreSQL looks by itself. */
async function appendsMany (tx: Database): Promise<boolean> {
  const { rows: [counted] } = await tx.execute<{ n: number, known: number }>(sql`
    select (select count(*)::int from appended) as n, (select reltuples::float8 from pg_class where oid = 'public.enterprise_versions'::regclass) as known`)
  return counted!.n >= MANY && counted!.n * SHARE > counted!.known
}

/** Narrow, so that the texts of a first load are passed over once and not for each count. */
const COUNTED = sql.raw(['province_code', 'old_province_code', 'status', 'basis', 'ownership', 'legal_type', 'commune_code',
  'category_before', 'category_after', 'category_turns_on'].map((name) => `v.${name}`).join(', '))

/** What was current before this block leaves the counts, what is current now enters them; then any day of the past. */
async function moveFigures (tx: Database, last: number) {
  await tx.execute(sql`
    create temp table moving on commit drop as
    select ${COUNTED}, -1 as sign from enterprise_versions v join appended a on a.code = v.code and a.supersedes = v.version where v.presence = 'present' and v.recorded_from < ${last}
    union all
    select ${COUNTED}, 1 from enterprise_versions v join appended a on a.code = v.code and a.version = v.version where a.is_current and a.presence = 'present'`)
  await moveCells(tx, sql`select * from moving where basis is not null`)
  await moveLiveCounts(tx, sql`select * from moving`)
  await moveSpans(tx, last, sql`select code from appended where has_event`)
}

const BOOKKEEPING = sql.raw('version, valid_from, position, has_event, recorded_from, is_current, presence, supersedes, run_id, ' +
  'decision, decided_from, rule_basis, rule_category_before, rule_category_after, rule_category_turns_on, facts_from, facts_changes')
const bookkeeping = (head: number, last: number) => sql`
  a.version, a.valid_from, coalesce(${head} + e.event, ${last}), a.has_event, ${last}::bigint, a.is_current, a.presence, a.supersedes`
const joined = sql`
  left join event_numbers e on e.code = a.code and e.version = a.version
  left join decided d on d.code = a.code and d.version = a.version`

async function insertStaged (tx: Database, staged: SQL, { head, runId }: Appending, last: number) {
  const { facts, more } = asDecided(sql`s`, (column) => sql.raw(`s.${column}`), sql`s.changes`)
  await tx.execute(sql`
    insert into enterprise_versions (${list(FACTS)}, ${BOOKKEEPING})
    select ${factsWith(facts, 's.')}, ${bookkeeping(head, last)}, ${runId ?? null}::bigint, ${more}
    from ${staged} s join appended a on a.seq = s.seq ${joined}`)
}

async function insertCopies (tx: Database, { head, runId, changed = {} }: Appending, last: number) {
  const { rows: [found] } = await tx.execute<{ exists: boolean }>(sql`select exists (select from appended where base_version is not null) as exists`)
  if (!found!.exists) return
  const { facts, more } = asDecided(sql`v`, ruled, sql`case when a.valid_from = v.valid_from then v.changes else coalesce(v.facts_changes, v.changes) end`, sql`v`)
  await tx.execute(sql`
    insert into enterprise_versions (${list(FACTS)}, ${BOOKKEEPING})
    select ${factsWith({ ...facts, ...changed }, 'v.')}, ${bookkeeping(head, last)}, ${runId === undefined ? sql`v.run_id` : sql`${runId}::bigint`}, ${more}
    from appended a join enterprise_versions v on v.code = a.code and v.version = a.base_version ${joined}`)
}

const factsWith = (changed: Record<string, SQL>, prefix: string) => sql.join(FACTS.map((name) => changed[name] ?? sql.raw(`${prefix}${name}`)), sql`, `)

/** Notes which bytes say what, in the order of the index: that writes each of its pages once. */
async function noteKnown (tx: Database, runId: number | undefined) {
  await tx.execute(sql`delete from known_records k using appended a where a.presence <> 'present' and k.code = a.code`)
  if (runId === undefined) return
  const onConflict = sql`on conflict (digest) do update set code = excluded.code, version = excluded.version, is_dated = excluded.is_dated`
  // A first load has nothing to conflict with, and looking for it takes longer.
  const ofFresh = await hasKnownRecords(tx) ? onConflict : sql``
  await tx.execute(sql`
    insert into known_records (digest, code, version, is_dated)
    select raw_digest, code, version, is_dated from appended where seq is not null and raw_digest is not null order by raw_digest ${ofFresh}`)
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
