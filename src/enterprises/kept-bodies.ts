import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { readTexts, statementOf } from '../db/statement.ts'
import { enterpriseJson, withNames } from './rendering.ts'
import type { View } from './rendering.ts'

/** What a body says beside its version: names of places, statuses and legal types. They change with an edition of the reference data. */
export const NAMES_KNOWN = sql`(select coalesce(max(position), 0) from seed_editions)`

/** A version `v` for ever: its position tells it apart from one of the same number before a restore from a backup. */
export const VERSION_KEY = sql`v.code || ' ' || v.version || ' ' || v.position`

/** Beside its text: the key and its place in the map. */
const OVERHEAD = 200

/**
 * The JSON of enterprises as lists have shown them, up to so many bytes. A version never changes, and what else its body rests on
 * is in the key or empties it: the day, the edition of the names. Who was not shown again is the first to go.
 */
export function keepBodies (maxBytes: number) {
  let moment = ''
  let [young, old] = [new Map<string, string>(), new Map<string, string>()]
  let bytes = 0

  function moveTo (names: string, day: string) {
    if (moment === `${names} ${day}`) return
    moment = `${names} ${day}`
    young = new Map()
    old = new Map()
    bytes = 0
  }

  function keep (key: string, body: string) {
    young.set(key, body)
    bytes += 2 * (key.length + body.length) + OVERHEAD
    if (bytes <= maxBytes / 2) return
    old = young
    young = new Map()
    bytes = 0
  }

  /** The bodies of versions in a view, by their keys; undefined where the names have moved on since `names` was read. */
  return async function bodiesOf (db: Database, view: View, names: string, keys: string[]): Promise<string[] | undefined> {
    const prefix = `${view.language} ${view.division} `
    moveTo(names, view.day)
    const found = new Map<string, string>()
    for (const key of keys) {
      const body = young.get(prefix + key) ?? old.get(prefix + key)
      if (body === undefined) continue
      found.set(key, body)
      if (!young.has(prefix + key)) keep(prefix + key, body)
    }
    const missing = keys.filter((key) => !found.has(key))
    if (missing.length > 0) {
      const rows = await readBodies(db, view, missing)
      if (rows.some(([then]) => then !== names)) return undefined
      moveTo(names, view.day)
      for (const [, key, body] of rows) {
        found.set(key!, body!)
        keep(prefix + key!, body!)
      }
    }
    return keys.map((key) => found.get(key)!)
  }
}
export type BodiesOf = ReturnType<typeof keepBodies>

async function readBodies (db: Database, view: View, keys: string[]) {
  const [codes, versions] = [0, 1].map((member) => `{${keys.map((key) => key.split(' ')[member]).join(',')}}`)
  return await readTexts(db, statementOf(sql`
    select ${NAMES_KNOWN}, ${VERSION_KEY}, ${enterpriseJson(view)}
    from unnest(${codes}::text[], ${versions}::int[]) one (code, version)
    join enterprise_versions v on v.code = one.code and v.version = one.version ${withNames(view)}`))
}
