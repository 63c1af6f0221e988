import { once } from 'node:events'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { stagedColumns } from '../enterprises/commands.ts'
import { saveProgress } from './commands.ts'
import { copyLine } from './copy-text.ts'
import type { StagedBatch } from './staged-batch.ts'

const CHUNK_BYTES = 1 << 18

/** One batch in one transaction: rows by COPY, rejects, and the run's counts with the checkpoint. A kill loses all of it or nothing. */
export async function stageBatch (pool: pg.Pool, runId: number, batch: StagedBatch): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    if (batch.rows.length > 0) await copyRows(client, runId, batch.rows)
    await saveProgress(drizzle({ client }), runId, batch)
    await client.query('commit')
    client.release()
  } catch (err) {
    // A connection in the middle of a COPY or a failed transaction is not worth keeping.
    client.release(true)
    throw err
  }
}

async function copyRows (client: pg.PoolClient, runId: number, rows: StagedBatch['rows']) {
  const copy = client.query(copyFrom(`copy staging.run_${runId} (${stagedColumns.join(', ')}) from stdin`))
  const done = once(copy, 'finish')
  // Without this an error before the first await would be an unhandled rejection.
  done.catch(() => undefined)
  let chunk = ''
  for (const { line, row } of rows) {
    chunk += copyLine(stagedColumns.map((column) => column === 'seq' ? line : row[column]!))
    if (chunk.length < CHUNK_BYTES) continue
    if (!copy.write(chunk)) await Promise.race([once(copy, 'drain'), done])
    chunk = ''
  }
  copy.end(chunk)
  await done
}
