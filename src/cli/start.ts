import { once } from 'node:events'
import { ensureBootstrapKey } from '../auth/commands.ts'
import { dayOf } from '../calendar.ts'
import { configOrExit } from '../config.ts'
import { loadSeeds, readyDatabase } from './start/database.ts'
import { command, stopSignal, withCleanup } from './start/failure.ts'
import { firstLoad, openFeed } from './start/feed.ts'
import { say, sayCounts } from './start/screen.ts'
import { checkPort, sayAddresses, sayKey, serve, startPolling, startReminding } from './start/serve.ts'

const [config, signal] = [configOrExit(), stopSignal()]

await command(() => withCleanup(async (later) => {
  await checkPort(config)
  const database = later(await readyDatabase(config, say, false), ({ stop }) => stop())
  const options = { db: database.db, pool: database.pool, vsic: config.nbrs.vsic, now: () => new Date(), thresholds: config.thresholds, signal }
  signal.throwIfAborted()
  await loadSeeds(database)
  const { key } = await ensureBootstrapKey(database.db, config.bootstrapKey, config.environment)
  if (key) sayKey(key)
  const feed = later(await openFeed(config, database.db, options.now), (feed) => feed?.sandbox?.close())
  if (feed) await firstLoad(feed, config, options)
  signal.throwIfAborted()
  later(await serve(config, database.serviceUrl), (app) => app.close())
  later(await startReminding(config, options), ({ ended }) => ended)
  await sayCounts(database.db, dayOf(options.now()))
  sayAddresses(config, feed)
  if (feed) later(startPolling(config, feed, options), (polling) => polling)
  if (!signal.aborted) await once(signal, 'abort')
}))
