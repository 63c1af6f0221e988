import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { withRunLock } from '../../src/sync/lock.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testPush } from '../support/push.ts'

t.test('a replay and a revert wait for a run that is going on', async (t) => {
  const { pool, delta, call } = await testPush(t)
  const first = await delta([feedRecord({ code: codeOf(0) }), '{"code":"0100000028","name":"Không có ngày"}'])
  t.match(first, { state: 'succeeded', new: 1, rejected: 1 })
  const behind = async (path: string, body?: object) => {
    const other = withRunLock(pool, () => sleep(600))
    const answer = await call('POST', path, body)
    await other
    return answer
  }
  t.match(await behind(`/v1/sync/runs/${first.id}/rejects/replay`), { status: 201, body: { mode: 'replay', read: 1, rejected: 1 } })
  t.match(await behind(`/v1/sync/runs/${first.id}/revert`, { reason: 'It came too early.' }), { status: 200, body: { state: 'reverted' } })
})
