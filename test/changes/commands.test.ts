import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { run, runToEnd } from '../cli/command.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testHistory } from '../support/history.ts'

const { url: DATABASE_URL, load } = await testHistory(t, [feedRecord({ code: codeOf(0) })])
const DATA_DIR = t.testdir()
const settings = { DATABASE_URL, DATA_DIR }
const folder = join(DATA_DIR, 'snapshots')

t.test('prune wants a position and a way back', async (t) => {
  t.match(await runToEnd(t, 'prune', settings), { code: 1, said: /npm run prune -- --before POSITION/ })
  t.match(await runToEnd(t, 'prune', settings, '--before', '10'), { code: 1, said: /There is no snapshot at position 9 or later/ })
})

t.test('snapshot says what it made, and the same again', async (t) => {
  const first = await runToEnd(t, 'snapshot', settings)
  t.match(first, { code: 0, said: /^Snapshot \d+: 1 enterprises\n {2}enterprises\.ndjson\.gz \d+ bytes, SHA-256 [0-9a-f]{64}\n/ })
  t.equal((await runToEnd(t, 'snapshot', settings)).said, first.said)
})

t.test('prune moves the beginning of the feed', async (t) => {
  t.match(await runToEnd(t, 'prune', settings, '--before', '10'), { code: 0, said: /The feed begins at position 10/ })
  t.match(await runToEnd(t, 'prune', settings, '--before', '5'), { code: 1, said: /begins at position 10 already/ })
})

t.test('a worker without a service makes snapshots by its schedule', async (t) => {
  await load([feedRecord({ code: codeOf(1) })])
  const worker = run(t, '../worker', { ...settings, SNAPSHOT_SCHEDULE: '* * * * *', LOG_LEVEL: 'info' })
  await worker.says(/"msg":"snapshot made"/)
  for (let tries = 0; (await readdir(folder)).length < 2 && tries < 100; tries++) await sleep(50)
  t.equal((await readdir(folder)).length, 2)
  worker.signal('SIGTERM')
  t.strictSame(await worker.ended, { code: 0, signal: null })
})
