import type { Database } from '../db/client.ts'
import { findPosition } from './queries.ts'

/** Reads in one snapshot of the database, so that all parts of an answer stand at the position it states. */
export const atOnePosition = <T>(db: Database, read: (tx: Database, position: number) => Promise<T>): Promise<T> =>
  db.transaction(async (tx) => await read(tx, await findPosition(tx)), { isolationLevel: 'repeatable read', accessMode: 'read only' })
