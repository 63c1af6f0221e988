import { and, asc, eq } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { isKnownAt } from '../db/columns.ts'
import { allocationTables, targets } from './tables.ts'

export type AllocationRow = typeof allocationTables.$inferSelect

export const listAllocationTables = (db: Database, knownAt?: number) =>
  db.select().from(allocationTables).where(isKnownAt(allocationTables, knownAt)).orderBy(asc(allocationTables.code))

export async function findAllocationTable (db: Database, code: string, knownAt?: number): Promise<AllocationRow | undefined> {
  const [row] = await db.select().from(allocationTables).where(and(isKnownAt(allocationTables, knownAt), eq(allocationTables.code, code)))
  return row
}

export async function findTarget (db: Database, code: string) {
  const [row] = await db.select().from(targets).where(and(isKnownAt(targets), eq(targets.code, code)))
  return row
}
