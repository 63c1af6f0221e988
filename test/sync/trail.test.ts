import { sql } from 'drizzle-orm'
import t from 'tap'
import { findAuditFaults } from '../../src/journal/audit-queries.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { ndjson, testPush } from '../support/push.ts'

t.test('every write of the inlet is in the trail, with who and from where', async (t) => {
  const { call, open, db } = await testPush(t)
  const { body: { id } } = await open({ kind: 'delta', sequence: { from: 1, to: 1 } })
  const chunk = ndjson([feedRecord({ code: codeOf(1), status: { value: '77', name: null } }), 'no record'])
  await call('PUT', `/v1/sync/runs/${id}/chunks/1`, chunk, { 'content-type': 'application/x-ndjson' })
  await call('PUT', `/v1/sync/runs/${id}/chunks/1`, chunk, { 'content-type': 'application/x-ndjson' })
  await call('POST', `/v1/sync/runs/${id}/commit`)
  while ((await call('GET', `/v1/sync/runs/${id}`)).body.state === 'committing');
  await call('PUT', '/v1/mappings/status/77', { code: 'active', note: 'a letter' })
  await call('POST', `/v1/sync/runs/${id}/revert`, { reason: 'a mistake' })
  await call('POST', `/v1/sync/runs/${id}/revert`, { reason: 'once more' })
  const { body: { id: other } } = await open({ kind: 'delta', sequence: { from: 1, to: 1 } })
  await call('DELETE', `/v1/sync/runs/${other}`)

  const { rows } = await db.execute(sql`select who, label, action, subject, before, after, address, request_id from audit_entries where action ~ '^(run|mapping)' order by number`)
  const job = { who: /^key:\d+$/, label: 'job', address: '127.0.0.1', request_id: /^[0-9a-f-]{36}$/ }
  t.match(rows, [
    { ...job, action: 'run.open', subject: `run/${id}`, before: null, after: { state: 'open', source: 'nbrs', kind: 'delta' } },
    { ...job, action: 'run.fill', subject: `run/${id}`, after: { chunk: 1, records: 2, bytes: Buffer.byteLength(chunk), sha256: String } },
    { ...job, action: 'run.commit', subject: `run/${id}`, before: { state: 'open' }, after: { state: 'committing' } },
    { who: 'system', label: 'system', address: null, action: /^run\.(record|hold)$/, subject: `run/${id}`, before: { state: 'committing' } },
    { ...job, action: 'mapping.edit', subject: 'mapping/status/77', before: null, after: { code: 'active', note: 'a letter', position: Number } },
    { ...job, action: 'run.revert', subject: `run/${id}`, before: { state: 'succeeded' }, after: { state: 'reverted', reason: 'a mistake' } },
    { ...job, action: 'run.open', subject: `run/${other}` },
    { ...job, action: 'run.fail', subject: `run/${other}`, before: { state: 'open' }, after: { state: 'failed', reason: 'Given up.' } },
  ])
  t.equal(rows.length, 8, 'and nothing of what changed nothing')
  t.strictSame(await findAuditFaults(db), [])
})
