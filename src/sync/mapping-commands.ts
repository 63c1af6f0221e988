import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { MappedList } from '../enterprises/commands.ts'
import { remapVersions } from '../enterprises/commands.ts'
import { createValueMapping, listLegalStatuses, listLegalTypes, loadMappingRows, mappingKey } from '../enterprises/queries.ts'
import { mappingEdits, valueMappings } from '../enterprises/tables.ts'
import type { Author } from '../journal/audit.ts'
import { recordAudit } from '../journal/audit.ts'
import { lockHead } from '../journal/commands.ts'
import type { EditRow } from './mapping-queries.ts'
import { listEdits } from './mapping-queries.ts'

export interface EditRequest {
  list: MappedList
  value: string
  /** Null gives the value back to the shipped mapping. */
  code: string | null
  note: string
  by: Author
}

/** Thrown for a code that a value of the list cannot mean. */
export class NoSuchMeaning extends Error {
  override name = 'NoSuchMeaning'
}

/** Thrown where a value is given back that nobody has edited. */
export class NeverEdited extends Error {
  override name = 'NeverEdited'
}

async function checkCode (tx: Database, list: MappedList, code: string): Promise<void> {
  const rows = list === 'status' ? await listLegalStatuses(tx) : await listLegalTypes(tx)
  const codes = rows.map((row) => row.code).filter((one) => one !== 'unknown')
  if (!codes.includes(code)) throw new NoSuchMeaning(`must be null or one of ${codes.join(', ')}`)
}

async function findShipped (tx: Database, list: MappedList, key: string): Promise<string | null> {
  const rows = await tx.select().from(valueMappings).where(and(eq(valueMappings.list, list), isNull(valueMappings.recordedTo)))
  return rows.find(({ rawValue }) => mappingKey(rawValue) === key)?.code ?? null
}

/** The whole mapping as it is once the value means that. */
async function mappingWith (tx: Database, list: MappedList, key: string, code: string | null) {
  const others = (await loadMappingRows(tx)).filter((row) => row.list !== list || mappingKey(row.rawValue) !== key)
  return createValueMapping(code === null ? others : [...others, { list, rawValue: key, code }])
}

/**
 * Makes a raw value mean something else, and reads the current enterprises by it, as one block. Waits for a run that is
 * being recorded. The edit that holds already is answered as it is, and nothing is written.
 */
export const editMapping = (db: Database, { list, value, code, note, by }: EditRequest): Promise<EditRow> =>
  db.transaction(async (tx) => {
    // A value may be that of every enterprise, and a run that is being recorded may be a first load.
    await tx.execute(sql`set local statement_timeout = 0`)
    if (code !== null) await checkCode(tx, list, code)
    await lockHead(tx)
    const key = mappingKey(value)
    const [latest] = await listEdits(tx, list, key)
    if (latest?.code === code && latest.note === note) return latest
    if (!latest && code === null) throw new NeverEdited('Nobody has edited this value.')
    const mapping = await mappingWith(tx, list, key, code ?? await findShipped(tx, list, key))
    const { changed, last } = await remapVersions(tx, list, mapping, `${list}/${key}`, { list, value: key, code, note, by: by.label })
    await tx.update(mappingEdits).set({ recordedTo: last })
      .where(and(eq(mappingEdits.list, list), eq(mappingEdits.rawValue, key), isNull(mappingEdits.recordedTo)))
    // By the clock under the lock, as the block is.
    const [edit] = await tx.insert(mappingEdits)
      .values({ list, rawValue: key, code, note, editedBy: by.label, editedAt: sql`clock_timestamp()`, recordedFrom: last }).returning()
    await recordAudit(tx, { by, action: 'mapping.edit', subject: `mapping/${list}/${key}`, before: latest ? { code: latest.code, note: latest.note } : null, after: { code, note, enterprises: changed, position: last } })
    return { code, note, by: by.label, at: edit!.editedAt, enterprises: changed, position: last, recordedTo: null }
  })
