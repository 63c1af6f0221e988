import { gzipSync } from 'node:zlib'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { countCells, findFaults } from '../../src/enterprises/queries.ts'
import type { FeedRecord } from '../../src/sync/feed-record.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { digestOf, ndjson, testPush } from '../support/push.ts'

const HAI_CHAU = { full: '', city: 'Thành phố Đà Nẵng', district: '', ward: 'Phường Hải Châu' }
const numbered = (n: number, given: Partial<FeedRecord> = {}) => feedRecord({ code: codeOf(n), ...given })
const many = (count: number, given: Partial<FeedRecord> = {}) => Array.from({ length: count }, (_, n) => numbered(n, given))
const amended = (n: number, given: Partial<FeedRecord> = {}) => numbered(n, { amendedOn: '2025-03-01', changes: 1, ...given })
type Push = Awaited<ReturnType<typeof testPush>>
const total = async ({ db }: Push) =>
  (await countCells(db, '2026-11-22', { status: ['active'], basis: ['derived'] })).reduce((sum, cell) => sum + cell.enterprises, 0)

t.test('a pushed run: opened, filled, looked at, committed, read', async (t) => {
  const push = await testPush(t)
  const opened = await push.open({ kind: 'delta', sequence: { from: 1, to: 2 } })
  t.match(opened, { status: 201, body: { state: 'open', mode: 'push', sequence: { from: 1, to: 2 } }, headers: { location: '/v1/sync/runs/1' } })
  t.match(await push.put(1, 1, [numbered(0), numbered(1)]), { status: 201, body: { number: 1, records: 2 } })
  t.match(await push.put(1, 2, [numbered(2, { address: HAI_CHAU }), '{"no": "record"}']), { status: 201 })
  t.match(await push.dryRun(1), {
    status: 200,
    body: {
      dryRun: true, gates: [], run: { state: 'open', read: 4, rejected: 1 },
      diff: {
        new: 3, changed: 0, gone: 0, moved: 0,
        provinces: [{ province: '01', before: 0, after: 2, new: 2 }, { province: '48', before: 0, after: 1, new: 1 }],
        categories: [{ category: 'iv', basis: 'derived', before: 0, after: 3 }],
      },
    },
  })
  t.match(await push.get(`/v1/enterprises/${codeOf(0)}`), { status: 404 }, 'nothing is applied')
  t.match(await push.commit(1, { chunks: 2 }), { status: 202 })
  t.match(await push.settled(1), { state: 'succeeded', read: 4, new: 3, rejected: 1, placedShare: 1 })
  t.match(await push.get(`/v1/enterprises/${codeOf(2)}`), { status: 200, body: { province: '48', commune: /^\d{5}$/ } })
  t.match((await push.call('GET', '/v1/sync/runs/1/rejects')).body.items, [{ chunk: 2, line: 2, reason: 'unreadable' }])
  t.match((await push.call('GET', '/v1/sync/runs/1/chunks')).body.items, [{ number: 1, records: 2 }, { number: 2, records: 2 }])
  t.strictSame((await push.call('GET', '/v1/sync/runs/1/transitions')).body.items.map(({ from, to, by }: Record<string, string>) => [from, to, by]),
    [[null, 'open', 'job'], ['open', 'committing', 'job'], ['committing', 'succeeded', 'system']])
  t.match((await push.get('/v1/status')).body, { expectedSequence: { nbrs: 3 }, heldRuns: [], runInProgress: false })
  t.strictSame(await findFaults(push.db), [])
})

