import type { Database } from '../db/client.ts'
import type { Author } from './audit.ts'
import { recordAudit } from './audit.ts'
import { closeBlock, insertEvents, lockHead } from './commands.ts'

interface Written<T> {
  /** What everybody may know of it. */
  detail: Record<string, unknown>
  before?: object | null
  after?: object | null
  result: T
}

/**
 * Takes a position for something that people set or publish, a block of its own: after it every answer that shows it is
 * another one. `write` writes at that position, under the writer's lock; where it answers undefined there is nothing to
 * write, and no position is taken.
 */
export async function recordPublication<T> (
  tx: Database, { by, action, subject }: { by: Author, action: string, subject: string }, write: (position: number) => Promise<Written<T> | undefined>,
): Promise<T | undefined> {
  const position = await lockHead(tx) + 1
  const written = await write(position)
  if (!written) return undefined
  const { detail, before = null, after = null, result } = written
  await recordAudit(tx, { by, action, subject, before, after })
  await insertEvents(tx, [{ position, type: 'publication', subject, detail }])
  await closeBlock(tx, { first: position, last: position, kind: 'publication', reference: subject })
  return result
}
