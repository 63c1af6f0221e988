import { join } from 'node:path'
import { pino } from 'pino'
import { dayOf } from './calendar.ts'
import { makeSnapshot } from './changes/commands.ts'
import { configOrExit } from './config.ts'
import { connect } from './db/client.ts'
import { MailServerAway, REMINDING_SECONDS, reminding } from './reports/reminding.ts'
import { obstacleOf } from './sync/outcome.ts'
import { poll } from './sync/poll.ts'
import { repeat } from './sync/schedule.ts'

/** A service that keeps an answer back must not hold up the end; a run that is cut off is taken up again. */
const LONGEST_STOP_MS = 5000

const { databaseUrl, dataDir, mail, nbrs, pollSeconds, pollSchedule, snapshotSchedule, thresholds, logLevel } = configOrExit('databaseUrl')
const log = pino({ level: logLevel })
if (!nbrs.service && !snapshotSchedule && !mail) {
  log.fatal('The worker has nothing to read: set NBRS_BASE_URL, NBRS_TOKEN_URL, NBRS_CLIENT_ID and NBRS_CLIENT_SECRET. To make snapshots and nothing else, set SNAPSHOT_SCHEDULE; to remind of reports, SMTP_URL and MAIL_FROM.')
  process.exit(78)
}
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
stop.signal.addEventListener('abort', () => {
  log.info('stopping')
  setTimeout(() => process.exit(0), LONGEST_STOP_MS).unref()
})
const { db, pool, close } = connect(databaseUrl)
const now = () => new Date()
const work: Promise<void>[] = []
if (nbrs.service) {
  log.info({ pollSeconds, pollSchedule }, 'polling')
  work.push(poll({
    db, pool, vsic: nbrs.vsic, now, thresholds, source: 'nbrs', access: nbrs.service, pollSeconds, pollSchedule, signal: stop.signal,
    onRun: (run) => {
      const obstacle = run && obstacleOf(run)
      if (obstacle) log.warn({ run: run.id, gates: run.gates }, obstacle)
      else if (run) log.info({ run }, 'run recorded')
      else log.warn('No first load yet: load the hand-over file with npm run sync.')
    },
    onFailure: (err, nextInSeconds) => log.error({ err, nextInSeconds }, 'run failed'),
  }))
}
if (snapshotSchedule) {
  log.info({ snapshotSchedule }, 'making snapshots')
  work.push(repeat({ seconds: pollSeconds, pattern: snapshotSchedule }, async () => {
    const { position, rows } = await makeSnapshot({ db, pool }, { folder: join(dataDir, 'snapshots'), today: dayOf(now()) })
    log.info({ position, rows }, 'snapshot made')
  }, { signal: stop.signal, onFailure: (err, nextInSeconds) => log.error({ err, nextInSeconds }, 'snapshot failed') }))
}
work.push(repeat({ seconds: REMINDING_SECONDS }, reminding({ db, now, mail, log, signal: stop.signal }), {
  signal: stop.signal, onFailure: (err, nextInSeconds) => err instanceof MailServerAway ? log.warn({ nextInSeconds }, err.message) : log.error({ err, nextInSeconds }, 'reminding failed'),
}))
await Promise.all(work)
await close()