t.test('the sequence of a source: duplicates are answered, gaps refused', async (t) => {
  const push = await testPush(t)
  t.match(await push.open({ kind: 'delta', sequence: { from: 2, to: 2 } }), { status: 409, body: { type: '/problems/sequence-gap', expected: 1, received: 2 } })
  await push.delta([numbered(0)])
  t.match(await push.open({ kind: 'delta', sequence: { from: 1, to: 1 } }), { status: 200, body: { id: 1, state: 'succeeded' } }, 'nothing is left to send')
  await push.open({ kind: 'delta', sequence: { from: 2, to: 3 } })
  t.match(await push.open({ kind: 'delta', sequence: { from: 4, to: 4 } }), { status: 201 }, 'may be filled while the one before is open')
  await push.put(3, 1, [numbered(1)])
  t.match(await push.commit(3), { status: 409, body: { expected: 2, received: 4 } }, 'and waits for it')
  await push.call('DELETE', '/v1/sync/runs/2')
  await push.push({ kind: 'delta', sequence: { from: 1, to: 3 } }, [numbered(0), numbered(2)])
  t.match(await push.settled(4), { state: 'succeeded', new: 1, unchanged: 1 })
  t.match(await push.commit(3), { status: 202 })
  t.match(await push.settled(3), { state: 'succeeded', new: 1 })
  t.match((await push.get('/v1/status')).body, { expectedSequence: { nbrs: 5 } })
  t.match(await push.open({ kind: 'delta', source: 'agency', sequence: { from: 5, to: 5 } }), { status: 409, body: { expected: 1 } }, 'every source counts by itself')
  t.match(await push.open({ kind: 'delta', source: 'sandbox', sequence: { from: 1, to: 1 } }), { status: 409, body: { type: '/problems/mixed-sources' } })
})

t.test('a chunk again is no news, another one under its number is refused', async (t) => {
  const push = await testPush(t)
  await push.open({ kind: 'delta', sequence: { from: 1, to: 1 } })
  await push.put(1, 1, [numbered(0)])
  t.match(await push.put(1, 1, [numbered(0)]), { status: 200, body: { number: 1, records: 1 } })
  t.match(await push.put(1, 1, [numbered(1)]), { status: 409, body: { type: '/problems/chunk-conflict' } })
  await push.put(1, 3, [numbered(2)])
  t.match(await push.commit(1), { status: 409, body: { type: '/problems/missing-chunk', errors: [{ path: 'chunks.2' }] } })
  await push.put(1, 2, [numbered(1)])
  t.match(await push.commit(1, { chunks: 4 }), { status: 409, body: { errors: [{ path: 'chunks.4' }] } })
  await push.commit(1, { chunks: 3 })
  t.match(await push.settled(1), { state: 'succeeded', read: 3, new: 3 })
  t.match(await push.put(1, 4, [numbered(3)]), { status: 409, body: { type: '/problems/wrong-state' } })
  t.match(await push.commit(1), { status: 202, body: { state: 'succeeded' } }, 'a commit again changes nothing')
})

t.test('the bytes that arrive are compared with their digest', async (t) => {
  const push = await testPush(t)
  await push.open({ kind: 'delta', sequence: { from: 1, to: 1 } })
  const body = ndjson([numbered(0)])
  const plain = { 'content-type': 'application/x-ndjson' }
  t.match(await push.call('PUT', '/v1/sync/runs/1/chunks/1', body, { ...plain, 'content-digest': digestOf(`${body} `) }), { status: 400, body: { errors: [{ path: 'Content-Digest' }] } })
  t.match(await push.call('PUT', '/v1/sync/runs/1/chunks/1', body, { ...plain, 'content-digest': 'sha-256=:nonsense:' }), { status: 400, body: { errors: [{ path: 'content-digest' }] } })
  t.match(await push.call('PUT', '/v1/sync/runs/1/chunks/1', body, { ...plain, 'record-count': '2' }), { status: 400, body: { errors: [{ path: 'Record-Count' }] } })
  t.match(await push.call('PUT', '/v1/sync/runs/1/chunks/1', gzipSync(body).subarray(0, 60), { ...plain, 'content-encoding': 'gzip' }), { status: 400, body: { errors: [{ path: 'body' }] } })
  t.match((await push.call('GET', '/v1/sync/runs/1')).body, { state: 'open', read: 0 }, 'nothing of them stays')
  t.match(await push.call('PUT', '/v1/sync/runs/1/chunks/1', body, { ...plain, 'content-digest': `md5=:x:, ${digestOf(body)}` }), { status: 201 })
})

