import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { blocks, events, registerHead } from './tables.ts'

/** Nobody waits for a long run behind a request: others need the connection. */
export const waitBriefly = (tx: Database) => tx.execute(sql`set local lock_timeout = '10s'`)

/** The writer's lock, held until the transaction ends. Returns the last position given out; the next one is one more. */
export async function lockHead (tx: Database): Promise<number> {
  const [head] = await tx.select({ position: registerHead.position }).from(registerHead).for('update')
  if (!head) throw new Error('the register has no head: its migrations did not run to the end')
  return head.position
}

export interface RegisterEvent {
  position: number
  type: string
  subject: string
  detail: Record<string, unknown>
}

/** Events that are not versions of an enterprise, at positions that the caller took after `lockHead`. */
export async function insertEvents (tx: Database, rows: RegisterEvent[]): Promise<void> {
  if (rows.length > 0) await tx.insert(events).values(rows)
}

export interface Block {
  first: number
  last: number
  /** What wrote it, such as `reference-data` or `sync`. */
  kind: string
  /** The writer's own id of it, such as a run's. */
  reference?: string
  /** Up to when the source was read for it. */
  sourceReadAt?: Date | null
}

/** Gives out the positions first..last: needs `lockHead` in the same transaction, and comes last in it. */
export async function closeBlock (tx: Database, block: Block): Promise<void> {
  const { first, last, kind, reference = null, sourceReadAt = null } = block
  if (last < first) throw new RangeError(`a block needs at least one position: ${first}..${last}`)
  // The clock under the lock, not the transaction's start: so instants and positions have one order.
  const recordedAt = sql`clock_timestamp()`
  await tx.insert(blocks).values({ firstPosition: first, lastPosition: last, kind, reference, sourceReadAt, recordedAt })
  const moved = await tx.update(registerHead).set({ position: last })
    .where(sql`${registerHead.position} = ${first - 1}`).returning({ position: registerHead.position })
  if (moved.length === 0) throw new RangeError(`the block ${first}..${last} does not follow the register's head`)
  await tx.execute(sql`select pg_notify('register_position', ${String(last)})`)
}
