import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { enterpriseVersions } from '../enterprises/tables.ts'
import { events } from '../journal/tables.ts'
import { isServed } from './event-rows.ts'

export interface Digest { count: number, checksum: string }
export interface Digests { whole: Digest, provinces: Map<string, Digest> }

const NOTHING: Digest = { count: 0, checksum: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' }

/** Of relations with `province` and `line`, the lines in the order of `by`. */
const digestOf = (by: SQL) => sql`count(*)::int as count, encode(sha256(convert_to(string_agg(line, '' order by ${by}), 'UTF8')), 'hex') as checksum`

interface Row extends Record<string, unknown>, Digest { province: string | null }

function digestsIn (rows: Row[]): Digests {
  const digest = ({ count, checksum }: Row): Digest => count === 0 ? NOTHING : { count, checksum }
  const whole = rows.find(({ province }) => province === null)
  return { whole: whole ? digest(whole) : NOTHING, provinces: new Map(rows.flatMap((row) => row.province === null ? [] : [[row.province, digest(row)]])) }
}

/** What was served at a position: versions that had become current by then and were not superseded yet. */
const servedAt = (until: number) => sql`
  select v.code, v.version, v.position, v.province_code as province from ${enterpriseVersions} v
  where v.has_event and v.supersedes is not null and v.position <= ${until} and ${isServed(sql`v`)}
    and not exists (select from ${enterpriseVersions} n where n.code = v.code and n.supersedes = v.version and n.has_event and n.position <= ${until})`

/** The same at the head of the register, by the index of what is served now. */
const servedNow = sql`
  select v.code, v.version, v.position, v.province_code as province from ${enterpriseVersions} v
  where v.is_current and v.basis is not null and v.presence = 'present'`

/** The register as it stood at a position: whole and by province of 2025. Needs one snapshot where `until` is its head. */
export async function digestRegister (tx: Database, { until, head }: { until: number, head: number }): Promise<Digests> {
  const { rows } = await tx.execute<Row>(sql`
    with lines as (
      select code, province, code || ' ' || version || ' ' || position || E'\n' as line from (${until === head ? servedNow : servedAt(until)}) s
    )
    select null as province, ${digestOf(sql`code`)} from lines
    union all
    select province, ${digestOf(sql`code`)} from lines group by province`)
  return digestsIn(rows)
}

/** The events behind `after` up to `until`; one of an enterprise that moved belongs to both provinces. */
export async function digestEvents (tx: Database, { after, until }: { after: number, until: number }): Promise<Digests> {
  const { rows } = await tx.execute<Row>(sql`
    with lines as materialized (
      select v.position, v.position || ' ' || v.code || ' ' || v.version || E'\n' as line, v.province_code as province, b.province_code as old
      from ${enterpriseVersions} v left join ${enterpriseVersions} b on b.code = v.code and b.version = v.supersedes
      where v.has_event and v.position > ${after} and v.position <= ${until}
      union all
      select e.position, e.position || ' ' || e.type || ' ' || e.subject || E'\n', null, null from ${events} e
      where e.position > ${after} and e.position <= ${until}
    )
    select null as province, ${digestOf(sql`position`)} from lines
    union all
    select province, ${digestOf(sql`position`)} from (
      select province, position, line from lines where province is not null
      union all
      select old, position, line from lines where old is not null and old <> province
    ) of_provinces group by province`)
  return digestsIn(rows)
}

export interface ChangesDigest {
  events: Digest
  register: Digest
  provinces: { province: string, events: Digest, register: Digest }[]
}

/** Count and checksum of the events of a stretch and of the register at its end. Needs one snapshot of the database. */
export async function digestChanges (tx: Database, { after, until, head, province }: { after: number, until: number, head: number, province?: string | undefined }): Promise<ChangesDigest> {
  const ofEvents = await digestEvents(tx, { after, until })
  const ofRegister = await digestRegister(tx, { until, head })
  const of = (one: string) => ({ province: one, events: ofEvents.provinces.get(one) ?? NOTHING, register: ofRegister.provinces.get(one) ?? NOTHING })
  if (province !== undefined) return { events: of(province).events, register: of(province).register, provinces: [] }
  const provinces = [...new Set([...ofEvents.provinces.keys(), ...ofRegister.provinces.keys()])].sort()
  return { events: ofEvents.whole, register: ofRegister.whole, provinces: provinces.map(of) }
}
