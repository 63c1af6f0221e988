import { join } from 'node:path'
import { writeFile } from 'node:fs/promises'
import t from 'tap'
import { codeOf, feedRecord, lineOf } from '../support/feed.ts'
import { createDatabase } from '../support/database.ts'
import { runToEnd } from './command.ts'

const settings = { DATABASE_URL: await createDatabase(t, { seeds: true }) }
const lines = Array.from({ length: 1000 }, (_, n) => n < 15 ? '{' : lineOf(feedRecord({ code: codeOf(n) })))
const path = join(t.testdir(), 'rejected.ndjson')
await writeFile(path, lines.join('\n'))
const loading = ['--file', path, '--cutoff', '2026-10-31']

t.test('a run that is held says why and what lets it through, and is no success', async (t) => {
  const { code, said } = await runToEnd(t, 'sync', settings, ...loading)
  t.equal(code, 3)
  t.match(said, /^Run 1 \(file\): 1,000 records read.* 15 rejected$/m)
  t.match(said, /^Run 1 is held, and the register is as it was: 1\.5 % of the records were rejected \(allowed are 1 %\)\. POST \/v1\/sync\/runs\/1\/release lets it through\.$/m)
})

t.test('the settings say what is allowed', async (t) => {
  const { code, said } = await runToEnd(t, 'sync', { ...settings, GATE_REJECT_PERCENT: '1.5' }, ...loading)
  t.equal(code, 0)
  t.match(said, /985 new.* 15 rejected$/m)
  t.notMatch(said, /held/)
})
