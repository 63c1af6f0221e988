import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'

/** Who does something, and from where: what a command knows of the request behind it. */
export interface Author {
  /** Stable: `key:12`, an issuer and subject, `system`. */
  who: string
  /** For people: what the key or the person is called. */
  label: string
  address: string | null
  requestId: string | null
}

const SYSTEM = 'system'

/** The registry itself, or one of its commands: `system:seed`. */
export const systemAuthor = (command?: string): Author =>
  ({ who: command === undefined ? SYSTEM : `${SYSTEM}:${command}`, label: command ?? SYSTEM, address: null, requestId: null })

export const isSystem = ({ who }: Author): boolean => who === SYSTEM || who.startsWith(`${SYSTEM}:`)

export interface AuditEntry {
  by: Author
  /** What was done, `thing.verb`: `run.release`, `key.revoke`. */
  action: string
  /** To what: `run/12`, `enterprise/0150136539`. */
  subject: string
  /** What changed of it; members that did not are left out. No secrets, and nothing personal of enterprises. */
  before?: object | null
  after?: object | null
  /** The same text is written once, however often it comes. */
  once?: string
}

/**
 * Adds to the trail, in the transaction of what it tells of: both are there or neither. Several at once cost one statement.
 * Its place in the chain it gets as the transaction commits (`seal_audit_entries` in the migrations), so it may be called
 * anywhere in a transaction, before or after `lockHead`, without holding up anybody.
 */
export async function recordAudit (tx: Database, ...entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map(({ by, action, subject, before = null, after = null, once = null }) => ({ ...by, action, subject, before, after, once }))
  await tx.execute(sql`
    insert into audit_entries (who, label, action, subject, before, after, address, request_id, once)
    select who, label, action, subject, before, after, address, "requestId", once
    from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as (who text, label text, action text, subject text, before jsonb, after jsonb, address text, "requestId" uuid, once text)) with ordinality
    order by ordinality
    on conflict (once) do nothing`)
}
