import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { MappedList } from '../enterprises/commands.ts'
import type { RawValue } from '../enterprises/queries.ts'
import { mappingKey } from '../enterprises/queries.ts'
import { mappingEdits, valueMappings } from '../enterprises/tables.ts'
import { events } from '../journal/tables.ts'
import { MAX_UNMAPPED } from './mapping-schemas.ts'

export interface Meaning {
  value: string
  code: string
  origin: 'shipped' | 'edited' | 'none'
  note: string | null
  by: string | null
  at: Date | null
}
export type CountedMeaning = Meaning & { enterprises: number }
export type UnmappedRow = RawValue & { enterprises: number }
export type EditRow = Awaited<ReturnType<typeof listEdits>>[number]

/** What every raw value of a list means now, by its key. */
async function findMeanings (db: Database, list: MappedList): Promise<Map<string, Meaning>> {
  const shipped = await db.select().from(valueMappings).where(and(eq(valueMappings.list, list), isNull(valueMappings.recordedTo)))
  const edited = await db.select().from(mappingEdits).where(and(eq(mappingEdits.list, list), isNull(mappingEdits.recordedTo)))
  return new Map<string, Meaning>([
    ...shipped.map(({ rawValue, code, note }) => ({ value: mappingKey(rawValue), code, origin: 'shipped' as const, note, by: null, at: null })),
    ...edited.flatMap(({ rawValue, code, note, editedBy, editedAt }) => code === null ? [] : [{ value: rawValue, code, origin: 'edited' as const, note, by: editedBy, at: editedAt }]),
  ].map((meaning) => [meaning.value, meaning]))
}

const RAW = { status: sql.raw('status_raw'), 'legal-type': sql.raw('legal_type_raw') }
const NAME = { status: sql.raw('status_raw_name'), 'legal-type': sql.raw('legal_type_raw_name') }
/** Mapped ones come first, so that a feed that sends free text as a code cannot push them out. */
const MAX_GROUPS = 5000

/** How often the current enterprises have which raw value. A name counts only where no code decides, since some feeds put free text in it. */
async function countRawValues (db: Database, list: MappedList, keys: string[]): Promise<UnmappedRow[]> {
  const isMapped = (text: typeof RAW.status) => sql`coalesce(lower(btrim(${text})) = any(${sql.param(keys)}::text[]), false)`
  const { rows } = await db.execute<UnmappedRow & Record<string, unknown>>(sql`
    select value, name, count(*)::int as enterprises
    from (
      select ${RAW[list]} as value, case when ${isMapped(RAW[list])} then null else ${NAME[list]} end as name
      from enterprise_versions where is_current and presence = 'present'
    ) r
    group by value, name
    order by ${isMapped(sql.raw('value'))} or ${isMapped(sql.raw('name'))} desc, enterprises desc, value, name limit ${MAX_GROUPS}`)
  return rows
}

/** What the raw values of a list mean, how many enterprises are read by each, and which values have no meaning. Reads the whole register. */
export async function readMappings (db: Database, list: MappedList): Promise<{ items: CountedMeaning[], unmapped: UnmappedRow[] }> {
  const meanings = await findMeanings(db, list)
  const items = new Map([...meanings].map(([key, meaning]) => [key, { ...meaning, enterprises: 0 }]))
  const itemOf = (text: string | null) => text === null ? undefined : items.get(mappingKey(text))
  const unmapped: UnmappedRow[] = []
  for (const { value, name, enterprises } of await countRawValues(db, list, [...meanings.keys()])) {
    const item = itemOf(value) ?? itemOf(name)
    if (item) item.enterprises += enterprises
    else unmapped.push({ value, name, enterprises })
  }
  return {
    items: [...items.values()].sort((a, b) => a.value < b.value ? -1 : 1),
    unmapped: unmapped.slice(0, MAX_UNMAPPED),
  }
}

/** What operators made of a value, the newest first. */
export const listEdits = (db: Database, list: MappedList, value: string) =>
  db.select({
    code: mappingEdits.code, note: mappingEdits.note, by: mappingEdits.editedBy, at: mappingEdits.editedAt,
    enterprises: sql<number>`(${events.detail} ->> 'enterprises')::int`, position: mappingEdits.recordedFrom, recordedTo: mappingEdits.recordedTo,
  }).from(mappingEdits)
    .innerJoin(events, eq(events.position, mappingEdits.recordedFrom))
    .where(and(eq(mappingEdits.list, list), eq(mappingEdits.rawValue, mappingKey(value))))
    .orderBy(desc(mappingEdits.recordedFrom)).limit(1000)
