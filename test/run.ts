/** Compiles everything once and runs the tests, all or the files named: a loader in each of them took ten seconds a file. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, readdir, rm, symlink } from 'node:fs/promises'
import { join, relative } from 'node:path'
// Chosen here for every process of the run.
import './support/scratch.ts'

const BUILT = '.tests'
const TESTS = join(BUILT, 'test')
/** What the compiled modules look for beside them. */
const LINKS = ['migrations', 'node_modules', 'package.json']
const COPIES = ['openapi', 'seeds']
const REPORTER = ['node_modules/tap/dist/esm/run.mjs', 'run', '-']

async function run (...args: string[]): Promise<number> {
  const [code] = await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'close') as [number | null]
  return code ?? 1
}

async function must (...args: string[]) {
  const code = await run(...args)
  if (code !== 0) process.exit(code)
}

/** Who looks on is told in short; whatever else reads is given all that TAP has. */
async function runSuite (files: string[]): Promise<number> {
  const suite = [join(TESTS, 'suite.js'), ...files]
  if (!process.stdout.isTTY) return await run(...suite)
  const running = spawn(process.execPath, suite, { stdio: ['ignore', 'pipe', 'inherit'] })
  const reporter = spawn(process.execPath, REPORTER, { stdio: [running.stdout!, 'inherit', 'inherit'] })
  const ended = await Promise.all([running, reporter].map((child) => once(child, 'close') as Promise<[number | null]>))
  return ended.some(([code]) => code !== 0) ? 1 : 0
}

// Ctrl-C reaches the tests as well; the server that they share is still to be stopped.
process.on('SIGINT', () => {})
await rm(BUILT, { recursive: true, force: true })
await must('node_modules/typescript/bin/tsc', '-p', 'test/tsconfig.json')
await mkdir(BUILT, { recursive: true })
for (const name of LINKS) await symlink(`../${name}`, join(BUILT, name), name.includes('.') ? 'file' : 'junction')
for (const name of COPIES) await cp(name, join(BUILT, name), { recursive: true })
const named = process.argv.slice(2).map((file) => join(BUILT, relative('.', file).replace(/\.ts$/, '.js')))
const all = (await readdir(TESTS, { recursive: true })).filter((name) => name.endsWith('.test.js')).sort().map((name) => join(TESTS, name))
await must(join(TESTS, 'support/start-database.js'))
const code = await runSuite(named.length > 0 ? named : all)
process.exitCode = await run(join(TESTS, 'support/stop-database.js')) || code
