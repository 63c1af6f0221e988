import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { buildApp } from '../../app.ts'
import type { Config } from '../../config.ts'
import { remind } from '../../reports/reminder-commands.ts'
import { MailServerAway, REMINDING_SECONDS, reminding } from '../../reports/reminding.ts'
import { poll } from '../../sync/poll.ts'
import type { RunOptions } from '../../sync/run.ts'
import { repeat } from '../../sync/schedule.ts'
import { PortTaken } from './failure.ts'
import type { Feed } from './feed.ts'
import { say, sayRun } from './screen.ts'

const FIRST_POLL_MS = 1000

/** Fails before anything is loaded, not after. */
export const checkPort = ({ host, port }: Config) => new Promise<void>((resolve, reject) => {
  const probe = createServer()
  probe.once('error', (err: NodeJS.ErrnoException) => reject(new PortTaken(err.code === 'EADDRINUSE'
    ? `Port ${port} on ${host} is taken. Stop the program that has it, or choose another with PORT.`
    : `The service cannot listen on ${host}:${port} (${err.code}). Choose another HOST or PORT.`)))
  probe.listen({ host, port }, () => probe.close(() => resolve()))
})

/** The terminal belongs to the person who started it; the log goes beside the data. */
const logFile = (config: Config) => pino({ level: config.logLevel }, pino.destination({ dest: join(config.dataDir, 'registry.log'), mkdir: true }))

export async function serve (config: Config, databaseUrl: string) {
  const stream = pino.destination({ dest: join(config.dataDir, 'registry.log'), mkdir: true })
  const app = await buildApp({ ...config, databaseUrl, vsic: config.nbrs.vsic, logger: { level: config.logLevel, stream } })
  await app.listen({ host: config.host, port: config.port })
  return app
}

/** Goes on reading the feed until the signal; tells of runs that brought something. */
export async function startPolling (config: Config, { source, access }: Feed, options: RunOptions & { signal: AbortSignal }): Promise<void> {
  const log = logFile(config)
  // Reading takes the thread for a moment, and whoever waited for the addresses asks right now.
  await sleep(FIRST_POLL_MS, undefined, { signal: options.signal }).catch(() => undefined)
  await poll({
    ...options, source, access, pollSeconds: config.pollSeconds, pollSchedule: config.pollSchedule,
    onRun: (run) => {
      log.info({ run }, 'run recorded')
      if (run && (run.state === 'held' || run.new + run.changed > 0)) sayRun(run)
    },
    onFailure: (err, nextInSeconds) => {
      log.error({ err, nextInSeconds }, 'run failed')
      say(`Reading the feed failed: ${err instanceof Error ? err.message : String(err)} Again in ${nextInSeconds} s.`)
    },
  })
}

/** Gives the reminders that are due, and goes on with that until the signal, beside the service. */
export async function startReminding (config: Config, { db, now, signal }: Pick<RunOptions, 'db' | 'now'> & { signal: AbortSignal }): Promise<{ ended: Promise<void> }> {
  const log = logFile(config)
  // Before anybody asks: nothing else moves a register that was just started.
  for (const given of await remind(db, now())) log.info(given, 'reminder given')
  return {
    ended: repeat({ seconds: REMINDING_SECONDS }, reminding({ db, now, mail: config.mail, log, signal }), {
      signal, onFailure: (err, nextInSeconds) => err instanceof MailServerAway ? log.warn({ nextInSeconds }, err.message) : log.error({ err, nextInSeconds }, 'reminding failed'),
    }),
  }
}

/** At once: a start that is broken off must not lose it. */
export const sayKey = (key: string) => say(`The first operator key, shown only now (Authorization: Bearer …, for /v1/sync/runs): ${key}`)

export function sayAddresses (config: Config, feed: Feed | undefined) {
  const url = config.publicUrl
  say(`API         ${url}/v1/statistics/localities`)
  say(`Swagger UI  ${url}/docs`)
  say(`OpenAPI     ${url}/openapi.json`)
  if (feed?.sandbox) say(`Sandbox     ${feed.sandbox.url} (a stand-in for the national service; all enterprises are made up)`)
  const times = config.pollSchedule ? `by ${config.pollSchedule} (Vietnamese time)` : `every ${config.pollSeconds} s`
  say(feed ? `Reading the feed ${times}. Ctrl-C ends everything.` : 'No feed is configured. Ctrl-C ends everything.')
}
