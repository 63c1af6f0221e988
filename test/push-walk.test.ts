import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { dataDirs, freePort, KEY, READY, run } from './cli/command.ts'
import { createDatabase } from './support/database.ts'
import { differences, readWalk, shell, walk } from './support/walk.ts'

// The service itself needs none of them; where they are not installed there is nobody to walk.
const tools = await shell('bash', ['-c', 'command -v curl gzip openssl']).then(({ stdout }) => stdout.trim().split('\n').length === 3, () => false)
if (!tools) {
  t.plan(0, 'curl, gzip or openssl are not installed')
  process.exit()
}

const steps = await readWalk('docs/push.md')
const port = await freePort()
const { data } = await dataDirs(t, 'data')
// The feed is read once and not again: a reading in the middle of the walk would have to be waited for.
const service = run(t, 'start', { DATA_DIR: data, PORT: port, SANDBOX_SIZE: '1000', POLL_SECONDS: '86400', DATABASE_URL: await createDatabase(t, { seeds: true }) })
const [, key = ''] = await service.says(KEY)
await service.says(READY)
const folder = await mkdtemp(join(tmpdir(), 'push-walk-'))
t.teardown(() => rm(folder, { recursive: true, force: true }))

const walkPush = () => walk(steps, folder, (script) => script.replaceAll('http://127.0.0.1:3000', `http://127.0.0.1:${port}`).replace(/vdr_…/, key))

t.test('the walk through the push goes as it is written', async (t) => {
  t.ok(steps.filter(({ answer }) => answer !== undefined).length > 20, 'finds the commands and answers')
  const printed = await walkPush()
  for (const [i, { title, status, answer }] of steps.entries()) {
    if (status === undefined) continue
    const [body = '', got] = printed[i]!.trimEnd().split('\n').slice(-2)
    t.equal(got, status, `the status of ${title}`)
    t.strictSame(differences(answer, JSON.parse(body)), [], title)
  }
})

t.test('and can be walked again', async (t) => {
  const printed = await walkPush()
  const codes = printed.slice(0, steps.length).map((block) => block.trimEnd().split('\n').at(-1))
  t.strictSame(codes.filter((_, i) => steps[i]!.status !== undefined), steps.flatMap(({ status }) => status ?? []))
  service.signal('SIGINT')
  t.strictSame(await service.ended, { code: 0, signal: null })
})
