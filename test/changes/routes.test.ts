import t from 'tap'
import type { ChangeEvent } from '../../src/changes/event.ts'
import { loadReferenceData } from '../../src/journal/reference-data.ts'
import { Copy } from '../support/copy.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, testHistory } from '../support/history.ts'

const { get, load, full, revert, remap, app, db } = await testHistory(t)
const [ONE, TWO, THREE] = [codeOf(0), codeOf(1), codeOf(2)]
const tip = async (): Promise<number> => (await get('/v1/changes?limit=1')).body.tip
/** What the work adds to the feed. */
async function eventsOf (work: () => Promise<unknown>): Promise<ChangeEvent[]> {
  const after = await tip()
  await work()
  return (await get(`/v1/changes?after=${after}&limit=1000`)).body.items
}
const first = feedRecord({ code: ONE, amendedOn: '2024-01-10', name: 'CÔNG TY MỘT' })

t.test('the feed begins with what the register rests on', async (t) => {
  const { body } = await get('/v1/changes')
  t.match(body.items[0], { position: 1, type: 'reference-data', subject: '01-provinces.csv', code: null, isCurrent: null, enterprise: null, detail: { rows: Number }, block: { first: 1, kind: 'reference-data' } })
  t.match(body, { earliest: 1, tip: body.items.length, next: body.items.length, position: body.items.length })
})

t.test('a first record registers; its body is that of the enterprise', async (t) => {
  const events = await eventsOf(() => load([first, feedRecord({ code: TWO, industries: ['4711'] })]))
  t.equal(events.length, 2, 'what is outside the trades has no event')
  const { body: enterprise } = await get(`/v1/enterprises/${ONE}`)
  t.match(events, [
    { type: 'enterprise.registered', code: ONE, version: 1, isCurrent: true, provinces: ['01'], validFrom: '2024-01-10', changes: [], run: 1, subject: null, block: { first: events[0]!.position, last: events[1]!.position, kind: 'run' } },
    { type: 'run', subject: '1', run: 1, detail: { new: 2 } },
  ])
  t.strictSame(events[0]!.enterprise, enterprise)
})

t.test('a change says what was and what is', async (t) => {
  const [event] = await eventsOf(() => load([{ ...first, changes: 1, amendedOn: '2025-02-01', name: 'TÊN MỚI', address: DANANG, industries: ['6201', '6202'] }]))
  t.match(event, { type: 'enterprise.changed', version: 2, isCurrent: true, provinces: ['01', '48'], validFrom: '2025-02-01', enterprise: { name: 'TÊN MỚI', province: '48' } })
  t.strictSame(event!.changes.map(({ field }) => field), ['name', 'province', 'commune', 'address', 'industries', 'classification'])
  t.strictSame(event!.changes[0], { field: 'name', old: 'CÔNG TY MỘT', new: 'TÊN MỚI' })
  t.strictSame(event!.changes.find(({ field }) => field === 'industries'), { field: 'industries', old: ['6201'], new: ['6201', '6202'] })
})

t.test('a state of the past that comes late is history, and changes nothing', async (t) => {
  const [event] = await eventsOf(() => load([{ ...first, amendedOn: '2024-06-01', name: 'TÊN GIỮA' }]))
  t.match(event, { type: 'enterprise.history', version: 3, isCurrent: false, validFrom: '2024-06-01', changes: [], enterprise: { name: 'TÊN GIỮA', version: 3 } })
  t.match((await get(`/v1/enterprises/${ONE}`)).body, { name: 'TÊN MỚI', version: 2 })
})

t.test('who leaves the trades, comes back, is gone and returns is told of as that', async (t) => {
  const state = (changes: number, more: object) => ({ ...first, changes, address: DANANG, amendedOn: `2025-0${changes + 2}-01`, ...more })
  const [left] = await eventsOf(() => load([state(2, { industries: ['4711'] })]))
  t.match(left, { type: 'enterprise.left', isCurrent: true, enterprise: null, changes: [], provinces: ['48'] })
  const [outside] = await eventsOf(() => load([state(3, { industries: ['4711'], name: 'NGOÀI NGÀNH' })]))
  t.match(outside, { type: 'enterprise.left', enterprise: null })
  const [back] = await eventsOf(() => load([state(4, {})]))
  t.match(back, { type: 'enterprise.returned', changes: [], enterprise: { industries: ['6201'] } })
  const gone = await eventsOf(() => full('2026-01-31', [feedRecord({ code: THREE })]))
  t.match(gone, [{ type: 'enterprise.registered', code: THREE }, { type: 'enterprise.gone', code: ONE, enterprise: null, validFrom: '2026-02-01' }, { type: 'run' }])
  const [returned] = await eventsOf(() => load([state(5, {})]))
  t.match(returned, { type: 'enterprise.returned', code: ONE, enterprise: { code: ONE } })
})

