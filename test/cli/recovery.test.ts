import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { isAlive, waitForEnd } from '../../src/db/embedded/running-process.ts'
import { readGeography } from '../../src/sandbox/geography.ts'
import { writeHandover } from '../../src/sandbox/handover.ts'
import { createWorld } from '../../src/sandbox/world.ts'
import { loadFile } from '../../src/sync/load-file.ts'
import { connectTest } from '../support/database.ts'
import { dataDirs, freePort, KEY, postmasterPid, READY, run, stop } from './command.ts'
import { checkRegister, client, firstVersions, withRegister } from './register.ts'

/** Two batches of the first load, so that it can be broken off between them. */
const SIZE = 2000
const PORT = await freePort()
const { data: DATA_DIR } = await dataDirs(t, 'data')
const settings = { DATA_DIR, PORT, SANDBOX_SIZE: String(SIZE) }

/** The same world, loaded in one go. */
async function undisturbed (t: Test) {
  const { anchorOn } = JSON.parse(await readFile(join(DATA_DIR, 'sandbox/anchor.json'), 'utf8')) as { anchorOn: string }
  const world = createWorld({ geography: await readGeography(), seed: 1, size: SIZE, anchorOn, flaws: 'all' })
  const { path, cutoff } = await writeHandover(world, join(t.testdir(), 'handover.ndjson.gz'))
  const { db, pool } = await connectTest(t, { seeds: true })
  await loadFile({ source: 'sandbox', path, cutoff }, { db, pool, vsic: { version: '2018' }, now: () => new Date() })
  return firstVersions(db)
}

t.test('however often it is cut off, the register becomes that of an undisturbed start', async (t) => {
  const first = run(t, 'start', settings)
  await first.says(/^Loading it into the register/m)
  await stop(t, first, DATA_DIR)
  t.notMatch(first.output(), READY, 'Ctrl-C ends it in the middle of the load')

  const second = run(t, 'start', settings)
  await second.says(/^Loading it into the register/m)
  const postgres = await postmasterPid(DATA_DIR)
  second.signal('SIGKILL')
  process.kill(postgres, 'SIGKILL')
  await Promise.all([second.ended, waitForEnd(postgres, 10_000)])
  t.notMatch(second.output(), /vdr_/, 'the key was shown before the load')

  const third = run(t, 'start', settings)
  await third.says(READY)
  const api = client(PORT, KEY.exec(first.output())![1])
  t.match((await api.runs()).at(-1), { id: 1, mode: 'file', state: 'succeeded', resumed: 2 }, 'the load was taken up twice')
  third.signal('SIGKILL')
  await third.ended
  t.ok(isAlive(await postmasterPid(DATA_DIR)), 'the database outlives a killed service')

  const fourth = run(t, 'start', settings)
  await fourth.says(READY)
  t.match(fourth.output(), /PostgreSQL was still running/, 'and the next one takes it over')
  const { id } = (await api.runs())[0]!
  t.equal((await api.runAfter(id - 1)).state, 'succeeded')
  const versions = await withRegister(DATA_DIR, async (db) => {
    await checkRegister(t, db)
    return firstVersions(db)
  })
  await stop(t, fourth, DATA_DIR)
  t.ok(versions.length > SIZE)
  t.strictSame(versions, await undisturbed(t), 'row for row, and each at its position')
})
