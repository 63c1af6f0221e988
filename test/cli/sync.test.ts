import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { isAlive } from '../../src/db/embedded/running-process.ts'
import { readGeography } from '../../src/sandbox/geography.ts'
import { writeHandover } from '../../src/sandbox/handover.ts'
import { createWorld } from '../../src/sandbox/world.ts'
import { dataDirs, freePort, KEY, postmasterPid, READY, run, runToEnd, stop } from './command.ts'
import { checkRegister, client, sumOf, withRegister } from './register.ts'

const SIZE = 2000
const { data: DATA_DIR, none } = await dataDirs(t, 'data', 'none')
const settings = { DATA_DIR, SANDBOX_SIZE: '0' }
const folder = t.testdir({ 'plain.ndjson.gz': 'no gzip at all', 'folder.ndjson.gz': {} })
const world = createWorld({ geography: await readGeography(), seed: 3, size: SIZE, anchorOn: '2026-11-01', flaws: 'none' })
const { path: whole, records } = await writeHandover(world, join(folder, 'whole.ndjson.gz'))
const cut = join(folder, 'cut.ndjson.gz')
const bytes = await readFile(whole)
await writeFile(cut, bytes.subarray(0, bytes.length / 2))
const loading = ['--file', whole, '--cutoff', '2026-10-31']
const number = (n: number) => n.toLocaleString('en-US')

t.test('a call that names nothing to read is told so, and makes no database', async (t) => {
  const calls: [args: string[], sentence: RegExp][] = [
    [[], /^Say what to read: --file FILE/],
    [['--file', join(folder, 'missing.ndjson.gz')], /^There is no file .*missing\.ndjson\.gz that can be read\.\n$/],
    [['--file', whole, '--cutoff', '2026-02-31'], /^--cutoff is the last day .*"2026-02-31" is none\.\n$/],
    [['--flie', whole], /^Unknown option '--flie'/],
  ]
  for (const [args, sentence] of calls) {
    t.match(await runToEnd(t, 'sync', { ...settings, DATA_DIR: none }, ...args), { code: 1, said: sentence })
  }
  await t.rejects(postmasterPid(none), { code: 'ENOENT' })
})

t.test('a file that cannot be read to its end leaves the register as it was', async (t) => {
  t.match(await runToEnd(t, 'sync', settings, '--file', join(folder, 'plain.ndjson.gz')), { code: 1, said: /plain\.ndjson\.gz is no gzip file.*Nothing of it/ })
  t.match(await runToEnd(t, 'sync', settings, '--file', cut), { code: 1, said: /cut\.ndjson\.gz ends in the middle.*Nothing of it/ })
  await withRegister(DATA_DIR, async (db) => {
    const { rows } = await db.execute(sql`select (select count(*)::int from enterprise_versions) as versions, (select count(*)::int from runs where state = 'succeeded') as runs`)
    t.strictSame(rows, [{ versions: 0, runs: 0 }])
  })
})

t.test('a hand-over file comes in, also in two goes', async (t) => {
  const broken = run(t, 'sync', settings, ...loading)
  await broken.says(/^Reading \([\d,]+\)/m)
  broken.signal('SIGINT')
  t.match(await broken.ended, { code: 130 }, 'a call that was broken off is no success')
  await t.rejects(postmasterPid(DATA_DIR), { code: 'ENOENT' }, 'and leaves no server running')

  const loaded = await runToEnd(t, 'sync', settings, ...loading)
  t.match(loaded, { code: 0, said: `${number(records)} records read: ${number(SIZE)} new, ${number(records - SIZE)} changed, 0 unchanged, 0 skipped, 0 rejected` })
  await withRegister(DATA_DIR, (db) => checkRegister(t, db))
})

t.test('a second terminal shares the database of a running service', async (t) => {
  const PORT = await freePort()
  const service = run(t, 'start', { ...settings, PORT })
  await service.says(READY)
  const postgres = await postmasterPid(DATA_DIR)
  const { nation } = await client(PORT).counts()
  t.ok(nation.total > 0, 'the service counts what the command has loaded')
  t.match(service.output(), /No feed is configured/)
  const again = await runToEnd(t, 'sync', settings, ...loading)
  t.match(again, { code: 0, said: `${number(records)} records read: 0 new, 0 changed, ${number(records)} unchanged, 0 skipped, 0 rejected` }, 'the same file changes nothing')
  t.ok(isAlive(postgres), 'the command leaves the database to the service')

  const api = client(PORT, KEY.exec(service.output())![1])
  t.strictSame((await client(PORT).counts()).nation, nation)
  const runs = await api.runs()
  t.strictSame(runs.map(({ state }) => state), ['succeeded', 'succeeded', 'failed', 'failed'])
  t.match(runs[1], { resumed: 1 }, 'the load that was broken off went on')
  for (const found of runs.slice(0, 2)) t.equal(sumOf(found), found.read)
  await stop(t, service, DATA_DIR)
})
