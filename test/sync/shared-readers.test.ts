import t from 'tap'
import type { Readers } from '../../src/sync/reading/readers.ts'
import { sharedReaders } from '../../src/sync/reading/shared-readers.ts'
import { connectTest } from '../support/database.ts'

const YESTERDAY = '2026-11-21'
const TODAY = '2026-11-22'
const digest = ({ digest }: Readers) => digest({ bytes: Buffer.from('{}\n'), places: Int32Array.of(0, 2, 2) })
const threads = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length

t.test('whoever reads with the rules of yesterday goes on with them; then they end, and a close ends all', async (t) => {
  const { db } = await connectTest(t, { seeds: true })
  const before = threads()
  const shared = sharedReaders(db, { version: '2018' })
  t.teardown(shared.close)
  let old: Readers | undefined
  await shared.use(YESTERDAY, async (readers) => {
    old = await readers()
    await shared.use(TODAY, async (newer) => t.not(await newer(), old, 'another day has readers of its own'))
    t.ok(await digest(old), 'the old ones go on')
    await shared.use(TODAY, async (newer) => t.ok(await digest(await newer())))
    t.ok(await digest(old), 'and on')
  })
  if (import.meta.url.endsWith('.js')) await t.rejects(digest(old!), { message: /stopped/ }, 'until nobody reads with them; threads run compiled code only')
  await shared.use(TODAY, async (readers) => {
    const current = await readers()
    await shared.use(TODAY, async (readers) => t.equal(await readers(), current, 'those of today are shared'))
  })
  await shared.close()
  t.equal(threads(), before, 'no thread is left that would keep the process')
})
