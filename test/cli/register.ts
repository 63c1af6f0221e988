import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Test } from 'tap'
import { connect } from '../../src/db/client.ts'
import type { Database } from '../../src/db/client.ts'
import { openDatabase } from '../../src/db/open.ts'
import { findFaults } from '../../src/enterprises/queries.ts'

export interface Counts { i: number, ii: number, iii: number, iv: number, total: number, candidates: { i: number, iii: number }, per1000: number | null }
export interface Run { id: number, state: string, mode: string, read: number, new: number, changed: number, unchanged: number, rejected: number, skipped: Record<string, number>, resumed: number, failure: string | null }

/** A running service, asked over HTTP. */
export function client (port: string, key = '') {
  const ask = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: key ? { authorization: `Bearer ${key}` } : {} })
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`)
    return await answer.json() as T
  }
  const runs = async () => (await ask<{ items: Run[] }>('/v1/sync/runs?limit=100')).items
  return {
    runs,
    counts: () => ask<{ localities: (Counts & { code: string, name: string })[], nation: Counts }>('/v1/statistics/localities'),
    status: async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: `Bearer ${key}` } })).status,
    /** The first run behind this one that has come to its end. */
    runAfter: async (id: number): Promise<Run> => {
      for (;;) {
        const found = (await runs()).findLast((run) => run.id > id && run.state === 'succeeded')
        if (found) return found
        await sleep(100)
      }
    },
  }
}

/** Every record that was read is in one of the counts. */
export const sumOf = (run: Run) => run.new + run.changed + run.unchanged + run.rejected + Object.values(run.skipped).reduce((sum, n) => sum + n, 0)

/** The database of a data directory, that of a service that is running there included. */
export async function withRegister<T> (dataDir: string, look: (db: Database) => Promise<T>): Promise<T> {
  const { serviceUrl, stop } = await openDatabase({ dataDir })
  const { db, close } = connect(serviceUrl, { max: 2 })
  try {
    return await look(db)
  } finally {
    await close()
    await stop()
  }
}

/** What the first load wrote, position by position; what polling adds depends on the hour. */
export const firstVersions = async (db: Database) => (await db.execute(sql`
  select to_jsonb(v) - 'is_current' - 'run_id' as version from enterprise_versions v
  where run_id = (select id from runs where mode = 'file' and state = 'succeeded') order by code, version`)).rows

/** What `npm run verify` looks at, and that no run has left its staging tables behind. */
export async function checkRegister (t: Test, db: Database) {
  t.strictSame(await findFaults(db), [], 'counts and positions are what the versions say')
  const { rows } = await db.execute(sql`select relname from pg_class where relnamespace = 'staging'::regnamespace and relkind = 'r'
    and substring(relname from '\\d+$') not in (select id::text from runs where state in ('reading', 'committing'))`)
  t.strictSame(rows, [], 'no staging table is left behind')
}
