import { desc, eq, gte, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Language } from '../http/language.ts'
import { events, registerHead } from '../journal/tables.ts'
import type { Bodies, WantedBody } from './bodies.ts'
import { bodyKey, readBodies } from './bodies.ts'
import type { ChangeEvent } from './event.ts'
import { changesBetween, publicDetail } from './event.ts'
import type { EventRow } from './event-rows.ts'
import { readEventRows } from './event-rows.ts'
import { snapshots } from './tables.ts'

export interface Bounds {
  /** The first position that the feed still serves. */
  earliest: number
  /** The last position given out; 0 while there is none. */
  tip: number
}

/** Where the feed begins and ends now. */
export async function findBounds (db: Database): Promise<Bounds> {
  const { rows: [bounds] } = await db.execute<{ earliest: number, tip: number }>(sql`
    select position as tip, coalesce((select (detail ->> 'earliest')::bigint from ${events} where type = 'prune' order by position desc limit 1), 1) as earliest
    from ${registerHead}`)
  return bounds ?? { earliest: 1, tip: 0 }
}

/** The newest snapshot that a reader can go on from where the feed begins. */
export async function findRestart (db: Database, earliest: number): Promise<number | undefined> {
  const [found] = await db.select({ position: snapshots.position }).from(snapshots)
    .where(gte(snapshots.position, earliest - 1)).orderBy(desc(snapshots.position)).limit(1)
  return found?.position
}

export const listSnapshots = (db: Database) => db.select().from(snapshots).orderBy(desc(snapshots.position)).limit(100)

export async function findSnapshot (db: Database, position: number) {
  const [found] = await db.select().from(snapshots).where(eq(snapshots.position, position))
  return found
}

export interface Question {
  language: Language
  province?: string | undefined
  types?: string[] | undefined
}

export interface EventPage {
  events: ChangeEvent[]
  /** How far the register was looked through: where the next page goes on. */
  next: number
}

/** What one page of a filtered question looks through at most, so that rare events cannot make it slow. */
const WINDOW = 20_000

/** The next events after a position, up to the tip that the caller knows of. */
export async function listEvents (db: Database, question: Question, { after, tip, limit }: { after: number, tip: number, limit: number }): Promise<EventPage> {
  const { language, province, types } = question
  const until = province === undefined && types === undefined ? tip : Math.min(tip, after + WINDOW)
  if (until <= after) return { events: [], next: after }
  const rows = await readEventRows(db, { after, until, limit, province, types })
  const bodies = await readBodies(db, rows.flatMap(wantedBy), language)
  return { events: rows.map((row) => present(row, bodies)), next: rows.length < limit ? until : rows.at(-1)!.position }
}

function wantedBy ({ position: at, code, version, supersedes, isServed, wasServed, day }: EventRow): WantedBody[] {
  if (code === null || version === null || !isServed) return []
  return [{ at, code, version, day }, ...wasServed && supersedes ? [{ at, code, version: supersedes, day }] : []]
}

function present (row: EventRow, bodies: Bodies): ChangeEvent {
  const { position, type, code, version, supersedes, province, oldProvince, kind, first, last, reference } = row
  const isOfEnterprise = code !== null && version !== null
  const enterprise = isOfEnterprise ? bodies.get(bodyKey(position, code, version)) ?? null : null
  const old = isOfEnterprise && supersedes !== null ? bodies.get(bodyKey(position, code, supersedes)) : undefined
  return {
    position, type, code, version,
    isCurrent: isOfEnterprise ? supersedes !== null : null,
    provinces: [...new Set([province, oldProvince].filter((one) => one !== null))].sort(),
    validFrom: row.validFrom,
    changes: enterprise && old ? changesBetween(old, enterprise) : [],
    enterprise,
    subject: row.subject,
    detail: row.detail && publicDetail(row.detail),
    run: kind === 'run' || kind === 'revert' ? Number(reference) : null,
    block: { first, last, kind },
    recordedAt: row.recordedAt,
  }
}
