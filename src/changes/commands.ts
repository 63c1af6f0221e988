import { desc, eq } from 'drizzle-orm'
import type pg from 'pg'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { recordAudit, systemAuthor } from '../journal/audit.ts'
import { closeBlock, insertEvents, lockHead } from '../journal/commands.ts'
import { findPosition } from '../journal/queries.ts'
import { digestRegister } from './digests.ts'
import { findBounds, findRestart, findSnapshot } from './queries.ts'
import { removeSnapshot, writeSnapshot } from './snapshot-files.ts'
import { servedAsCsv, servedAsNdjson } from './snapshot-rows.ts'
import { SNAPSHOT_FILES, snapshots } from './tables.ts'

/** What the rows of a snapshot look like; goes up when a member of `Enterprise` changes its meaning or goes away. */
export const SCHEMA_VERSION = 1
/** Any constant will do, as long as nothing else in the database uses it. */
const SNAPSHOT_LOCK = 20_300_002
/** How many snapshots are kept; the newest always is, and that is the one that a pruned feed names. */
const KEPT = 7

export type Snapshot = typeof snapshots.$inferSelect

/** Thrown where another process is making a snapshot. */
export class SnapshotInProgress extends Error {
  override name = 'SnapshotInProgress'
}

/** Thrown for a pruning that would leave a reader without a way back. */
export class NoWayBack extends Error {
  override name = 'NoWayBack'
}

async function withSnapshotLock<T> (pool: pg.Pool, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const { rows: [row] } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [SNAPSHOT_LOCK])
    if (!row!.locked) throw new SnapshotInProgress('Another process is making a snapshot.')
    try {
      return await work()
    } finally {
      await client.query('select pg_advisory_unlock($1)', [SNAPSHOT_LOCK]).catch((err: Error) => { broken = err })
    }
  } finally {
    client.release(broken)
  }
}

/** Files of the register as one snapshot of the database has it; null where there are some of that position. */
const writeFiles = (db: Database, folder: string, asOf: Day): Promise<Omit<Snapshot, 'madeAt'> | null> => db.transaction(async (tx) => {
  const position = await findPosition(tx)
  if (await findSnapshot(tx, position)) return null
  const { whole } = await digestRegister(tx, { until: position, head: position })
  const [ndjson, csv] = SNAPSHOT_FILES
  const files = await writeSnapshot(folder, position, [[ndjson, servedAsNdjson(tx, asOf)], [csv, servedAsCsv(tx, asOf)]])
  return { position, asOf, rows: whole.count, checksum: whole.checksum, schemaVersion: SCHEMA_VERSION, files }
}, { isolationLevel: 'repeatable read', accessMode: 'read only' })

/** Makes the snapshot of where the register stands, unless there is one, and removes the oldest ones: whole or not at all. */
export const makeSnapshot = ({ db, pool }: { db: Database, pool: pg.Pool }, { folder, today, keep = KEPT }: { folder: string, today: Day, keep?: number }): Promise<Snapshot> =>
  withSnapshotLock(pool, async () => {
    const made = await writeFiles(db, folder, today)
    if (made) {
      await db.transaction(async (tx) => {
        await tx.insert(snapshots).values({ ...made, madeAt: new Date() })
        await recordAudit(tx, { by: systemAuthor(), action: 'snapshot.make', subject: `snapshot/${made.position}`, after: { rows: made.rows, checksum: made.checksum } })
      })
    }
    const [newest, ...others] = await db.select().from(snapshots).orderBy(desc(snapshots.position))
    for (const { position } of others.slice(Math.max(0, keep - 1))) {
      await db.delete(snapshots).where(eq(snapshots.position, position))
      await removeSnapshot(folder, position)
    }
    return newest!
  })

/** Lets the feed begin at a position from now on; the versions stay. Needs a snapshot that a reader can begin anew from. */
export const pruneFeed = (db: Database, before: number): Promise<{ earliest: number, snapshot: number }> => db.transaction(async (tx) => {
  const head = await lockHead(tx)
  const { earliest } = await findBounds(tx)
  if (before <= earliest) throw new NoWayBack(`The feed begins at position ${earliest} already.`)
  const snapshot = await findRestart(tx, before)
  if (snapshot === undefined) throw new NoWayBack(`There is no snapshot at position ${before - 1} or later to begin anew from: make one first, npm run snapshot.`)
  const position = head + 1
  await insertEvents(tx, [{ position, type: 'prune', subject: String(before), detail: { earliest: before, snapshot } }])
  await closeBlock(tx, { first: position, last: position, kind: 'prune' })
  await recordAudit(tx, { by: systemAuthor('prune'), action: 'feed.prune', subject: 'feed', before: { earliest }, after: { earliest: before, snapshot } })
  return { earliest: before, snapshot }
})
