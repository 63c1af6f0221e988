import { readdir } from 'node:fs/promises'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import type { Reject } from '../../src/sync/feed-record.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const broken = (line: number): Reject => ({ kind: 'reject', reason: 'invalid-date', field: 'MainInformation.FOUNDING_DATE', code: codeOf(line), record: { MainInformation: { FOUNDING_DATE: '31/02/2020' } } })
const { get, db, load } = await testRegister(t, [feedRecord(), broken(1), { kind: 'skip', reason: 'branch' }, broken(2), feedRecord({ code: codeOf(3), status: { value: '9', name: null } })])
await load([feedRecord()])
const { key } = await issueKey(db, { label: 'operator', scopes: ['feed:write'] })
const operator = { authorization: `Bearer ${key}` }

t.test('runs and rejects are for operators', async (t) => {
  for (const path of ['/v1/sync/runs', '/v1/sync/runs/1', '/v1/sync/runs/1/rejects']) {
    t.match(await get(path), { status: 401, body: { type: '/problems/unauthenticated' } }, path)
    t.match(await get(path, { authorization: `Bearer ${key}x` }), { status: 401 }, path)
  }
  const { key: other } = await issueKey(db, { label: 'officer', scopes: ['decide:48'] })
  t.match(await get('/v1/sync/runs', { authorization: `Bearer ${other}` }), { status: 403, body: { type: '/problems/forbidden', detail: /feed:write/ } })
})

t.test('lists runs, newest first, with counts that add up', async (t) => {
  const { body, headers } = await get('/v1/sync/runs', operator)
  t.equal(headers['cache-control'], 'no-store')
  t.strictSame(body.items.map((run: { id: number }) => run.id), [2, 1])
  for (const run of body.items) {
    const skipped = Object.values<number>(run.skipped).reduce((sum, n) => sum + n, 0)
    t.equal(run.read, run.new + run.changed + run.unchanged + skipped + run.rejected, `run ${run.id}`)
  }
  t.match(body.items[1], { state: 'succeeded', read: 5, new: 2, rejected: 2, skipped: { branch: 1 } })
  t.match(body.items[0], { unchanged: 1, firstPosition: null, lastPosition: null })
  const page = await get('/v1/sync/runs?limit=1', operator)
  t.match(await get(`/v1/sync/runs?limit=1&cursor=${page.body.next}`, operator), { body: { items: [{ id: 1 }], next: null } })
})

t.test('shows a run and its rejects in the order of the feed', async (t) => {
  t.match(await get('/v1/sync/runs/1', operator), { status: 200, body: { id: 1, source: 'nbrs', kind: 'delta' } })
  const first = await get('/v1/sync/runs/1/rejects?limit=1', operator)
  t.match(first.body.items, [{ line: 3, reason: 'invalid-date', field: 'MainInformation.FOUNDING_DATE', code: codeOf(1), record: { MainInformation: { FOUNDING_DATE: '31/02/2020' } } }])
  t.match((await get(`/v1/sync/runs/1/rejects?limit=1&cursor=${first.body.next}`, operator)).body, { items: [{ line: 5 }], next: null })
  t.match(await get(`/v1/sync/runs/2/rejects?limit=1&cursor=${first.body.next}`, operator), { status: 400 }, 'a cursor of another run')
})

t.test('refuses runs that do not exist', async (t) => {
  t.match(await get('/v1/sync/runs/99', operator), { status: 404 })
  t.match(await get('/v1/sync/runs/99/rejects', operator), { status: 404 })
  for (const id of ['0', '-1', 'x', '1e1', '9'.repeat(30)]) t.match(await get(`/v1/sync/runs/${id}`, operator), { status: 400, body: { errors: [{ path: 'run' }] } }, id)
})

t.test('the status tells how the register stands', async (t) => {
  const { body, headers } = await get('/v1/status')
  t.equal(headers['cache-control'], 'no-store')
  t.match(body, {
    lastRun: { id: 2 }, lastRunAgeSeconds: Number, sourceReadAt: '2026-11-22T03:00:00.000Z', runInProgress: false, ruleSet: 1,
    enterprises: { known: 2, served: 2, unknownStatus: 1, unknownLegalType: 0, withoutCommune: 0 },
  })
  t.equal(body.seeds.files.length, (await readdir('seeds')).filter((file) => /^\d+-.*\.csv$/.test(file)).length)
})