t.test('what a full file lacks is gone, and comes back when it is told of again', async (t) => {
  const push = await testPush(t)
  await push.delta(many(60))
  const before = await push.get(`/v1/enterprises/${codeOf(59)}`)
  const run = await push.full('2026-11-20', many(59))
  t.match(run, { state: 'succeeded', gone: 1, unchanged: 59, new: 0, changed: 0 })
  const gone = await push.get(`/v1/enterprises/${codeOf(59)}`)
  t.match(gone, { status: 410, body: { type: '/problems/gone', lastVersion: { code: codeOf(59), name: before.body.name, version: 2 } } })
  t.equal(await total(push), 59)
  t.equal((await push.get('/v1/enterprises?total=true')).body.total, 59)
  t.match(await push.full('2026-11-20', many(60)), { state: 'succeeded', new: 1, gone: 0 })
  t.match(await push.get(`/v1/enterprises/${codeOf(59)}`), { status: 200, body: { version: 3 } })
  t.equal(await total(push), 60)
  t.strictSame(await findFaults(push.db), [])
})

t.test('a full file says nothing of what came after its cut-off, nor of a record in it that is damaged', async (t) => {
  const push = await testPush(t)
  await push.delta([...many(60), numbered(60, { registeredOn: '2026-11-21', amendedOn: '2026-11-21' }), amended(61, { amendedOn: '2026-11-21' })])
  const cut = JSON.stringify({ code: codeOf(59) }).slice(0, -1)
  t.match(await push.full('2026-11-20', [...many(59), cut]), { state: 'succeeded', gone: 0, rejected: 1 })
  t.equal(await total(push), 62)
})

t.test('a full file that would drop too much is held until somebody answers for it', async (t) => {
  const push = await testPush(t, many(100))
  const held = await push.full('2026-11-20', many(97))
  t.match(held, { state: 'held', gates: [{ gate: 'drop', found: 3, allowed: 2 }], diff: { gone: 3 }, gone: 0 })
  t.equal(await total(push), 100)
  t.match((await push.get('/v1/status')).body.heldRuns, [{ id: held.id, gates: [{ gate: 'drop' }] }])
  const { key } = await issueKey(push.db, { label: 'writer', scopes: ['feed:write'] })
  const release = (reason: object, headers = {}) => push.call('POST', `/v1/sync/runs/${held.id}/release`, reason, headers)
  t.match(await release({ reason: 'It is right.' }, { authorization: `Bearer ${key}` }), { status: 403 })
  t.match(await release({}), { status: 400, body: { errors: [{ path: 'reason' }] } })
  t.match(await release({ reason: 'It is right.' }), { status: 202 })
  t.match(await push.settled(held.id), { state: 'succeeded', gone: 3, gates: [{ gate: 'drop' }] })
  t.match((await push.call('GET', `/v1/sync/runs/${held.id}/transitions`)).body.items.map(({ to, reason }: Record<string, string>) => [to, reason]),
    [['open', null], ['committing', null], ['held', null], ['committing', 'It is right.'], ['succeeded', null]])
  t.equal(await total(push), 97)
  t.match(await release({ reason: 'Once more.' }), { status: 409, body: { type: '/problems/wrong-state' } })
})

