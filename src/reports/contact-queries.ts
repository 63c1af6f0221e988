import { asc, eq } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { reportContacts, reportMails } from './mail-tables.ts'

export async function findContacts (db: Database, locality: string): Promise<string[]> {
  const [row] = await db.select().from(reportContacts).where(eq(reportContacts.locality, locality))
  return row?.addresses ?? []
}

/** Every letter of a cycle, in the order in which they were written. */
export const listMails = (db: Database, cycle: string) => db.select().from(reportMails).where(eq(reportMails.cycle, cycle)).orderBy(asc(reportMails.id))
