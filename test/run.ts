/** Compiles everything once and runs the tests, all or the files named: a loader in each of them took ten seconds a file. */
import { spawnSync } from 'node:child_process'
import { cp, mkdir, rm, symlink } from 'node:fs/promises'
import { relative } from 'node:path'
// Chosen here for every process of the run.
import './support/scratch.ts'

const BUILT = '.tests'
const TAP = 'node_modules/tap/dist/esm/run.mjs'
/** What the compiled modules look for beside them. */
const LINKS = ['migrations', 'node_modules', 'package.json']
const COPIES = ['openapi', 'seeds']

function run (bin: string, ...args: string[]) {
  const { status, error } = spawnSync(process.execPath, [bin, ...args], { stdio: 'inherit' })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}

await rm(BUILT, { recursive: true, force: true })
run('node_modules/typescript/bin/tsc', '-p', 'test/tsconfig.json')
await mkdir(BUILT, { recursive: true })
for (const name of LINKS) await symlink(`../${name}`, `${BUILT}/${name}`, name.includes('.') ? 'file' : 'junction')
for (const name of COPIES) await cp(name, `${BUILT}/${name}`, { recursive: true })
// A fresh tap has plugins that load TypeScript; its first run would build it anew, yet still start every file with them.
const { stderr: plugins } = spawnSync(process.execPath, ['--input-type=module', '--eval', "import t from 'tap'; console.error(t.pluginSignature)"], { encoding: 'utf8' })
if (plugins.includes('@tapjs/typescript')) run(TAP, 'build')
const files = process.argv.slice(2).map((file) => `${BUILT}/${relative('.', file).replace(/\.ts$/, '.js')}`)
run(TAP, 'run', ...files)
