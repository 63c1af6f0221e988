import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type pg from 'pg'
import type { PostgresBinaries } from './embedded/binaries.ts'
import { findPackage, prepareBinaries } from './embedded/binaries.ts'
import type { ClusterState } from './embedded/cluster.ts'
import { clusterPath, LOGINS, newState, readState, refuseForeignCluster, writeState } from './embedded/cluster.ts'
import { lockDirectory } from './embedded/directory-lock.ts'
import { directoryFailure, EmbeddedFailure, tail } from './embedded/failure.ts'
import { stopPostmaster } from './embedded/postmaster.ts'
import type { Strategy } from './embedded/privileges.ts'
import type { Place, Running, ServerOptions } from './embedded/server.ts'
import { start, takeOver, urls } from './embedded/server.ts'
import { sqlState } from './errors.ts'

const DISK_FULL = '53100'

export interface EmbeddedPostgres {
  adminUrl: string
  ownerUrl: string
  serviceUrl: string
  readerUrl: string
  port: number
  version: string
  /** Undefined when the server was already running. */
  strategy: Strategy | undefined
  /** Whether a server left behind by a dead process was taken over. */
  reused: boolean
  stop: () => Promise<void>
  /** Leaves the server running for the next start to take over. */
  leave: () => void
}

/** Starts a real PostgreSQL on 127.0.0.1 with a `registry` database and its logins, or takes over the one left running there; throws EmbeddedFailure. */
export async function startEmbedded (options: ServerOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir)
  const lock = await inDirectory(dataDir, async () => {
    await mkdir(dirname(dataDir), { recursive: true })
    // Root may have to run PostgreSQL as another user, who must be able to pass; what is secret in there is so by itself.
    await mkdir(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    return lockDirectory(join(dataDir, 'postgres.lock'), dataDir)
  })
  try {
    const binaries = await prepareBinaries(options.packageFolder ?? findPackage())
    const place = await inDirectory(dataDir, () => open(dataDir, binaries, options))
    const reused = await takeOver(place)
    const running = reused ?? await inDirectory(dataDir, () => start(place))
    await register(place, running)
    return {
      ...urls(place.state, running.port),
      port: running.port,
      version: binaries.version,
      strategy: running.strategy,
      reused: reused !== undefined,
      stop: async () => {
        await stopPostmaster(running.pid, place.logFile)
        lock.release()
      },
      leave: lock.release,
    }
  } catch (err) {
    lock.release()
    throw err
  }
}

/** Makes the logins and the database where they are missing, and remembers the port. */
async function register ({ dataDir, logFile, state }: Place, { pid, port, admin }: Running) {
  try {
    await prepareLogins(admin, state)
    if (state.port !== port) await writeState(dataDir, Object.assign(state, { port }))
  } catch (err) {
    await stopPostmaster(pid, logFile)
    const said = await tail(logFile)
    if (sqlState(err) === DISK_FULL) throw directoryFailure({ code: 'ENOSPC' }, dataDir, said)
    throw new EmbeddedFailure('start', `The embedded PostgreSQL runs, but its logins and database could not be made: ${String(err)}`, said)
  } finally {
    await admin.end()
  }
}

/** Says a file system's refusal as a sentence. */
async function inDirectory <T> (dataDir: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (err) {
    if (err instanceof EmbeddedFailure || typeof (err as NodeJS.ErrnoException).errno !== 'number') throw err
    throw directoryFailure(err, dataDir)
  }
}

async function open (dataDir: string, binaries: PostgresBinaries, options: ServerOptions): Promise<Place> {
  const known = await readState(dataDir)
  await refuseForeignCluster(clusterPath(dataDir, known), binaries, known)
  const state = known ?? newState()
  if (!known) await writeState(dataDir, state)
  return { dataDir, logFile: join(dataDir, 'postgres.log'), state, binaries, options, log: options.log ?? (() => {}) }
}

async function prepareLogins (admin: pg.Client, { passwords }: ClusterState) {
  const { rows } = await admin.query<{ name: string }>("select rolname as name from pg_roles union all select 'database ' || datname from pg_database")
  const known = new Set(rows.map((row) => row.name))
  for (const login of LOGINS) {
    if (!known.has(login)) await admin.query(`create role ${login} login password ${admin.escapeLiteral(passwords[login])}`)
  }
  if (!known.has('database registry')) await admin.query("create database registry owner registry_owner encoding 'UTF8' template template0")
}
