import { spawn } from 'node:child_process'
import { open, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { EmbeddedFailure, tail } from './failure.ts'
import { isUnavailable, sqlState } from '../errors.ts'
import { binary, POSTGRES_ENVIRONMENT } from './binaries.ts'
import type { Launcher } from './privileges.ts'
import { commandOf, isAlive, waitForEnd } from './running-process.ts'

export interface Postmaster { pid: number, port: number }

const MAX_LOG_BYTES = 5_000_000
const STOP_MS = 60_000
const SILENCE_MS = 60_000

/** The server that `postmaster.pid` tells of, if it runs. */
export async function findPostmaster (cluster: string): Promise<Postmaster | undefined> {
  const path = join(cluster, 'postmaster.pid')
  const lines = (await readFile(path, 'utf8').catch(() => '')).split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  if (!pid || !isAlive(pid)) return undefined
  if (!await worksIn(pid, cluster)) {
    // The number has gone to another program since. PostgreSQL looks at the number alone and would refuse to start.
    await rm(path, { force: true })
    return undefined
  }
  if (port) return { pid, port }
  await sleep(50)
  return findPostmaster(cluster)
}

/** A postmaster's working directory is its cluster, also when that was renamed. Only Linux tells; elsewhere the name must do. */
async function worksIn (pid: number, cluster: string): Promise<boolean> {
  const [own, its] = await Promise.all([stat(cluster), stat(`/proc/${pid}/cwd`).catch(() => undefined)])
  return its ? its.ino === own.ino && its.dev === own.dev : /postgres/.test(commandOf(pid))
}

/** Starts the server in a process group of its own: Ctrl-C in a terminal reaches us, and we decide when it stops. */
export async function spawnPostmaster (launcher: Launcher, cluster: string, logFile: string, settings: Record<string, string>): Promise<number> {
  const { file, args, account } = launcher.wrap(binary(launcher.binaries, 'postgres'), ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])])
  const log = await open(logFile, await logEnd(logFile) === 0 ? 'w' : 'a', 0o600)
  try {
    const { uid, gid } = await stat(dirname(logFile))
    if (process.getuid?.() === 0) await log.chown(uid, gid)
    const child = spawn(file, args, { env: POSTGRES_ENVIRONMENT, cwd: '/', detached: true, stdio: ['ignore', log.fd, log.fd], ...account })
    const pid = await new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('spawn', () => resolve(child.pid!))
    })
    child.unref()
    return pid
  } finally {
    await log.close()
  }
}

/** Where the next start's lines will begin: at the end, or at the top of a log that has grown too long. */
export async function logEnd (path: string): Promise<number> {
  const size = await stat(path).then((file) => file.size, () => 0)
  return size > MAX_LOG_BYTES ? 0 : size
}

/** Waits until the server answers to this login, through crash recovery if need be; undefined when it ended instead. */
export async function waitUntilReady (pid: number, url: string, onSlow: () => void): Promise<pg.Client | undefined> {
  const slow = setTimeout(onSlow, 3000)
  const patience = Date.now() + SILENCE_MS
  try {
    for (;;) {
      // Asked before the attempt: a server that dies in between gets one more look.
      const wasAlive = isAlive(pid)
      const client = new pg.Client({ connectionString: url, application_name: 'registry-launcher', connectionTimeoutMillis: 2000 })
      client.on('error', () => {})
      try {
        await client.connect()
        return client
      } catch (err) {
        if (!wasAlive) return undefined
        refuseHopeless(err, pid, Date.now() > patience)
      }
      await sleep(20)
    }
  } finally {
    clearTimeout(slow)
  }
}

/** Lets the waiting go on while the server is starting or stopping, which it says itself (57P03). */
function refuseHopeless (err: unknown, pid: number, isLate: boolean) {
  const state = sqlState(err)
  if (state === '28P01') throw new EmbeddedFailure('start', 'The embedded PostgreSQL does not accept the password kept in postgres.json. Put the right file back, or move the data directory away to start anew.')
  if (!isUnavailable(err)) throw err
  if (isLate && state === undefined) throw new EmbeddedFailure('start', `The embedded PostgreSQL (process ${pid}) runs and does not answer. End that process and start again.`)
}

/** Ends the server as `pg_ctl stop -m fast` would: clients are cut off, data is written. */
export async function stopPostmaster (pid: number, logFile: string) {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!isAlive(pid)) return
    try {
      process.kill(pid, signal)
    } catch {
      // It ended by itself in this moment.
    }
    if (await waitForEnd(pid, STOP_MS)) return
  }
  throw new EmbeddedFailure('start', `The embedded PostgreSQL (process ${pid}) does not stop.`, await tail(logFile))
}

/** A free port: the preferred one if it can be had. */
export async function freePort (preferred: number | undefined): Promise<number> {
  return await listen(preferred ?? 0) ?? await listen(0) ?? 0
}

export const isFree = async (port: number) => await listen(port) !== undefined

function listen (port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const { port: got } = server.address() as AddressInfo
      server.close(() => resolve(got))
    })
  })
}
