import { date, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { position } from '../db/columns.ts'

export const SNAPSHOT_FILES = ['enterprises.ndjson.gz', 'enterprises.csv.gz'] as const

export interface SnapshotFile {
  name: typeof SNAPSHOT_FILES[number]
  mediaType: string
  bytes: number
  sha256: string
}

/** Snapshots of the register whose files lie in the data directory, by the position that they were cut at. */
export const snapshots = pgTable('snapshots', {
  position: position('position').primaryKey(),
  madeAt: timestamp('made_at', { withTimezone: true }).notNull(),
  /** The day on which categories and names of places hold. */
  asOf: date('as_of').notNull(),
  rows: integer('rows').notNull(),
  /** Of the register at the position, as the digest of the feed reckons it. */
  checksum: text('checksum').notNull(),
  /** What the rows look like: another number means other members. */
  schemaVersion: integer('schema_version').notNull(),
  files: jsonb('files').$type<SnapshotFile[]>().notNull(),
})
