import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { RunInProgress, sync } from '../../src/sync/run.ts'
import type { TestAppOptions } from './app.ts'
import { testApp } from './app.ts'
import { connectTest } from './database.ts'
import { feed } from './feed.ts'

/** The clock of these tests: 22 November 2026, ten in the morning in Vietnam. */
export const NOW = new Date('2026-11-22T03:00:00Z')

/** As `sync`, once nobody else is at it: a pushed run is told as ended a moment before its lock is free. */
export async function syncInTurn (...args: Parameters<typeof sync>): ReturnType<typeof sync> {
  for (;;) {
    try {
      return await sync(...args)
    } catch (err) {
      if (!(err instanceof RunInProgress)) throw err
      await sleep(20)
    }
  }
}

/** The app on a register of its own with the reference data, and a way to bring records into it. */
export async function testRegister (t: Test, records: Parameters<typeof feed>[0] = [], now: () => Date = () => NOW, options: TestAppOptions = {}) {
  const { db, pool, url } = await connectTest(t, { seeds: true })
  let app: Awaited<ReturnType<typeof testApp>> | undefined
  const load = async (more: Parameters<typeof feed>[0]) => {
    const run = await syncInTurn(
      { source: 'nbrs', kind: 'delta', mode: 'pull', cutoff: null, scope: {}, watermark: NOW },
      () => feed(more, { size: 500 }), { db, pool, vsic: { version: '2018' }, now })
    // Written past the app, which hears of it soon; whoever looks at its state is answered no earlier one afterwards.
    await app?.inject('/v1/status')
    return run
  }
  if (records.length > 0) await load(records)
  app = await testApp(t, { databaseUrl: url, now, ...options })
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await app!.inject({ url: path, headers })
    return { status: response.statusCode, headers: response.headers, body: response.json() }
  }
  return { app, db, pool, url, load, get }
}
