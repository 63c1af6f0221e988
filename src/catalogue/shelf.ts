import type { Readable } from 'node:stream'
import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { copyOut, exportPool } from '../db/copy-out.ts'
import { findPosition } from '../journal/queries.ts'
import { atOnePosition } from '../journal/snapshot.ts'

/** How the enterprise of a current version `v` stands. */
export const STANDING = sql`case when v.presence <> 'present' then v.presence when v.basis is null then 'not-digital' else v.status end`

/** The last position at which anything was told of an enterprise that is or was shown. */
const LAST_TOLD = sql`(select coalesce(max(e.position), 0) from enterprise_versions e where e.has_event)`

/** Tells the supplies what became of their enterprises since the shelf was last kept: a look at one row where nothing did. */
async function keepShelf (db: Database): Promise<void> {
  if (await isKept(db)) return
  await db.transaction(async (tx) => {
    const { rows: [shelf] } = await tx.execute<{ position: number }>(sql`select position from supply_shelf for update`)
    const { rows: [told] } = await tx.execute<{ last: number }>(sql`select ${LAST_TOLD} as last`)
    if (told!.last <= shelf!.position) return
    await tx.execute(sql`
      update supplies s set standing = n.standing, province_code = n.province_code, basis = n.basis, category_before = n.category_before, category_after = n.category_after, category_turns_on = n.category_turns_on
      from (
        select v.code, ${STANDING} as standing, v.province_code, v.basis, v.category_before, v.category_after, v.category_turns_on
        from (select distinct code from enterprise_versions where has_event and position > ${shelf!.position}) told join enterprise_versions v on v.code = told.code and v.is_current
      ) n
      where s.code = n.code and (s.standing, s.province_code, s.basis, s.category_before, s.category_after, s.category_turns_on)
        is distinct from (n.standing, n.province_code, n.basis, n.category_before, n.category_after, n.category_turns_on)`)
    await tx.execute(sql`update supply_shelf set position = ${told!.last}`)
  })
}

async function isKept (db: Database): Promise<boolean> {
  const { rows: [row] } = await db.execute<{ kept: boolean }>(sql`select position >= ${LAST_TOLD} as kept from supply_shelf`)
  return row!.kept
}

/** Reads supplies in one snapshot in which they have heard of all that the register tells of their enterprises. */
export async function atKeptShelf<T> (db: Database, read: (tx: Database, position: number) => Promise<T>): Promise<T> {
  for (;;) {
    await keepShelf(db)
    const found = await atOnePosition(db, async (tx, position) => await isKept(tx) ? { value: await read(tx, position) } : undefined)
    // A run came between.
    if (found) return found.value
  }
}

/** Thrown where a run came between the shelf and the snapshot. */
class NotKept extends Error {
  override name = 'NotKept'
}

/** The same as a stream of one column, for a file of any length. */
export async function copyKept (db: Database, select: SQL): Promise<{ position: number, rows: Readable }> {
  const look = async (tx: Database) => {
    if (!await isKept(tx)) throw new NotKept()
    return await findPosition(tx)
  }
  for (;;) {
    await keepShelf(db)
    try {
      const { looked: position, rows } = await copyOut(exportPool(db), 'bare', look, () => select)
      return { position, rows }
    } catch (err) {
      if (!(err instanceof NotKept)) throw err
    }
  }
}