t.test('a revert and an edited mapping have events of their own, without the names and reasons of operators', async (t) => {
  const run = await load([feedRecord({ code: codeOf(5) })])
  const reverted = await eventsOf(() => revert(run.id))
  t.match(reverted, [{ type: 'enterprise.withdrawn', code: codeOf(5), enterprise: null, run: run.id, block: { kind: 'revert' } }, { type: 'revert', subject: String(run.id), detail: {} }])
  const [again] = await eventsOf(() => load([feedRecord({ code: codeOf(5) })]))
  t.match(again, { type: 'enterprise.returned', code: codeOf(5) })
  const remapped = await eventsOf(() => remap('1', 'suspended'))
  t.match(remapped[0], { type: 'enterprise.changed', run: null, changes: [{ field: 'status', old: 'active', new: 'suspended' }], block: { kind: 'mapping' } })
  t.match(remapped.at(-1), { type: 'mapping', subject: 'status/1', detail: { list: 'status', value: '1', code: 'suspended', enterprises: 4 } })
  t.notMatch(JSON.stringify([...reverted, ...remapped]), /operator|a test/)
  await remap('1', null)
})

t.test('who was known, came into the trades and was never served before registers', async (t) => {
  const [event] = await eventsOf(() => load([feedRecord({ code: TWO, changes: 1, amendedOn: '2025-03-03' })]))
  t.match(event, { type: 'enterprise.registered', code: TWO, changes: [], enterprise: { code: TWO } })
})

t.test('every position is served once, whatever the size of the page', async (t) => {
  const all = (await get('/v1/changes?limit=1000')).body
  t.strictSame(all.items.map(({ position }: ChangeEvent) => position), Array.from({ length: all.tip }, (_, i) => i + 1))
  for (const limit of [1, 7]) {
    const found: ChangeEvent[] = []
    for (let next = 0; next < all.tip;) {
      const { body, headers } = await get(`/v1/changes?after=${next}&limit=${limit}`)
      found.push(...body.items)
      next = body.next
      t.equal(headers['link'] !== undefined, next < all.tip)
    }
    t.strictSame(found, all.items, `pages of ${limit}`)
  }
  t.match((await get(`/v1/changes?after=${all.tip}`)).body, { items: [], next: all.tip, tip: all.tip })
})

t.test('an event tells of its own position and day: names that change later change nothing in it', async (t) => {
  const before = (await get('/v1/changes?limit=1000', { 'accept-language': 'en' })).body
  t.match(before.items.find(({ code }: ChangeEvent) => code === ONE), { enterprise: { provinceName: 'Hanoi City', statusName: 'Operating' } })
  const folder = t.testdir({ '01-legal-statuses.csv': 'code,name,name_en,is_active\nactive,Khác,Other,true\n' })
  const [seed] = await eventsOf(() => loadReferenceData(db, folder))
  t.match(seed, { type: 'reference-data', subject: '01-legal-statuses.csv' })
  const after = (await get('/v1/changes?limit=1000', { 'accept-language': 'en' })).body
  t.strictSame(after.items.slice(0, before.items.length), before.items)
  const [next] = await eventsOf(() => load([feedRecord({ code: codeOf(7) })]))
  t.match(next, { enterprise: { statusName: 'Khác' } })
})

