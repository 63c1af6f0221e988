import t from 'tap'
import { checkSource } from '../../src/cli/start/feed.ts'
import { MixedSources } from '../../src/cli/start/failure.ts'
import { systemAuthor } from '../../src/journal/audit.ts'
import { openPush } from '../../src/sync/push.ts'
import { connectTest } from '../support/database.ts'

t.test('a register that real sources push to may pull from the national service, and never from the sandbox', async (t) => {
  const { db } = await connectTest(t)
  await openPush(db, { kind: 'delta', source: 'authority', sequence: { from: 1, to: 1 } }, systemAuthor('job'))
  await t.resolves(checkSource(db, 'nbrs'))
  await t.rejects(checkSource(db, 'sandbox'), MixedSources)
})

t.test('a register that made-up enterprises are pushed to has the sandbox, and never the national service', async (t) => {
  const { db } = await connectTest(t)
  await openPush(db, { kind: 'delta', source: 'sandbox', sequence: { from: 1, to: 1 } }, systemAuthor('job'))
  await t.resolves(checkSource(db, 'sandbox'))
  await t.rejects(checkSource(db, 'nbrs'), MixedSources)
})
