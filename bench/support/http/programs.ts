import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../../src/db/embedded/postmaster.ts'
import type { Surroundings } from '../program.ts'
import { collect, ended } from '../program.ts'

/** A server as a process of its own. */
export interface Program { url: string, pid: number, stop: () => Promise<void> }

const START_MS = 120_000

/** Starts a server and waits until it answers, whatever it says. */
export async function startServer (command: string[], args: (port: number) => string[], { env, signal }: Surroundings, ready: string): Promise<Program> {
  const port = await freePort(undefined)
  const url = `http://127.0.0.1:${port}`
  const child = spawn(command[0]!, [...command.slice(1), ...args(port)], { env: { ...env, PORT: String(port) }, signal, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = collect(child)
  const end = ended(child)
  // Whoever awaits it below hears of it; until then it must not count as unhandled.
  end.catch(() => undefined)
  const stop = async () => {
    child.kill('SIGTERM')
    await Promise.race([end.catch(() => undefined), sleep(10_000).then(() => child.kill('SIGKILL'))])
  }
  try {
    await Promise.race([answers(`${url}${ready}`), end.then((code) => { throw new Error(`It ended with ${code}: ${said.stderr || said.stdout}`) })])
    return { url, pid: child.pid!, stop }
  } catch (err) {
    await stop()
    throw err
  }
}

async function answers (url: string) {
  for (const until = performance.now() + START_MS; performance.now() < until; await sleep(100)) {
    if (await fetch(url).then((answer) => answer.text().then(() => true), () => false)) return
  }
  throw new Error('It did not become ready.')
}

const dist = fileURLToPath(new URL('../../../dist/', import.meta.url))

/** The limit is counted for each request as in production, and is one that no generator reaches. */
const UNLIMITED = { RATE_LIMIT_ADDRESS: '100000000', RATE_LIMIT_KEY: '100000000' }

/** The built service as it runs in production; `options` are Node's. */
export const startService = (around: Surroundings, options: string[] = []): Promise<Program> =>
  startServer([process.execPath, ...options, `${dist}server.js`], () => [], { ...around, env: { ...around.env, ...UNLIMITED } }, '/health/ready')

/** A yardstick of the benchmark's own. */
export const startYardstick = (file: 'bare-hello.ts' | 'bare-fastify.ts', around: Surroundings, ...args: string[]): Promise<Program> =>
  startServer([process.execPath, '--import', 'tsx', fileURLToPath(new URL(file, import.meta.url))], (port) => [String(port), ...args], around, '/')
