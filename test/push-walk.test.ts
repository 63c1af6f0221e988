import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { dataDirs, freePort, KEY, READY, run } from './cli/command.ts'
import { createDatabase } from './support/database.ts'

t.setTimeout(300_000)
const shell = promisify(execFile)
/** Printed behind each block of commands, to tell their answers apart. */
const END = '-- end of block --'
const REST = '…'
/** They are others at each start; of these only the type is compared. */
const PASSING = new Set(['id', 'position', 'firstPosition', 'lastPosition', 'bytes'])

interface Step { title: string, commands: string, status?: string, answer?: unknown }

/** The commands of the walk in order, each with the answer that is shown below it. */
async function readWalk (): Promise<Step[]> {
  const text = await readFile('docs/push.md', 'utf8')
  return text.split(/^(?=## )/m).flatMap((section) =>
    [...section.matchAll(/^```bash\n(.*?)^```$(?:\n\n```jsonc\n\/\/ (\d{3})\n(.*?)^```$)?/gms)].map(([, commands = '', status, answer], i) => ({
      title: `${/^## (.*)/.exec(section)?.[1] ?? 'the beginning'}, block ${i + 1}`,
      commands,
      ...status !== undefined && answer !== undefined && { status, answer: JSON.parse(answer) as unknown },
    })))
}

/** Where an answer differs from what is shown of it, by path. */
function differences (shown: unknown, found: unknown, path = ''): string[] {
  if (shown === REST) return []
  if (Array.isArray(shown)) {
    if (!Array.isArray(found)) return [`${path} is no list`]
    const items = shown.at(-1) === REST ? shown.slice(0, -1) : shown
    if (items.length === shown.length ? found.length !== items.length : found.length <= items.length) return [`${path} has ${found.length} items`]
    return items.flatMap((item, i) => differences(item, found[i], `${path}[${i}]`))
  }
  if (typeof shown === 'object' && shown !== null) {
    if (typeof found !== 'object' || found === null) return [`${path} is no object`]
    return Object.entries(shown).flatMap(([name, value]) => PASSING.has(name)
      ? typeof value === typeof (found as Record<string, unknown>)[name] ? [] : [`${path}.${name} is another type`]
      : differences(value, (found as Record<string, unknown>)[name], `${path}.${name}`))
  }
  return shown === found ? [] : [`${path} is ${JSON.stringify(found)}, not ${JSON.stringify(shown)}`]
}

// The service itself needs none of them; where they are not installed there is nobody to walk.
const tools = await shell('bash', ['-c', 'command -v curl gzip openssl']).then(({ stdout }) => stdout.trim().split('\n').length === 3, () => false)
if (!tools) {
  t.plan(0, 'curl, gzip or openssl are not installed')
  process.exit()
}

const steps = await readWalk()
const port = await freePort()
const { data } = await dataDirs(t, 'data')
// The feed is read once and not again: a reading in the middle of the walk would have to be waited for.
const service = run(t, 'start', { DATA_DIR: data, PORT: port, SANDBOX_SIZE: '1000', POLL_SECONDS: '86400', DATABASE_URL: await createDatabase(t, { seeds: true }) })
const [, key = ''] = await service.says(KEY)
await service.says(READY)
const folder = await mkdtemp(join(tmpdir(), 'push-walk-'))
t.teardown(() => rm(folder, { recursive: true, force: true }))

/** Types the whole walk into one shell, as a reader does, and answers what each block printed. */
async function walk (): Promise<string[]> {
  const script = steps.map(({ commands }) => `${commands}\necho '${END}'\n`).join('').replaceAll('http://127.0.0.1:3000', `http://127.0.0.1:${port}`).replace(/vdr_…/, key)
  const { stdout } = await shell('bash', ['-u', '-c', script], { cwd: folder, timeout: 120_000 })
  return stdout.split(`${END}\n`)
}

t.test('the walk through the push goes as it is written', async (t) => {
  t.ok(steps.filter(({ answer }) => answer !== undefined).length > 20, 'finds the commands and answers')
  const printed = await walk()
  for (const [i, { title, status, answer }] of steps.entries()) {
    if (status === undefined) continue
    const [body = '', got] = printed[i]!.trimEnd().split('\n').slice(-2)
    t.equal(got, status, `the status of ${title}`)
    t.strictSame(differences(answer, JSON.parse(body)), [], title)
  }
})

t.test('and can be walked again', async (t) => {
  const printed = await walk()
  const codes = printed.slice(0, steps.length).map((block) => block.trimEnd().split('\n').at(-1))
  t.strictSame(codes.filter((_, i) => steps[i]!.status !== undefined), steps.flatMap(({ status }) => status ?? []))
  service.signal('SIGINT')
  t.strictSame(await service.ended, { code: 0, signal: null })
})
