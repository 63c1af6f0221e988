import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { PostgresBinaries } from './binaries.ts'
import type { ClusterState, Login } from './cluster.ts'
import { clusterPath, copyFolderFor, initialise, moveFolder, outputOf, ownerOf, relocationOf, writeState } from './cluster.ts'
import { directoryFailure, EmbeddedFailure, tail } from './failure.ts'
import type { Postmaster } from './postmaster.ts'
import { findPostmaster, freePort, isFree, logEnd, spawnPostmaster, stopPostmaster, waitUntilReady } from './postmaster.ts'
import type { Launcher, Strategy } from './privileges.ts'
import { giveFolder, prepareLauncher, strategiesFor } from './privileges.ts'

export interface ServerOptions {
  /** Holds the cluster, its passwords (`postgres.json`) and its log; survives. */
  dataDir: string
  /** A port of choice, or none: then the last one again, or a free one. */
  port?: number
  log?: (message: string) => void
  settings?: Record<string, string>
  /** How to run PostgreSQL for root; without it, the first that works. */
  strategy?: Strategy
  /** The package with the binaries, when it is not the installed one. */
  packageFolder?: string
}

export interface Place { dataDir: string, logFile: string, state: ClusterState, binaries: PostgresBinaries, options: ServerOptions, log: (message: string) => void }
export interface Running extends Postmaster { admin: pg.Client, strategy: Strategy | undefined }

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '256MB',
  maintenance_work_mem: '256MB',
  max_wal_size: '2GB',
  synchronous_commit: 'on',
  random_page_cost: '1.1',
  jit: 'off',
  log_checkpoints: 'off',
  log_timezone: 'UTC',
  timezone: 'UTC',
}

const SLOW = 'PostgreSQL takes longer than usual; after a crash it first recovers'

/** A server that outlived its Node process is used as it is, unless another port is wanted now. */
export async function takeOver ({ dataDir, logFile, state, options, log }: Place): Promise<Running | undefined> {
  const postmaster = await findPostmaster(clusterPath(dataDir, state))
  if (!postmaster) return undefined
  if (options.port !== undefined && options.port !== postmaster.port) {
    await stopPostmaster(postmaster.pid, logFile)
    return undefined
  }
  const admin = await waitUntilReady(postmaster.pid, urls(state, postmaster.port).adminUrl, () => log(SLOW))
  if (!admin) return undefined
  log(`PostgreSQL was still running on port ${postmaster.port}`)
  return { ...postmaster, admin, strategy: undefined }
}

// What a system says when it does not allow a strategy, as against one that works and meets another obstacle.
const NOT_ALLOWED = /permission denied|not permitted|EACCES|EPERM|ENOENT|ownership|cannot be run as root|unrecognized option|invalid option|unshare:|setpriv:/i

export async function start (place: Place): Promise<Running> {
  const { dataDir, state, options, log } = place
  const owner = await ownerOf(clusterPath(dataDir, state)) ?? await stat(dataDir)
  const refusals: string[] = []
  for (const strategy of options.strategy ? [options.strategy] : strategiesFor(owner, state.relocatedTo !== undefined)) {
    const launcher = await prepareLauncher(strategy, place.binaries, owner, await copyFolderFor(dataDir)).catch((err: unknown) => {
      refusals.push(`${strategy}: ${outputOf(err)}`)
    })
    if (!launcher) continue
    try {
      await settle(launcher, place)
      const running = await launch(launcher, place)
      log(`PostgreSQL ${launcher.binaries.version} runs ${launcher.note}, on port ${running.port}`)
      return running
    } catch (err) {
      refusals.push(`${strategy}: ${refusalOf(err, dataDir)}`)
    }
  }
  throw new EmbeddedFailure('start', 'The embedded PostgreSQL is not allowed to run here. Start the service as an ordinary user in a folder of that user, or set DATABASE_URL to a server of your own.', refusals.join('\n'))
}

/** What was not allowed; any other failure is thrown on, since another strategy would meet it too. */
function refusalOf (err: unknown, dataDir: string): string {
  const output = outputOf(err)
  if (/no space left|disk quota|check free disk space/i.test(output)) throw directoryFailure({ code: 'ENOSPC' }, dataDir, output)
  if (NOT_ALLOWED.test(output)) return output
  throw err instanceof EmbeddedFailure ? err : new EmbeddedFailure('start', 'The embedded PostgreSQL could not be set up.', output)
}

/** Sees to it that there is a cluster where this launcher can run it, with the right owner. */
async function settle (launcher: Launcher, { dataDir, state, options, log }: Place) {
  const before = clusterPath(dataDir, state)
  if (launcher.strategy === 'copy' && !state.relocatedTo) {
    const relocatedTo = relocationOf(await copyFolderFor(dataDir), dataDir)
    await writeState(dataDir, Object.assign(state, { relocatedTo }))
    if (await ownerOf(before)) await moveFolder(before, relocatedTo)
  }
  const cluster = clusterPath(dataDir, state)
  if (await ownerOf(cluster)) {
    if (launcher.owner) await giveFolder(cluster, launcher.owner)
    return
  }
  log(`Making a PostgreSQL ${launcher.binaries.version} cluster in ${dirname(cluster)}`)
  await initialise(launcher, cluster, state.passwords.postgres, options.settings?.['fsync'] !== 'off')
}

const ATTEMPTS = 40

async function launch (launcher: Launcher, { dataDir, logFile, state, options, log }: Place): Promise<Running> {
  if (options.port !== undefined && !await isFree(options.port)) throw portFailure(options.port)
  const cluster = clusterPath(dataDir, state)
  let port = options.port ?? await freePort(state.port)
  for (let attempt = 1; ; attempt++) {
    const from = await logEnd(logFile)
    const pid = await spawnPostmaster(launcher, cluster, logFile, { ...SETTINGS, port: String(port), ...options.settings })
    const admin = await waitUntilReady(pid, urls(state, port).adminUrl, () => log(SLOW)).catch(async (err: unknown) => {
      await stopPostmaster(pid, logFile)
      throw err
    })
    if (admin) return { pid, port, admin, strategy: launcher.strategy }
    const said = await tail(logFile, from)
    const isTaken = /address already in use/i.test(said)
    // A killed server and its backends need a moment to be gone.
    const isHeld = /pre-existing shared memory block|lock file "postmaster\.pid" already exists/i.test(said)
    if (isTaken && options.port !== undefined) throw portFailure(port)
    if ((!isTaken && !isHeld) || attempt === ATTEMPTS) throw new EmbeddedFailure('start', `The embedded PostgreSQL did not start; its log is ${logFile}.`, said)
    if (isTaken) port = await freePort(undefined)
    await sleep(isHeld ? 250 : 0)
  }
}

const portFailure = (port: number) =>
  new EmbeddedFailure('port', `Port ${port} on 127.0.0.1 cannot be had: another program has it, or this user may not. Stop that program, choose another port, or none: then a free one is found.`)

export function urls ({ passwords }: ClusterState, port: number) {
  // sslmode is said, because pg would otherwise listen to PGSSLMODE.
  const url = (login: Login, database: string) => `postgres://${login}:${passwords[login]}@127.0.0.1:${port}/${database}?sslmode=disable`
  return {
    adminUrl: url('postgres', 'postgres'),
    ownerUrl: url('registry_owner', 'registry'),
    serviceUrl: url('registry_service', 'registry'),
    readerUrl: url('registry_reader', 'registry'),
  }
}
