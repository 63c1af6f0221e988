import { execFileSync } from 'node:child_process'
import { chmod, cp, lchown, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PostgresBinaries } from './binaries.ts'
import { binary, POSTGRES_ENVIRONMENT, run } from './binaries.ts'

/** How PostgreSQL, which refuses to run as root, is run: as we are, or one of four ways for root. */
export type Strategy = 'direct' | 'namespace' | 'capability' | 'user' | 'copy'

export interface Account { uid: number, gid: number }

/** A way to start PostgreSQL's programs, and who must own its files then. */
export interface Launcher {
  strategy: Strategy
  binaries: PostgresBinaries
  owner: Account | undefined
  note: string
  wrap: (program: string, args: string[]) => { file: string, args: string[], account: Partial<Account> }
}

const NAMESPACE = ['-U', '--map-user=1000', '--map-group=1000']

/**
 * Which strategies to try, best first. A cluster (or an empty data directory) of an ordinary user stays that user's:
 * whoever started the service without root once can do so again.
 */
export function strategiesFor (clusterOwner: Account, isRelocated: boolean): Strategy[] {
  if (process.getuid?.() !== 0) return ['direct']
  if (isRelocated) return ['copy']
  return clusterOwner.uid !== 0
    ? ['capability', 'user', 'namespace', 'copy']
    : ['namespace', 'capability', 'user', 'copy']
}

/** Prepares one strategy and proves that it can run `postgres` at all; throws when it cannot. */
export async function prepareLauncher (strategy: Strategy, binaries: PostgresBinaries, clusterOwner: Account, copyFolder: string): Promise<Launcher> {
  const ordinary = clusterOwner.uid !== 0 ? clusterOwner : ordinaryAccount()
  const launcher = await describe(strategy, binaries, ordinary, copyFolder)
  const { file, args, account } = launcher.wrap(binary(launcher.binaries, 'postgres'), ['--version'])
  await run(file, args, { env: POSTGRES_ENVIRONMENT, cwd: '/', ...account })
  return launcher
}

async function describe (strategy: Strategy, binaries: PostgresBinaries, ordinary: Account, copyFolder: string): Promise<Launcher> {
  const { uid, gid } = ordinary
  const plain: Launcher['wrap'] = (file, args) => ({ file, args, account: ordinary })
  switch (strategy) {
    case 'direct':
      return { strategy, binaries, owner: undefined, note: 'as this user', wrap: (file, args) => ({ file, args, account: {} }) }
    case 'namespace':
      return {
        strategy, binaries, owner: { uid: 0, gid: 0 }, note: 'as root, in a user namespace (unshare)',
        wrap: (file, args) => ({ file: 'unshare', args: [...NAMESPACE, file, ...args], account: {} }),
      }
    case 'capability': {
      const options = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search']
      return {
        strategy, binaries, owner: ordinary, note: `as user ${uid} with leave to pass through folders (setpriv)`,
        wrap: (file, args) => ({ file: 'setpriv', args: [...options, file, ...args], account: {} }),
      }
    }
    case 'user':
      return { strategy, binaries, owner: ordinary, note: `as user ${uid}`, wrap: plain }
    case 'copy':
      return { strategy, binaries: await copyBinaries(binaries, copyFolder), owner: ordinary, note: `as user ${uid}, from a copy in ${copyFolder}`, wrap: plain }
  }
}

/** An account that exists already and owns as little as possible. */
function ordinaryAccount (): Account {
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' })))
      if (uid && gid) return { uid, gid }
    } catch {
      // No such account: the next one.
    }
  }
  return { uid: 65534, gid: 65534 }
}

async function copyBinaries (binaries: PostgresBinaries, folder: string): Promise<PostgresBinaries> {
  const root = join(folder, `postgresql-${binaries.version}`)
  const isThere = await stat(root).then(() => true, () => false)
  if (!isThere) {
    const draft = `${root}.new`
    await mkdir(folder, { recursive: true })
    await chmod(folder, 0o755)
    for (const former of await readdir(folder)) if (former.startsWith('postgresql-')) await rm(join(folder, former), { recursive: true })
    await cp(binaries.root, draft, { recursive: true, verbatimSymlinks: true })
    await openForAll(draft)
    await rename(draft, root)
  }
  return { ...binaries, root }
}

/** Lets others read and traverse: an installation under a strict umask is closed to them. */
async function openForAll (folder: string) {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755)
  }
}

/** Gives the whole folder to that account; links are not followed. */
export async function giveFolder (folder: string, { uid, gid }: Account) {
  const { uid: current } = await stat(folder)
  if (current === uid) return
  // The folder itself comes last, so that a start cut off in the middle begins anew.
  for (const name of await readdir(folder, { recursive: true })) await lchown(join(folder, name), uid, gid)
  await lchown(folder, uid, gid)
}
