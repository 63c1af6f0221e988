import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { dataDirs, freePort, KEY, READY, run } from './cli/command.ts'
import { createDatabase } from './support/database.ts'
import { differences, readWalk, shell, walk } from './support/walk.ts'

if (!await shell('bash', ['-c', 'command -v curl']).then(() => true, () => false)) {
  t.plan(0, 'curl is not installed')
  process.exit()
}

const steps = await readWalk('docs/webhooks.md')
const [port, receiver] = [await freePort(), await freePort()]
const { data } = await dataDirs(t, 'data')
const service = run(t, 'start', { DATA_DIR: data, PORT: port, SANDBOX_SIZE: '1000', POLL_SECONDS: '86400', WEBHOOK_ALLOW_PRIVATE: 'true', DATABASE_URL: await createDatabase(t, { seeds: true }) })
const [, key = ''] = await service.says(KEY)
await service.says(READY)
const folder = await mkdtemp(join(tmpdir(), 'webhooks-walk-'))
t.teardown(() => rm(folder, { recursive: true, force: true }))
// What the reader installs there.
await mkdir(join(folder, 'node_modules'))
await symlink(await realpath('node_modules/standardwebhooks'), join(folder, 'node_modules/standardwebhooks'))

t.test('the walk through the webhooks goes as it is written', async (t) => {
  t.ok(steps.filter(({ answer }) => answer !== undefined).length >= 10, 'finds the commands and answers')
  const printed = await walk(steps, folder, (script) => script.replaceAll('127.0.0.1:3000', `127.0.0.1:${port}`).replaceAll('4000', String(receiver)).replace(/vdr_…/, key))
  for (const [i, { title, status, answer }] of steps.entries()) {
    if (status === undefined) continue
    const [body = '', got] = printed[i]!.trimEnd().split('\n').slice(-2)
    t.equal(got, status, `the status of ${title}`)
    t.strictSame(differences(answer, JSON.parse(body)), [], title)
  }
  service.signal('SIGINT')
  t.strictSame(await service.ended, { code: 0, signal: null })
})