t.test('a province that would lose a tenth, rejects and a lost field hold a run as well', async (t) => {
  const push = await testPush(t, [...many(60, { address: HAI_CHAU }), ...Array.from({ length: 2000 }, (_, n) => numbered(60 + n))])
  const rest = Array.from({ length: 2000 }, (_, n) => numbered(60 + n))
  t.match(await push.full('2026-11-20', [...many(60, { address: HAI_CHAU }).slice(7), ...rest]), { state: 'held', gates: [{ gate: 'province-drop', subject: '48', found: 11.67, allowed: 10 }] })
  const moved = many(7, { amendedOn: '2025-01-01', changes: 1 })
  t.match(await push.full('2026-11-20', [...many(60, { address: HAI_CHAU }).slice(7), ...moved, ...rest]), { state: 'held', gates: [{ gate: 'province-drop' }] }, 'moving away counts too')
  t.match(await push.delta([...rest.slice(0, 985), ...Array.from({ length: 15 }, () => '{}')]), { state: 'held', gates: [{ gate: 'rejects', found: 1.5, allowed: 1 }] })
  await push.call('DELETE', '/v1/sync/runs/4')
  t.match(await push.push({ kind: 'delta', sequence: { from: 1, to: 1 } }, rest.map((record) => ({ ...record, changes: 1, amendedOn: '2025-01-01', industries: [], hasMainIndustry: false }))),
    { state: 'held', gates: [{ gate: 'lost-field', subject: 'industries' }, { gate: 'lost-field', subject: 'mainIndustry' }] })
  t.equal(await total(push), 2060)
})

t.test('a revert appends what was before and gives the numbers back', async (t) => {
  const push = await testPush(t)
  await push.delta([numbered(0), numbered(1)])
  const cells = await countCells(push.db, '2026-11-22', { status: ['active'], basis: ['derived'] })
  const { lastPosition } = await push.delta([amended(0, { name: 'TÊN SAI', address: HAI_CHAU }), numbered(2)])
  const revert = (id: number) => push.call('POST', `/v1/sync/runs/${id}/revert`, { reason: 'A wrong file.' })
  t.match(await revert(2), { status: 200, body: { state: 'reverted' } })
  t.match(await push.get(`/v1/enterprises/${codeOf(0)}`), { status: 200, body: { name: feedRecord().name, province: '01', version: 3 } })
  t.match(await push.get(`/v1/enterprises/${codeOf(2)}`), { status: 404, body: { type: '/problems/not-found' } }, 'as if it had never been told of')
  t.strictSame(await countCells(push.db, '2026-11-22', { status: ['active'], basis: ['derived'] }), cells)
  t.equal((await push.get('/v1/status')).body.position, lastPosition + 3, 'two enterprises and the revert itself')
  t.match((await push.get('/v1/status')).body.expectedSequence, { nbrs: 2 })
  t.strictSame(await findFaults(push.db), [])
  t.match(await push.push({ kind: 'delta', sequence: { from: 2, to: 2 } }, [amended(0, { name: 'TÊN ĐÚNG' }), numbered(2)]), { state: 'succeeded', new: 1, changed: 1 })
  t.match(await revert(1), { status: 409, body: { type: '/problems/touched-since', errors: [{ path: codeOf(0) }] } })
  t.match(await revert(2), { status: 409, body: { type: '/problems/wrong-state' } })
  t.match(await revert(3), { status: 200 })
  t.match(await revert(1), { status: 200 }, 'back to nothing')
  t.equal(await total(push), 0)
  t.match((await push.get('/v1/status')).body, { expectedSequence: { nbrs: 1 }, enterprises: { known: 0 } })
  t.strictSame(await findFaults(push.db), [])
})

t.test('a full file can be reverted too', async (t) => {
  const push = await testPush(t, many(100))
  const run = await push.full('2026-11-20', many(99))
  await push.call('POST', `/v1/sync/runs/${run.id}/revert`, { reason: 'A wrong file.' })
  t.match(await push.get(`/v1/enterprises/${codeOf(99)}`), { status: 200, body: { version: 3 } })
  t.equal(await total(push), 100)
  t.match(await push.full('2026-11-20', many(100)), { state: 'succeeded', unchanged: 100, gone: 0, changed: 0 })
  t.strictSame(await findFaults(push.db), [])
})