t.test('filters keep positions and say how far they have looked', async (t) => {
  const all: ChangeEvent[] = (await get('/v1/changes?limit=1000')).body.items
  const danang = (await get('/v1/changes?limit=1000&province=48')).body
  t.strictSame(danang.items, all.filter(({ provinces }) => provinces.includes('48')))
  t.match(danang, { next: all.length, tip: all.length })
  const types = (await get('/v1/changes?limit=1000&type=run,enterprise.gone')).body
  t.strictSame(types.items, all.filter(({ type }) => ['run', 'enterprise.gone'].includes(type)))
  const page = (await get('/v1/changes?limit=1&province=48')).body
  t.equal(page.next, danang.items[0].position)
})

t.test('NDJSON brings the same events, all of them or a page', async (t) => {
  const all = (await get('/v1/changes?limit=1000')).body.items
  const read = async (url: string) => (await app.inject({ url, headers: { accept: 'application/x-ndjson' } })).payload.trimEnd().split('\n').map((line) => JSON.parse(line))
  t.strictSame(await read('/v1/changes'), all)
  t.strictSame(await read('/v1/changes?after=3&limit=4'), all.slice(3, 7))
  t.strictSame(await read('/v1/changes?format=ndjson&province=48'), all.filter(({ provinces }: ChangeEvent) => provinces.includes('48')))
})

t.test('the digest at any position is that of a copy', async (t) => {
  const all: ChangeEvent[] = (await get('/v1/changes?limit=1000')).body.items
  const copy = new Copy()
  for (const event of all) {
    copy.apply(event)
    const { status, body } = await get(`/v1/changes/digest?until=${event.position}`)
    t.equal(status, 200)
    t.strictSame({ events: body.events, register: body.register }, copy.digest(), `at ${event.position}`)
    for (const { province, ...digest } of body.provinces) t.strictSame(digest, copy.digest(0, province), `${province} at ${event.position}`)
  }
  const { body } = await get('/v1/changes/digest')
  t.match(body, { after: 0, until: all.length, tip: all.length, ...copy.digest() })
  t.match((await get('/v1/changes/digest?after=10&until=20&province=48')).body, { after: 10, until: 20, provinces: [] })
  t.match((await get('/v1/changes/digest?province=48')).body, { ...copy.digest(0, '48'), provinces: [] })
  t.strictSame((await get('/v1/changes/digest?after=12')).body.events, copy.digest(12).events)
  t.match((await get('/v1/changes/digest?province=92')).body, { events: { count: 0, checksum: /^e3b0c442/ }, register: { count: 0 } })
})

t.test('what cannot be asked is named', async (t) => {
  const beyond = await tip() + 1
  const cases: [string, string][] = [
    [`?after=${beyond}`, 'after'], ['?after=-1', 'after'], ['?after=', 'after'], ['?after=1e3', 'after'], ['?after=01', 'after'], ['?after=9007199254740992', 'after'], ['?after=1&after=2', 'after'],
    ['?after=٣', 'after'], ['?limit=0', 'limit'], ['?limit=1001', 'limit'], ['?province=99', 'province'], ['?province=7', 'province'], ['?province=74', 'province'], ['?type=born', 'type'], ['?tail=1', 'tail'], ['?cursor=1', 'cursor'],
    ['?format=xml', 'format'], [`/digest?until=${beyond}`, 'until'], ['/digest?after=5&until=4', 'until'], [`/digest?after=${beyond}`, 'after'], ['/digest?province=xx', 'province'], ['/digest?limit=1', 'limit'],
  ]
  for (const [query, path] of cases) t.match(await get(`/v1/changes${query}`), { status: 400, body: { type: '/problems/invalid-request', errors: [{ path }] } }, query)
  for (const id of ['x', '-1', '1.5', `${beyond}`, '9'.repeat(500)]) {
    t.match(await get('/v1/changes', { accept: 'text/event-stream', 'last-event-id': id }), { status: 400, body: { type: '/problems/invalid-request' } }, id)
  }
  t.match(await get('/v1/changes', { accept: 'image/png' }), { status: 406, body: { type: '/problems/not-acceptable' } })
})

t.test('HEAD of an endless answer ends', async (t) => {
  for (const url of ['/v1/changes?format=sse', '/v1/changes?format=ndjson&tail=true', '/v1/changes']) {
    const { statusCode, payload } = await app.inject({ method: 'HEAD', url })
    t.equal(statusCode, 200)
    t.equal(payload, '')
  }
})
