import t from 'tap'
import { recordAudit, systemAuthor } from '../../src/journal/audit.ts'
import { connectTest } from '../support/database.ts'
import { run } from './command.ts'

t.test('npm run verify says that the trail is whole, and which entry is not', async (t) => {
  const { db, pool, url } = await connectTest(t, { seeds: true })
  for (const n of [1, 2, 3]) await recordAudit(db, { by: systemAuthor('operator'), action: 'test.write', subject: `test/${n}` })
  const { rows: [end] } = await pool.query<{ number: string, hash: string }>('select number, hash from audit_head')
  const whole = run(t, 'verify', { DATABASE_URL: url })
  t.strictSame(await whole.ended, { code: 0, signal: null })
  t.match(whole.output(), `The trail is whole: ${end!.number} entries, the last with hash ${end!.hash}.`)
  // As somebody would who has all rights there are.
  await pool.query("begin; set local session_replication_role = replica; update audit_entries set who = 'nobody' where subject = 'test/2'; commit")
  const changed = run(t, 'verify', { DATABASE_URL: url })
  t.strictSame(await changed.ended, { code: 1, signal: null })
  t.match(changed.output(), `Entry ${Number(end!.number) - 1} of the trail is not what its hash says`)
})
