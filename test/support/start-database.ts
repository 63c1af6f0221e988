import { rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbedded } from '../../src/db/embedded.ts'
import type { EmbeddedPostgres } from '../../src/db/embedded.ts'
import { EmbeddedFailure } from '../../src/db/embedded/failure.ts'
import { ADMIN_URL_FILE, prepareTemplate, templateName, TEST_DATA_DIR, withAdmin } from './database.ts'
import { countOtherRuns, joinRuns } from './test-runs.ts'

// Nothing here need outlive the machine.
const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' }

/** Another run may be starting or stopping the same server in this moment. */
async function startPatiently (): Promise<EmbeddedPostgres> {
  const until = Date.now() + 60_000
  for (;;) {
    try {
      return await startEmbedded({ dataDir: TEST_DATA_DIR, settings })
    } catch (err) {
      if (!(err instanceof EmbeddedFailure) || err.reason !== 'in-use' || Date.now() > until) throw err
      await sleep(200)
    }
  }
}

async function startOrRemake (): Promise<EmbeddedPostgres> {
  try {
    return await startPatiently()
  } catch (err) {
    // Without fsync a power cut may spoil the cluster, and an update may bring another PostgreSQL: it is made again.
    if (!(err instanceof EmbeddedFailure) || !['start', 'version', 'directory'].includes(err.reason)) throw err
    await rm(TEST_DATA_DIR, { recursive: true, force: true })
    return startPatiently()
  }
}

/** What killed runs and former schemas have left. */
async function dropLeftovers () {
  const current = [await templateName(), await templateName({ seeds: true })]
  await withAdmin(async (client) => {
    const { rows } = await client.query<{ name: string }>(String.raw`select datname as name from pg_database where datname like 'registry\_te%' and datname <> all ($1)`, [current])
    for (const { name } of rows) await client.query(`drop database if exists ${name} with (force)`)
  })
}

if (process.env['TEST_DATABASE_URL'] === undefined) {
  const { adminUrl, leave } = await startOrRemake()
  await writeFile(ADMIN_URL_FILE, adminUrl, { mode: 0o600 })
  if (await countOtherRuns() === 0) await dropLeftovers()
  await joinRuns()
  leave()
}
await prepareTemplate()
