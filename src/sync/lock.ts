import type pg from 'pg'

/** Any constant will do, as long as nothing else in the database uses it. */
const RUN_LOCK = 20_300_001

/** Runs the work while this process alone holds the run lock; undefined where another one does. The lock goes with the connection, so a kill frees it. */
export async function withRunLock<T> (pool: pg.Pool, work: () => Promise<T>): Promise<T | undefined> {
  const client = await pool.connect()
  let broken: Error | undefined
  client.on('error', (err) => { broken = err })
  try {
    const { rows: [row] } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [RUN_LOCK])
    if (!row!.locked) return undefined
    const result = await work()
    await client.query('select pg_advisory_unlock($1)', [RUN_LOCK])
    return result
  } catch (err) {
    broken ??= err as Error
    throw err
  } finally {
    client.release(broken)
  }
}
