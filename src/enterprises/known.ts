import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { KnownRecords } from './known-records.ts'
import { askKnown, hasKnownRecords, loadKnown, noneKnown } from './known-records.ts'
import type { KnownUnits } from './units/known-units.ts'
import { askKnownUnits, loadKnownUnits, noUnitsKnown } from './units/known-units.ts'

/** The two look-ups by bytes that a feed's lines go through, one behind the other. */
export interface Known {
  records: KnownRecords
  units: KnownUnits
}

/** As the register knows them now: read into memory for a large feed, else asked for each time. */
export async function findKnown (db: Database, isLarge: boolean): Promise<Known> {
  const { rows: [found] } = await db.execute<{ units: boolean }>(sql`select exists (select from known_units) as units`)
  return {
    records: !await hasKnownRecords(db) ? noneKnown : isLarge ? await loadKnown(db) : askKnown(db),
    units: !found!.units ? noUnitsKnown : isLarge ? await loadKnownUnits(db) : askKnownUnits(db),
  }
}
