import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { EVENT_TYPES } from '../../src/changes/event.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testHistory } from '../support/history.ts'

const run = promisify(execFile)
const text = await readFile('docs/changes.md', 'utf8')

t.test('the worked example has the checksum that it says', async (t) => {
  const [, lines, checksum] = /^```text\n(.*?)^```\n\nhave the checksum\n`(\w{64})`/ms.exec(text) ?? []
  t.equal(createHash('sha256').update(lines!).digest('hex'), checksum)
})

t.test('every type of event is explained', async (t) => {
  t.strictSame(EVENT_TYPES.filter((type) => !text.includes(`\`${type}\``)), [])
})

t.test('the reader of the document follows, goes on and proves its copy', async (t) => {
  const [, program] = /^```js\n(.*?)^```/ms.exec(text) ?? []
  const folder = t.testdir()
  const [script, file] = [join(folder, 'reader.mjs'), join(folder, 'copy.json')]
  await writeFile(script, program!)
  const { app, load, full } = await testHistory(t, [feedRecord({ code: codeOf(0) }), feedRecord({ code: codeOf(1) })])
  const service = await app.listen({ host: '127.0.0.1', port: 0 })
  const read = async () => (await run(process.execPath, [script, service, file])).stdout
  t.match(await read(), /^2 enterprises at position \d+: complete\n$/)
  await load([feedRecord({ code: codeOf(2) }), feedRecord({ code: codeOf(0), changes: 1, amendedOn: '2024-01-01', name: 'MỚI' })])
  await full('2026-10-31', [feedRecord({ code: codeOf(2) })])
  t.match(await read(), /^1 enterprises at position \d+: complete\n$/)
  const copy = JSON.parse(await readFile(file, 'utf8'))
  copy.enterprises[codeOf(2)].version = 9
  await writeFile(file, JSON.stringify(copy))
  t.match(await read(), /NOT the register/)
})