t.test('what was sent before a revert must be sent again', async (t) => {
  const push = await testPush(t)
  await push.delta([numbered(0)])
  await push.open({ kind: 'delta', sequence: { from: 2, to: 2 } })
  await push.put(2, 1, [numbered(0)])
  await push.call('POST', '/v1/sync/runs/1/revert', { reason: 'A wrong file.' })
  t.match(await push.commit(2), { status: 409, body: { expected: 1, received: 2 } })
  await push.open({ kind: 'full', cutoff: '2026-11-20' })
  await push.put(3, 1, [numbered(0)])
  await push.commit(3)
  t.match(await push.settled(3), { state: 'succeeded', new: 1 }, 'opened behind the revert it is read anew')
})

t.test('a delta that is committed twice at once, and runs that wait for each other, are recorded once and in order', async (t) => {
  const push = await testPush(t)
  for (const n of [1, 2, 3]) {
    await push.open({ kind: 'delta', sequence: { from: n, to: n } })
    await push.put(n, 1, [feedRecord({ amendedOn: `2025-0${n}-01`, changes: n, name: `TÊN ${n}` })])
  }
  const answers = await Promise.all([1, 1, 2, 3, 3].map((n) => push.commit(n)))
  for (const n of [1, 2, 3]) {
    if ((await push.call('GET', `/v1/sync/runs/${n}`)).body.state === 'open') await push.commit(n)
    t.match(await push.settled(n), { state: 'succeeded' })
  }
  t.ok(answers.every(({ status }) => status === 202 || status === 409))
  t.match(await push.get(`/v1/enterprises/${codeOf(0)}`), { body: { name: 'TÊN 3', version: 3 } })
  t.strictSame(await findFaults(push.db), [])
})

t.test('rejects are read once more when localities or mappings have changed', async (t) => {
  const push = await testPush(t)
  const atlantis = { full: '', city: 'Tỉnh Atlantis', district: '', ward: '' }
  await push.delta([numbered(0), numbered(1, { address: atlantis }), '{}'])
  t.match(await push.call('POST', '/v1/sync/runs/1/rejects/replay'), { status: 201, body: { mode: 'replay', read: 2, rejected: 2, new: 0 } })
  await push.db.execute(`update provinces set name = 'Atlantis' where code = '01' and division = '2025' and recorded_to is null`)
  t.match(await push.call('POST', '/v1/sync/runs/1/rejects/replay'), { status: 201, body: { state: 'succeeded', read: 2, rejected: 1, new: 1 } })
  t.match(await push.get(`/v1/enterprises/${codeOf(1)}`), { status: 200, body: { ownership: 'domestic' } })
  t.match((await push.call('GET', '/v1/sync/runs/1/rejects')).body.items.map(({ replayedIn }: { replayedIn: number | null }) => replayedIn), [3, null])
  t.match(await push.call('POST', '/v1/sync/runs/1/rejects/replay'), { body: { read: 1 } }, 'those that were read are not read again')
})

t.test('runs that do not exist, or ask for what makes no sense, are refused by name', async (t) => {
  const push = await testPush(t)
  for (const path of ['/v1/sync/runs/9', '/v1/sync/runs/9/chunks', '/v1/sync/runs/9/transitions']) t.match(await push.call('GET', path), { status: 404 }, path)
  for (const [body, path] of [
    [{ kind: 'delta' }, 'sequence'], [{ kind: 'full' }, 'cutoff'], [{ kind: 'full', cutoff: '2026-11-23' }, 'cutoff'], [{ kind: 'full', cutoff: '2026-02-30' }, 'cutoff'],
    [{ kind: 'delta', sequence: { from: 2, to: 1 } }, 'sequence'], [{ kind: 'delta', sequence: { from: 0, to: 1 } }, 'sequence.from'],
    [{ kind: 'half', cutoff: '2026-11-20' }, 'kind'], [{ kind: 'full', cutoff: '2026-11-20', source: 'Ủy ban' }, 'source'], [{ kind: 'full', cutoff: '2026-11-20', extra: 1 }, 'extra'],
  ] as const) t.match(await push.open(body), { status: 400, body: { errors: [{ path }] } }, JSON.stringify(body))
})
