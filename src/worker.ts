import { pino } from 'pino'
import { configOrExit } from './config.ts'
import { connect } from './db/client.ts'
import { poll } from './sync/poll.ts'

const { databaseUrl, nbrs, pollSeconds, logLevel } = configOrExit('databaseUrl')
const log = pino({ level: logLevel })
if (!nbrs.service) {
  log.fatal('The worker has nothing to read: set NBRS_BASE_URL, NBRS_TOKEN_URL, NBRS_CLIENT_ID and NBRS_CLIENT_SECRET.')
  process.exit(78)
}
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
const { db, pool, close } = connect(databaseUrl)
await poll({
  db, pool, vsic: nbrs.vsic, now: () => new Date(), source: 'nbrs', access: nbrs.service, pollSeconds, signal: stop.signal,
  onRun: (run) => run ? log.info({ run }, 'run recorded') : log.warn('No first load yet: load the hand-over file with npm run sync.'),
  onFailure: (err, nextInSeconds) => log.error({ err, nextInSeconds }, 'run failed'),
})
await close()
