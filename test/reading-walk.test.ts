import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { dataDirs, freePort, READY, run } from './cli/command.ts'
import { createDatabase } from './support/database.ts'
import { differences, readWalk, shell, walk } from './support/walk.ts'

t.setTimeout(300_000)

if (!await shell('bash', ['-c', 'command -v curl']).then(() => true, () => false)) {
  t.plan(0, 'curl is not installed')
  process.exit()
}

const steps = await readWalk('docs/reading.md')
const port = await freePort()
const { data } = await dataDirs(t, 'data')
const service = run(t, 'start', { DATA_DIR: data, PORT: port, SANDBOX_SIZE: '1000', POLL_SECONDS: '86400', DATABASE_URL: await createDatabase(t, { seeds: true }) })
await service.says(READY)
const folder = await mkdtemp(join(tmpdir(), 'reading-walk-'))
t.teardown(() => rm(folder, { recursive: true, force: true }))

t.test('the walk through reading goes as it is written', async (t) => {
  t.ok(steps.filter(({ answer }) => answer !== undefined).length >= 7, 'finds the commands and answers')
  const printed = await walk(steps, folder, (script) => script.replaceAll('127.0.0.1:3000', `127.0.0.1:${port}`))
  for (const [i, { title, status, answer }] of steps.entries()) {
    if (status === undefined) continue
    const [body = '', got] = printed[i]!.trimEnd().split('\n').slice(-2)
    t.equal(got, status, `the status of ${title}`)
    t.strictSame(differences(answer, JSON.parse(body)), [], title)
  }
  const plain = steps.flatMap(({ status }, i) => status === undefined ? [printed[i]!.trim().split('\n')] : [])
  t.strictSame(plain[0], ['304'], 'what did not change is not sent again')
  t.equal(plain[1]![0], '1', 'a file under its own name')
  t.ok(Number(plain[1]![1]) > 50, 'and the whole register')
  service.signal('SIGINT')
  t.strictSame(await service.ended, { code: 0, signal: null })
})
