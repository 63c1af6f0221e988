import { and, desc, eq, gte, isNotNull, lt, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { readRows } from '../db/statement.ts'
import { auditEntries } from './audit-tables.ts'

/** The end of the chain: whoever keeps it elsewhere can prove later that nothing before it was changed or removed. */
export interface AuditEnd { number: number, hash: string }

export async function findAuditEnd (db: Database): Promise<AuditEnd> {
  const [end] = await readRows<{ number: number, hash: string }>(db, sql`select number, hash from audit_head`)
  if (!end) throw new Error('the trail has no end: its migrations did not run to the end')
  return end
}

/** What is wrong with the chain: rows that are missing, changed, or not in it; an empty list where all is well. */
export async function findAuditFaults (db: Database): Promise<string[]> {
  const faults = await readRows<{ number: number | null, fault: string }>(db, sql`
    with chain as (
      select e.number, e.hash, audit_hash(coalesce(lag(e.hash) over w, repeat('0', 64)), e) as expected, coalesce(lag(e.number) over w, 0) as previous
      from audit_entries e window w as (order by e.number)
    ), ends as (select coalesce(max(number), 0) as number, (array_agg(hash order by number desc))[1] as hash from audit_entries)
    select number, 'missing' as fault from chain where number <> previous + 1
    union all select number, 'unsealed' from chain where number is null
    union all select number, 'changed' from chain where hash is distinct from expected
    union all select h.number, 'end' from audit_head h, ends where h.number <> ends.number or h.hash <> coalesce(ends.hash, repeat('0', 64))
    order by number, fault limit 100`)
  return faults.map(({ number, fault }) => SAID[fault]!(number ?? 0))
}

const SAID: Record<string, (number: number) => string> = {
  missing: (number) => `The trail lacks what stood before entry ${number}.`,
  unsealed: () => 'The trail has an entry without a number.',
  changed: (number) => `Entry ${number} of the trail is not what its hash says, or the one before it is not.`,
  end: (number) => `The trail does not end with entry ${number}, as its end says.`,
}

export interface AuditFilter {
  who?: string | undefined
  /** Whole, or the thing that it begins with. */
  action?: string | undefined
  subject?: string | undefined
  from?: Date | undefined
  until?: Date | undefined
}

/** Newest first; before an entry, if one is named. */
export async function listAudit (db: Database, { who, action, subject, from, until }: AuditFilter, { before, limit }: { before?: number | undefined, limit: number }) {
  const actions = action === undefined ? undefined : action.includes('.') ? eq(auditEntries.action, action) : and(gte(auditEntries.action, `${action}.`), lt(auditEntries.action, `${action}/`))
  const rows = await db.select().from(auditEntries)
    .where(and(
      isNotNull(auditEntries.number),
      before === undefined ? undefined : lt(auditEntries.number, before),
      who === undefined ? undefined : eq(auditEntries.who, who),
      subject === undefined ? undefined : eq(auditEntries.subject, subject),
      actions,
      from && gte(auditEntries.at, from),
      until && lt(auditEntries.at, until),
    ))
    .orderBy(desc(auditEntries.number)).limit(limit)
  return rows.map(({ id: _id, once: _once, number, at, hash, ...entry }) => ({ ...entry, number: number!, at: at.toISOString(), hash: hash! }))
}
