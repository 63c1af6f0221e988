import { join } from 'node:path'
import { dayOf } from '../../calendar.ts'
import { makeSnapshot } from '../../changes/commands.ts'
import type { Config } from '../../config.ts'
import type { Database } from '../../db/client.ts'
import type { Sandbox } from '../../sandbox/start.ts'
import { startSandbox } from '../../sandbox/start.ts'
import { loadFile } from '../../sync/load-file.ts'
import type { RunOptions } from '../../sync/run.ts'
import { findWatermark, listSources } from '../../sync/queries.ts'
import type { ServiceAccess } from '../../sync/sources/service-client.ts'
import { MixedSources } from './failure.ts'
import { progress, say, sayRun } from './screen.ts'
import { fillShowcase } from './showcase.ts'

export interface Feed {
  source: 'nbrs' | 'sandbox'
  access: ServiceAccess
  sandbox?: Sandbox
}

/** Made-up enterprises and real ones never meet in one register. */
export async function checkSource (db: Database, source: Feed['source']): Promise<void> {
  if ((await listSources(db)).some((other) => (other === 'sandbox') !== (source === 'sandbox'))) {
    throw new MixedSources(source === 'nbrs'
      ? 'This register holds the made-up enterprises of the sandbox. Give the real service a database of its own: another DATA_DIR or DATABASE_URL.'
      : 'This register holds real enterprises. Set SANDBOX_SIZE=0, or give the sandbox a directory of its own with DATA_DIR.')
  }
}

/** The real service where it is configured, else the sandbox, else nothing. */
export async function openFeed (config: Config, db: Database, now: () => Date): Promise<Feed | undefined> {
  if (config.nbrs.service) {
    await checkSource(db, 'nbrs')
    return { source: 'nbrs', access: config.nbrs.service }
  }
  if (config.sandbox.size === 0) return undefined
  await checkSource(db, 'sandbox')
  const sandbox = await startSandbox({ ...config.sandbox, vsic: config.nbrs.vsic.version, folder: join(config.dataDir, 'sandbox'), today: dayOf(now()) })
  return { source: 'sandbox', access: sandbox.access, sandbox }
}

/** The first load from the sandbox's hand-over file, one of each thing that people enter, and a snapshot to begin from; the real one's is loaded by `npm run sync`. */
export async function firstLoad ({ source, sandbox }: Feed, { dataDir }: Config, options: RunOptions): Promise<void> {
  if (await findWatermark(options.db, source)) return
  if (!sandbox) return say('The register is empty. Load the hand-over file: npm run sync -- --file FILE --cutoff YYYY-MM-DD')
  const show = progress('Writing the hand-over file ')
  const { path, records, cutoff } = await sandbox.handover({
    onProgress: (done, total) => {
      options.signal?.throwIfAborted()
      show(done, total)
    },
  })
  sayRun(await loadFile({ source, path, records, cutoff }, { ...options, onProgress: progress('Loading it into the register') }))
  await fillShowcase(options.db)
  await makeSnapshot(options, { folder: join(dataDir, 'snapshots'), today: dayOf(options.now()) })
}
