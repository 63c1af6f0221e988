import type pg from 'pg'

/** Any constant will do, as long as nothing else in the database uses it. */
const RUN_LOCK = 20_300_001

/** Runs the work while this process alone holds the run lock; undefined where another one does. The lock goes with the connection, so a kill frees it. */
export async function withRunLock<T> (pool: pg.Pool, work: () => Promise<T>): Promise<T | undefined> {
  const client = await pool.connect()
  let broken: Error | undefined
  const onError = (err: Error) => { broken = err }
  client.on('error', onError)
  try {
    const { rows: [row] } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [RUN_LOCK])
    if (!row!.locked) return undefined
    try {
      return await work()
    } finally {
      // A connection that cannot give the lock back must not go back to the pool with it.
      await client.query('select pg_advisory_unlock($1)', [RUN_LOCK]).catch((err: Error) => { broken = err })
    }
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}
