import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import { clusterPath, readState } from '../../src/db/embedded/cluster.ts'
import { isAlive } from '../../src/db/embedded/running-process.ts'
import { SCRATCH } from '../support/scratch.ts'

/** Compiled where the tests are. */
const LANGUAGE = extname(import.meta.url)
const LOADER = LANGUAGE === '.ts' ? ['--import=tsx'] : []
const built = fileURLToPath(new URL('../../', import.meta.url))

/** The last line of a start, and the key that the first one shows. */
export const READY = /Ctrl-C ends everything/
export const KEY = /operator key.*: (\S+)\n/

export interface Command {
  pid: number
  startedAt: number
  /** All that it has said so far. */
  output: () => string
  /** The first match in what it says, now or later; fails when it ends without. */
  says: (pattern: RegExp) => Promise<RegExpExecArray>
  signal: (signal: NodeJS.Signals) => void
  ended: Promise<{ code: number | null, signal: NodeJS.Signals | null }>
}

/** A command of src/cli as a person would run it, in a process of its own that sees only these settings. */
export function run (t: Test, name: string, settings: Record<string, string>, ...args: string[]): Command {
  const { PATH = '', HOME = '' } = process.env
  const environment = Object.entries({ PATH, HOME, ...settings }).map(([key, value]) => `${key}=${value}`)
  // Through env, since tap puts its own loader into the environment of what it sees being spawned.
  const child = spawn('env', ['-i', ...environment, process.execPath, ...LOADER, join(built, `src/cli/${name}${LANGUAGE}`), ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let isOver = false
  const news = new EventEmitter()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
      news.emit('news')
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => {
    isOver = true
    news.emit('news')
    return { code, signal } as Awaited<Command['ended']>
  })
  t.teardown(() => child.kill('SIGKILL'))
  return {
    pid: child.pid!,
    startedAt: performance.now(),
    output: () => said,
    ended,
    signal: (signal) => { child.kill(signal) },
    says: async (pattern) => {
      for (;;) {
        const match = pattern.exec(said)
        if (match) return match
        if (isOver) throw new Error(`It ended without saying ${pattern}:\n${said}`)
        await once(news, 'news')
      }
    },
  }
}

/** What a command says that ends by itself, and how it ends. */
export async function runToEnd (t: Test, name: string, settings: Record<string, string>, ...args: string[]) {
  const command = run(t, name, settings, ...args)
  const { code } = await command.ended
  return { code, said: command.output() }
}

/** Fails where no server runs. */
export const postmasterPid = async (dataDir: string): Promise<number> =>
  Number((await readFile(join(clusterPath(dataDir, await readState(dataDir)), 'postmaster.pid'), 'utf8')).split('\n')[0])

/** Ctrl-C, and what must be gone after it. */
export async function stop (t: Test, service: Command, dataDir: string) {
  const postgres = await postmasterPid(dataDir)
  service.signal('SIGINT')
  t.strictSame(await service.ended, { code: 0, signal: null }, 'ends as a success')
  t.notOk(isAlive(postgres), 'with it ends PostgreSQL')
  t.notOk((await readdir(dataDir)).includes('postgres.lock'), 'no lock is left')
  await t.rejects(postmasterPid(dataDir), { code: 'ENOENT' }, 'and no pid file')
}

/** Ends what a failed test left running, and removes everything. */
async function clear (folder: string, names: string[]) {
  for (const name of names) {
    const pid = await postmasterPid(join(folder, name)).catch(() => undefined)
    // Of a command that was ended a moment ago the server may have ended as well.
    if (pid) try { process.kill(pid, 'SIGQUIT') } catch {}
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
}

/** Names for data directories that are gone with the test, their database included. */
export async function dataDirs<Name extends string> (t: Test, ...names: Name[]): Promise<Record<Name, string>> {
  await mkdir(SCRATCH, { recursive: true, mode: 0o700 })
  const folder = await mkdtemp(join(SCRATCH, 'cli-'))
  t.teardown(() => clear(folder, names))
  return Object.fromEntries(names.map((name) => [name, join(folder, name)])) as Record<Name, string>
}

export async function freePort (): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return String(port)
}
