import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../src/db/embedded/postmaster.ts'
import { collect, ended, runProgram, startProgram, watchPeak } from './program.ts'
import type { Register } from './register.ts'

export interface Service {
  url: string
  /** May push and release. */
  key: string
  /** Bytes that the server has had resident at most. */
  peak: () => number | undefined
}

const START_MS = 30_000

/** The API as `node dist/server.js` starts it, on the register's database. */
export async function withService<T> (register: Register, work: (service: Service) => Promise<T>): Promise<T> {
  const { stdout } = await runProgram('cli/issue-key.js', ['benchmark', 'feed:write', 'feed:release'], register)
  const port = await freePort(undefined)
  const url = `http://127.0.0.1:${port}`
  const server = startProgram('server.js', [], { ...register, env: { ...register.env, PORT: String(port) } })
  const said = collect(server)
  const end = ended(server)
  // Whoever awaits it below hears of it; until then it must not count as unhandled.
  end.catch(() => undefined)
  const peak = watchPeak(server.pid!)
  try {
    await Promise.race([ready(url), end.then((code) => { throw new Error(`server.js ended with ${code}: ${said.stderr}`) })])
    return await work({ url, key: stdout.trim(), peak })
  } finally {
    peak()
    server.kill('SIGTERM')
    await end.catch(() => undefined)
  }
}

async function ready (url: string) {
  for (const until = performance.now() + START_MS; performance.now() < until; await sleep(50)) {
    if (await fetch(`${url}/health/ready`).then((answer) => answer.ok, () => false)) return
  }
  throw new Error('The server did not become ready.')
}
