import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SQL } from 'drizzle-orm'
import { asc, desc, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { recordAudit, systemAuthor } from './audit.ts'
import type { RegisterEvent } from './commands.ts'
import { closeBlock, insertEvents, lockHead } from './commands.ts'
import type { SeedFile } from './seed-file.ts'
import { hashOf, isSeedFile, parseSeedFile } from './seed-file.ts'
import { seedEditions } from './tables.ts'

export interface LoadedFile {
  file: string
  rows: number
  closed: number
  inserted: number
  /** Its content is the edition already loaded. */
  skipped: boolean
}

interface FoundFile {
  file: string
  content: Buffer
  sha256: string
}

interface Edition {
  sha256: string
  rows: number
}

/** Columns that the loader fills itself; a seed file names all the others, except for those that have a default. */
const OWN_COLUMNS = ['id', 'recorded_from', 'recorded_to']
/** Marks the rows of the file in a table that people write too, whose rows go before those of the file of the same `code`. */
const SHIPPED = 'is_shipped'

async function listEditions (db: Database): Promise<Map<string, Edition>> {
  const rows = await db.selectDistinctOn([seedEditions.file]).from(seedEditions)
    .orderBy(asc(seedEditions.file), desc(seedEditions.position))
  return new Map(rows.map((row) => [row.file, row]))
}

/** Answers whether the table is one that people write too. */
async function checkColumns (tx: Database, seed: SeedFile): Promise<boolean> {
  const { rows } = await tx.execute<{ name: string, has_default: boolean }>(sql`
    select column_name as name, column_default is not null as has_default from information_schema.columns
    where table_schema = current_schema() and table_name = ${seed.table}`)
  const known = rows.map((row) => row.name)
  if (!OWN_COLUMNS.every((column) => known.includes(column))) {
    throw new Error(`${seed.file}: there is no reference table "${seed.table}"`)
  }
  const wanted = known.filter((column) => !OWN_COLUMNS.includes(column) && column !== SHIPPED)
  const optional = rows.filter((row) => row.has_default).map((row) => row.name)
  const stranger = seed.columns.find((column) => !wanted.includes(column))
  if (stranger !== undefined) throw new Error(`${seed.file}: "${seed.table}" has no column "${stranger}" to fill`)
  const missing = wanted.find((column) => !seed.columns.includes(column) && !optional.includes(column))
  if (missing !== undefined) throw new Error(`${seed.file}: column "${missing}" is missing`)
  return known.includes(SHIPPED)
}

const columnsOf = (seed: SeedFile, alias?: string): SQL => sql.join(
  seed.columns.map((column) => alias ? sql`${sql.identifier(alias)}.${sql.identifier(column)}` : sql.identifier(column)), sql`, `)

/** Stages a file, closes the open rows that it no longer has and inserts those it has new. */
async function replaceRows (tx: Database, seed: SeedFile, { position, isShared }: { position: number, isShared: boolean }) {
  const table = sql.identifier(seed.table)
  await tx.execute(sql`drop table if exists pg_temp.seed_rows`)
  await tx.execute(sql`create temporary table seed_rows on commit drop as select ${columnsOf(seed)} from ${table} with no data`)
  await tx.execute(sql`
    insert into seed_rows select ${columnsOf(seed)}
    from jsonb_populate_recordset(null::${table}, ${JSON.stringify(seed.rows)}::jsonb)`)
  // Rows as text compare null with null and can be hashed; `is not distinct from` would compare each with each.
  const same = sql`row(${columnsOf(seed, 't')})::text = row(${columnsOf(seed, 's')})::text`
  const closed = await tx.execute(sql`
    update ${table} t set recorded_to = ${position}
    where t.recorded_to is null ${isShared ? sql`and t.is_shipped` : sql``} and not exists (select from seed_rows s where ${same})`)
  const inserted = await tx.execute(sql`
    insert into ${table} (${columnsOf(seed)}, recorded_from ${isShared ? sql`, is_shipped` : sql``})
    select ${columnsOf(seed, 's')}, ${position} ${isShared ? sql`, true` : sql``} from seed_rows s
    where not exists (select from ${table} t where t.recorded_to is null and ${same})
      ${isShared ? sql`and not exists (select from ${table} t where t.recorded_to is null and not t.is_shipped and t.code = s.code)` : sql``}`)
  return { closed: closed.rowCount ?? 0, inserted: inserted.rowCount ?? 0 }
}

/** What PostgreSQL says of a value (its type, a key twice, a null) tells nothing without the file. */
function explain (file: string, error: unknown): Error {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error as Error & { detail?: string }
  const detail = 'detail' in cause && cause.detail ? ` (${cause.detail})` : ''
  return new Error(`${file}: ${cause.message}${detail}`, { cause: error })
}

async function loadFile (tx: Database, seed: SeedFile, position: number): Promise<LoadedFile> {
  const isShared = await checkColumns(tx, seed)
  const { closed, inserted } = await replaceRows(tx, seed, { position, isShared }).catch((error: unknown) => { throw explain(seed.file, error) })
  await tx.insert(seedEditions).values({ file: seed.file, sha256: seed.sha256, rows: seed.rows.length, position })
  return { file: seed.file, rows: seed.rows.length, closed, inserted, skipped: false }
}

async function readFolder (folder: string): Promise<FoundFile[]> {
  const names = (await readdir(folder)).filter(isSeedFile).sort()
  return Promise.all(names.map(async (file) => {
    const content = await readFile(join(folder, file))
    return { file, content, sha256: hashOf(content) }
  }))
}

const skip = ({ file }: FoundFile, { rows }: Edition): LoadedFile => ({ file, rows, closed: 0, inserted: 0, skipped: true })

async function loadChanged (tx: Database, found: FoundFile[], onFile: (file: LoadedFile) => void): Promise<LoadedFile[]> {
  const first = await lockHead(tx) + 1
  const editions = await listEditions(tx)
  const results: LoadedFile[] = []
  const events: RegisterEvent[] = []
  for (const one of found) {
    const edition = editions.get(one.file)
    const position = first + events.length
    const result = edition?.sha256 === one.sha256 ? skip(one, edition) : await loadFile(tx, parseSeedFile(one.file, one.content), position)
    const { file, rows, closed, inserted, skipped } = result
    if (!skipped) events.push({ position, type: 'reference-data', subject: file, detail: { rows, closed, inserted, sha256: one.sha256 } })
    results.push(result)
    onFile(result)
  }
  await insertEvents(tx, events)
  await recordAudit(tx, ...events.map(({ subject, detail }) => ({ by: systemAuthor('seed'), action: 'reference-data.load', subject: `reference-data/${subject}`, after: detail })))
  if (events.length > 0) await closeBlock(tx, { first, last: first + events.length - 1, kind: 'reference-data' })
  return results
}

/**
 * Brings the reference tables to what the folder's files say, all or nothing, as one block with one event a file.
 * A changed row closes and inserts, so a question at an old position keeps its answer. Files already loaded are skipped.
 */
export async function loadReferenceData (db: Database, folder: string, onFile: (file: LoadedFile) => void = () => {}): Promise<LoadedFile[]> {
  const found = await readFolder(folder)
  if (found.length === 0) throw new Error(`no reference data in ${folder}`)
  // Looked at without the writer's lock first: a start with nothing to load must not wait for a running sync.
  const editions = await listEditions(db)
  const skipped = found.flatMap((one) => {
    const edition = editions.get(one.file)
    return edition?.sha256 === one.sha256 ? [skip(one, edition)] : []
  })
  if (skipped.length < found.length) return db.transaction((tx) => loadChanged(tx, found, onFile))
  skipped.forEach(onFile)
  return skipped
}
