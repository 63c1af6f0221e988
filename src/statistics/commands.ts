import { and, eq, isNull, sql } from 'drizzle-orm'
import { isDeepStrictEqual } from 'node:util'
import type { Database } from '../db/client.ts'
import type { Author } from '../journal/audit.ts'
import { recordPublication } from '../journal/publications.ts'
import type { AllocationRow } from './allocation-queries.ts'
import { findAllocationTable } from './allocation-queries.ts'
import { allocationTables } from './tables.ts'

export type AllocationRequest = Pick<AllocationRow, 'code' | 'title' | 'titleEn' | 'source' | 'shares'>

/** Sets how the target is shared out. The one before stays known at the positions before; the same again changes nothing. */
export const setAllocationTable = (db: Database, request: AllocationRequest, by: Author): Promise<AllocationRow> =>
  db.transaction(async (tx) => {
    const set = await recordPublication(tx, { by, action: 'allocation.set', subject: `allocation/${request.code}` }, async (position) => {
      const known = await findAllocationTable(tx, request.code)
      const before = known ? { code: known.code, title: known.title, titleEn: known.titleEn, source: known.source, shares: known.shares } : null
      if (isDeepStrictEqual(before, request)) return undefined
      await tx.update(allocationTables).set({ recordedTo: position }).where(and(eq(allocationTables.code, request.code), isNull(allocationTables.recordedTo)))
      const [row] = await tx.insert(allocationTables).values({ ...request, setAt: sql`clock_timestamp()`, recordedFrom: position }).returning()
      return { detail: { rows: Object.keys(request.shares).length }, before, after: request, result: row! }
    })
    return set ?? (await findAllocationTable(tx, request.code))!
  })
