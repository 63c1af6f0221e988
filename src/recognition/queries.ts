import { and, asc, desc, eq, gt, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import type { Collection } from './collections.ts'
import { GOALS, WITHOUT } from './collections.ts'
import { openSourceLists, recognitions, zones } from './tables.ts'

export type RecognitionRow = Omit<typeof recognitions.$inferSelect, 'id' | 'collection' | 'setAt' | 'recordedTo'> & { origin: 'act' | 'officers' }

const fromAct = ({ id: _id, recordedTo: _to, ...zone }: typeof zones.$inferSelect): RecognitionRow =>
  ({ ...WITHOUT, ...zone, origin: 'act' })
const fromOfficers = ({ id: _id, collection: _collection, setAt: _setAt, recordedTo: _to, ...row }: typeof recognitions.$inferSelect): RecognitionRow => ({ ...row, origin: 'officers' })

export interface RecognitionFilter {
  code?: string | undefined
  province?: string | undefined
  level?: 'national' | 'local' | undefined
  state?: string | undefined
  kind?: string | undefined
  /** That it belongs to, or that takes part, or is a party. */
  enterprise?: string | undefined
  /** That runs or offers it, or is a party. */
  agency?: string | undefined
  zone?: string | undefined
  plan?: string | undefined
  /** Where it is, or whence a party is. */
  country?: string | undefined
  validity?: { day: Day, is: boolean } | undefined
  /** Ends before this day. */
  before?: Day | undefined
}
type Table = typeof recognitions | typeof zones

/** Codes are compared as bytes, in the database as in a cursor. */
const codeIn = (table: Table) => sql<string>`${table.code} collate "C"`

const meets = (table: Table, { code, province, level, state }: RecognitionFilter) => and(
  isNull(table.recordedTo), code === undefined ? undefined : eq(table.code, code), province === undefined ? undefined : eq(table.provinceCode, province),
  level === undefined ? undefined : level === 'national' ? isNull(table.provinceCode) : isNotNull(table.provinceCode), state === undefined ? undefined : eq(table.state, state),
)
const is = (column: PgColumn, value: string | undefined) => value === undefined ? undefined : eq(column, value)
/** Its own, or a party's. */
const isOf = (member: 'agency' | 'country', value: string | undefined) => value === undefined ? undefined : sql`(${recognitions[member]} = ${value} or ${recognitions.parties} @> ${JSON.stringify([{ [member]: value }])}::jsonb)`
const concerns = (enterprise: string) => sql`(${recognitions.enterprise} = ${enterprise} or (${recognitions.tenants} || ${recognitions.participants} || ${recognitions.parties}) @> ${JSON.stringify([{ enterprise }])}::jsonb)`
/** As `isValidOn` has it. */
const isValid = (day: Day) => sql`(${recognitions.state} = 'valid' and coalesce(${recognitions.since} <= ${day}::date, true) and coalesce(${recognitions.until} >= ${day}::date, true))`
const isEntered = (collection: Collection, filter: RecognitionFilter) => and(
  eq(recognitions.collection, collection), meets(recognitions, filter), is(recognitions.kind, filter.kind), is(recognitions.zone, filter.zone), is(recognitions.plan, filter.plan),
  isOf('agency', filter.agency), isOf('country', filter.country),
  filter.enterprise === undefined ? undefined : concerns(filter.enterprise), filter.before === undefined ? undefined : lt(recognitions.until, filter.before),
  filter.validity === undefined ? undefined : sql`${isValid(filter.validity.day)} = ${filter.validity.is}`,
)
/** What officers entered goes before what an act alone names, whatever either of them says. */
const isNamed = (filter: RecognitionFilter) => and(meets(zones, filter), sql`not exists (
  select from recognitions r where r.collection = 'zones' and r.code = ${zones.code} and r.recorded_to is null)`)

/** What is in a collection now, by code. */
export async function listRecognitions (
  db: Database, collection: Collection, filter: RecognitionFilter = {}, { after = '', limit }: { after?: string | undefined, limit?: number | undefined } = {},
): Promise<RecognitionRow[]> {
  const entered = db.select().from(recognitions).where(and(isEntered(collection, filter), gt(codeIn(recognitions), after))).orderBy(codeIn(recognitions)).$dynamic()
  const named = db.select().from(zones).where(and(isNamed(filter), gt(codeIn(zones), after))).orderBy(codeIn(zones)).$dynamic()
  const rows = [
    ...(await (limit === undefined ? entered : entered.limit(limit))).map(fromOfficers),
    ...collection === 'zones' ? (await (limit === undefined ? named : named.limit(limit))).map(fromAct) : [],
  ]
  return rows.sort((a, b) => a.code < b.code ? -1 : 1).slice(0, limit)
}

export const countRecognitions = async (db: Database, collection: Collection, filter: RecognitionFilter): Promise<number> =>
  await db.$count(recognitions, isEntered(collection, filter)) + (collection === 'zones' ? await db.$count(zones, isNamed(filter)) : 0)

export const findRecognition = async (db: Database, collection: Collection, code: string): Promise<RecognitionRow | undefined> => (await listRecognitions(db, collection, { code }))[0]

/** Every zone with the one that it belongs to. */
export const listParents = async (db: Database): Promise<ReadonlyMap<string, string | null>> => new Map((await listRecognitions(db, 'zones')).map(({ code, parent }) => [code, parent]))

/** All that an enterprise has, by collection, also the zones, programmes and events that it is in; of those who take part, itself alone. A transfer has all of its parties. */
export async function listOfEnterprise (db: Database, enterprise: string) {
  const rows = await db.select().from(recognitions).where(and(isNull(recognitions.recordedTo), concerns(enterprise))).orderBy(asc(recognitions.code))
  return rows.map((row) => ({ collection: row.collection as Collection, row: { ...fromOfficers(row), participants: row.participants.filter((one) => one.enterprise === enterprise) } }))
}

/** Who was in a zone on a day, as far as is known now; `province` is the zone's, null for a national one. Zones that are planned have nobody yet. */
export async function listTenants (db: Database, day: Day): Promise<{ zone: string, province: string | null, enterprise: string }[]> {
  const { rows } = await db.execute<{ zone: string, province: string | null, enterprise: string }>(sql`
    select distinct r.code as zone, r.province_code as province, t.enterprise from recognitions r cross join lateral jsonb_to_recordset(r.tenants) t (enterprise text, "from" date, "to" date)
    where r.collection = 'zones' and r.state <> 'planned' and r.recorded_to is null and coalesce(t."from" <= ${day}::date, true) and coalesce(t."to" >= ${day}::date, true) order by zone, enterprise`)
  return rows
}

export interface Recognised {
  collection: string
  /** Null for what is national. */
  province: string | null
  /** Entered at all, in whatever state. */
  known: number
  /** Of the state that counts on the day, and the enterprises that own them. */
  items: number
  enterprises: number
}

/**
 * What the Directive asks for, counted on a day as known at a position: from the day since which it is in use, or where nobody says from
 * that on which it was first entered. What has ended since is not counted.
 */
export async function countRecognisedOn (db: Database, { day, knownAt }: { day: Day, knownAt: number }): Promise<Recognised[]> {
  const counts = sql.join(Object.entries(GOALS).map(([collection, goal]) => sql`(${collection}, ${goal.counts})`), sql`, `)
  const { rows } = await db.execute<Recognised & Record<string, unknown>>(sql`
    select r.collection, r.province_code as province, count(*)::int as known,
      (count(*) filter (where g.state is not null and b.begun <= ${day}::date))::int as items, (count(distinct r.enterprise) filter (where g.state is not null and b.begun <= ${day}::date))::int as enterprises
    from recognitions r
    left join (values ${counts}) g (collection, state) on g.collection = r.collection and g.state = r.state
    cross join lateral (
      select coalesce(r.since, (min(o.set_at) at time zone 'Asia/Ho_Chi_Minh')::date) as begun from recognitions o where o.collection = r.collection and o.code = r.code
    ) b
    where r.recorded_from <= ${knownAt} and coalesce(r.recorded_to > ${knownAt}, true)
    group by r.collection, r.province_code`)
  return rows
}

/** Names of enterprises by code, as they are now; those that the feed never told of are not among them. */
export async function findNames (db: Database, codes: string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.execute<{ code: string, name: string }>(sql`
    select code, name from enterprise_versions where is_current and presence <> 'withdrawn' and code = any(${`{${codes.join(',')}}`}::text[])`)
  return new Map(rows.map(({ code, name }) => [code, name]))
}

export type OpenSourceList = typeof openSourceLists.$inferSelect
export const listOpenSource = (db: Database): Promise<OpenSourceList[]> => db.select().from(openSourceLists).orderBy(desc(openSourceLists.version))
export async function findOpenSource (db: Database, version: number): Promise<OpenSourceList | undefined> {
  const [row] = await db.select().from(openSourceLists).where(eq(openSourceLists.version, version))
  return row
}
