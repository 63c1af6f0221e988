import type { SQL } from 'drizzle-orm'
import { fillPlaceholders, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Cell, Statement } from '../db/statement.ts'
import { readTexts, statementOf } from '../db/statement.ts'
import { isKnown, versionsAt } from './moment.ts'
import { enterpriseJson, withNames } from './rendering.ts'
import type { View } from './rendering.ts'

/** What a code stands for at a moment. */
export interface Found {
  position: number
  presence: 'present' | 'gone' | 'withdrawn'
  isDigital: boolean
  version: number
  /** The JSON of an `Enterprise`. */
  body: string
}

const STANDING = sql`v.presence, v.basis is not null, v.version`
const readStanding = ([presence, isDigital, version]: (Cell | undefined)[]) => ({
  presence: presence as Found['presence'], isDigital: isDigital === 't', version: Number(version),
})

/** Statements are the same for all codes: each is made once for a day, division and language. */
const statements = new Map<string, Statement>()
const MOST_STATEMENTS = 16

function byCode (view: View): Statement {
  const key = `${view.day} ${view.division} ${view.language}`
  const known = statements.get(key)
  if (known) return known
  if (statements.size >= MOST_STATEMENTS) statements.clear()
  const made = statementOf(oneOf(view, sql`${sql.placeholder('code')}`))
  statements.set(key, made)
  return made
}

const oneOf = (view: View, code: SQL) => sql`
  select h.position, ${STANDING}, ${enterpriseJson(view)}
  from register_head h left join ${versionsAt(view, sql`v.code = ${code}`)} v on true ${withNames(view)}`

/** The version of an enterprise that holds at a moment, whatever has become of it, and the position of the answer in one statement. */
export async function findByCode (db: Database, code: string, view: View): Promise<{ position: number, found: Found | undefined }> {
  const statement = view.knownAt === undefined ? withCode(byCode(view), code) : statementOf(oneOf(view, sql`${code}`))
  const [row] = await readTexts(db, statement)
  const position = Number(row![0])
  return { position, found: row![1] === null ? undefined : { position, ...readStanding(row!.slice(1)), body: row![4]! } }
}

const withCode = ({ values, ...statement }: Statement, code: string): Statement => ({ ...statement, values: fillPlaceholders(values, { code }) })

/** The same for many codes, by code; those that were never told of are not among them. */
export async function findByCodes (db: Database, codes: string[], view: View): Promise<{ position: number, found: ReadonlyMap<string, Found> }> {
  const rows = await readTexts(db, statementOf(sql`
    select h.position, v.code, ${STANDING}, ${enterpriseJson(view)}
    from register_head h left join ${versionsAt(view, sql`v.code = any(${`{${codes.join(',')}}`}::text[])`)} v on true ${withNames(view)} order by v.code`))
  const position = Number(rows[0]![0])
  return {
    position,
    found: new Map(rows.filter((row) => row[1] !== null).map((row) => [row[1]!, { position, ...readStanding(row.slice(2)), body: row[5]! }])),
  }
}

/** The versions of an enterprise in the order in which they came, behind `after`; `knownAt` leaves out what came later or was taken back by then. */
export async function listVersions (db: Database, code: string, view: View, { after, limit }: { after: number, limit: number }) {
  const known = view.knownAt === undefined ? sql`true` : isKnown('v', view)
  const next = sql`select min(n.valid_from) from enterprise_versions n
    where n.code = v.code and n.recorded_to is null and (n.valid_from, n.changes, n.version) > (v.valid_from, v.changes, v.version)`
  const rows = await readTexts(db, statementOf(sql`
    select h.position, page.* from register_head h left join lateral (
      select v.version, ${enterpriseJson(view, {
        validUntil: sql`case when v.recorded_to is null then (${next}) end`,
        presence: sql`v.presence`,
        isCurrent: sql`v.is_current`,
        recordedAt: sql`to_char(b.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
        recordedUntil: sql`v.recorded_to`,
      })} as item
      from enterprise_versions v ${withNames(view)} left join blocks b on b.last_position = v.recorded_from
      where v.code = ${code} and v.version > ${after} and v.basis is not null and ${known} order by v.version limit ${limit + 1}
    ) page on true`))
  const found = rows.filter((row) => row[1] !== null)
  return {
    position: Number(rows[0]![0]),
    items: found.slice(0, limit).map((row) => row[2]!),
    next: found.length > limit ? Number(found[limit - 1]![1]) : null,
  }
}
