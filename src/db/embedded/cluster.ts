import { createHash, randomBytes } from 'node:crypto'
import { access, chown, constants, cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { EmbeddedFailure } from './failure.ts'
import type { PostgresBinaries } from './binaries.ts'
import { binary, POSTGRES_ENVIRONMENT, run } from './binaries.ts'
import type { Account, Launcher } from './privileges.ts'

export const LOGINS = ['postgres', 'registry_owner', 'registry_service', 'registry_reader'] as const
export type Login = (typeof LOGINS)[number]

/** What `postgres.json` beside the cluster keeps from start to start. */
export interface ClusterState {
  passwords: Record<Login, string>
  port?: number
  /** Where the cluster is, when root could run PostgreSQL only from a copy elsewhere. */
  relocatedTo?: string
}

const statePath = (dataDir: string) => join(dataDir, 'postgres.json')

export const clusterPath = (dataDir: string, state: ClusterState | undefined) => state?.relocatedTo ?? join(dataDir, 'postgres')

export async function readState (dataDir: string): Promise<ClusterState | undefined> {
  const text = await readFile(statePath(dataDir), 'utf8').catch((err: NodeJS.ErrnoException) => {
    if (err.code === 'ENOENT') return undefined
    throw err
  })
  if (text === undefined) return undefined
  const state = JSON.parse(text) as ClusterState
  // Written down before the move, which may not have come to its end.
  if (state.relocatedTo && !await ownerOf(state.relocatedTo)) delete state.relocatedTo
  return state
}

/** Replaces the file as a whole: half a password file would lock everyone out. */
export async function writeState (dataDir: string, state: ClusterState) {
  const draft = `${statePath(dataDir)}.new`
  await writeFile(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  const { uid, gid } = await stat(dataDir)
  if (process.getuid?.() === 0) await chown(draft, uid, gid)
  await rename(draft, statePath(dataDir))
}

export const newState = (): ClusterState => ({
  passwords: Object.fromEntries(LOGINS.map((login) => [login, randomBytes(24).toString('base64url')])) as Record<Login, string>,
})

/** Whose the cluster is; undefined when there is none yet. */
export async function ownerOf (cluster: string): Promise<Account | undefined> {
  return stat(cluster).catch((err: NodeJS.ErrnoException) => {
    if (err.code === 'ENOENT') return undefined
    throw err
  })
}

/** Refuses what these binaries or this user cannot run. */
export async function refuseForeignCluster (cluster: string, binaries: PostgresBinaries, state: ClusterState | undefined) {
  const owner = await ownerOf(cluster)
  if (!owner) return
  const uid = process.getuid?.()
  if (uid !== 0 && owner.uid !== uid) {
    throw new EmbeddedFailure('directory', `The data directory ${cluster} belongs to another user (uid ${owner.uid}). Start the service as that user, give the folder to this one (chown -R), or choose another with DATA_DIR.`)
  }
  const made = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()
  if (made !== String(binaries.major)) {
    throw new EmbeddedFailure('version', `The data directory ${cluster} was made by PostgreSQL ${made}, and this release brings PostgreSQL ${binaries.major}. ` +
      'Move the folder away and start again to load the register anew from its feed; or run PostgreSQL ' +
      `${made} on it yourself and set DATABASE_URL.`)
  }
  if (!state) {
    throw new EmbeddedFailure('directory', `The data directory ${cluster} has lost its passwords: ${statePath(dirname(cluster))} is gone. Put that file back, or move the folder away to start anew.`)
  }
}

/** A folder of our own outside the project, for root under folders that no other user may enter; the same one at each start. */
export async function copyFolderFor (dataDir: string): Promise<string> {
  const name = `registry-postgres-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`
  // /var/tmp comes second: systems that tidy it remove files untouched for a month.
  for (const parent of ['/var/lib', '/var/tmp']) {
    if (await access(parent, constants.W_OK).then(() => true, () => false)) return join(parent, name)
  }
  return join(tmpdir(), name)
}

/** Moves a folder, also to another file system; cut off in the middle, the original is still whole. */
export async function moveFolder (from: string, to: string) {
  await rename(from, to).catch(async (err: NodeJS.ErrnoException) => {
    if (err.code !== 'EXDEV') throw err
    await rm(`${to}.new`, { recursive: true, force: true })
    await cp(from, `${to}.new`, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
    await rename(`${to}.new`, to)
    await rm(from, { recursive: true })
  })
}

/** Makes a new cluster beside its place and moves it there, so that half a one is never taken for one. */
export async function initialise (launcher: Launcher, cluster: string, password: string, isDurable: boolean) {
  const draft = `${cluster}.new`
  const passwordFile = `${draft}-password`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true, mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  try {
    if (launcher.owner) for (const path of [draft, passwordFile]) await chown(path, launcher.owner.uid, launcher.owner.gid)
    const options = ['-D', draft, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', ...isDurable ? [] : ['--no-sync']]
    await initdb(launcher, [...options, '--locale=C.UTF-8']).catch(async (err: unknown) => {
      if (!/invalid locale|locale name/i.test(outputOf(err))) throw err
      // macOS and old C libraries have no C.UTF-8; PostgreSQL 17 brings its own.
      await initdb(launcher, [...options, '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'])
    })
    await rename(draft, cluster)
  } catch (err) {
    await rm(draft, { recursive: true, force: true })
    throw err
  } finally {
    await rm(passwordFile, { force: true })
  }
}

async function initdb (launcher: Launcher, options: string[]) {
  const { file, args, account } = launcher.wrap(binary(launcher.binaries, 'initdb'), options)
  await run(file, args, { env: POSTGRES_ENVIRONMENT, cwd: '/', ...account })
}

/** What a program that failed had to say. */
export function outputOf (err: unknown): string {
  const { stderr = '', stdout = '', message = '' } = err as { stderr?: string, stdout?: string, message?: string }
  return stderr.trim() || stdout.trim() || message
}

export const relocationOf = (copyFolder: string, dataDir: string) => join(copyFolder, basename(clusterPath(dataDir, undefined)))
