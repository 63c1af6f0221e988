import { eq, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Author } from '../journal/audit.ts'
import { recordAudit } from '../journal/audit.ts'
import { findContacts } from './contact-queries.ts'
import { reportContacts } from './mail-tables.ts'

/** Sets where a locality or a body is written to. The trail tells how many mailboxes there are, not which: it is read by others. */
export const setContacts = (db: Database, locality: string, addresses: readonly string[], by: Author): Promise<string[]> =>
  db.transaction(async (tx) => {
    const [before, after] = [await findContacts(tx, locality), [...new Set(addresses)]]
    const row = { addresses: after, setAt: sql`clock_timestamp()` }
    if (after.length === 0) await tx.delete(reportContacts).where(eq(reportContacts.locality, locality))
    else await tx.insert(reportContacts).values({ locality, ...row }).onConflictDoUpdate({ target: reportContacts.locality, set: row })
    await recordAudit(tx, { by, action: 'report-contacts.set', subject: `report-contacts/${locality}`, before: { addresses: before.length }, after: { addresses: after.length } })
    return after
  })
