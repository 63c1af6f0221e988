import t from 'tap'
import type { FeedRecord } from '../../src/sync/feed-record.ts'
import { EnterprisePage, EnterpriseVersionPage, LookupResult } from '../../src/enterprises/schemas.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const NAMES = ['ĐỨC ANH', 'AN BÌNH', 'Ánh Dương', 'an bình', 'ZÊTA', 'ế ẩm']
const CAPITALS = ['1000000000', null, '5000000', '99999999999999999999', '5000000']
const records: FeedRecord[] = Array.from({ length: 40 }, (_, i) => feedRecord({
  code: codeOf(i), name: `CÔNG TY ${NAMES[i % NAMES.length]}`, registeredOn: `20${10 + i % 14}-0${1 + i % 9}-11`, amendedOn: '2024-01-01',
  charterCapitalVnd: CAPITALS[i % CAPITALS.length]!, legalType: { value: null, name: i % 3 === 0 ? 'Công ty hợp danh' : 'Công ty cổ phần' },
}))
const { app, get, load } = await testRegister(t, records)

interface Item { code: string, name: string, registeredOn: string, charterCapitalVnd: string | null, position: number, legalType: string }
async function walk (query: string, between?: () => Promise<unknown>) {
  const items: Item[] = []
  const positions = new Set<number>()
  const totals = new Set<number>()
  for (let cursor: string | null = ''; cursor !== null;) {
    const { status, body, headers } = await get(`/v1/enterprises?${query}${cursor && `&cursor=${cursor}`}`)
    if (status !== 200) throw new Error(JSON.stringify(body))
    items.push(...body.items)
    positions.add(body.position)
    totals.add(body.total)
    t.equal(headers['link'] === undefined, body.next === null)
    cursor = body.next
    await between?.()
  }
  return { items, codes: items.map(({ code }) => code), positions, totals }
}

/** The order that each sort promises, worked out here from the items themselves. */
const KEYS: Record<string, (item: Item) => [number | bigint | string, string]> = {
  code: ({ code }) => ['', code],
  name: ({ name, code }) => [name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase(), code],
  registered: ({ registeredOn, code }) => [registeredOn, code],
  capital: ({ charterCapitalVnd, code }) => [BigInt(charterCapitalVnd ?? -1), code],
  changed: ({ position, code }) => [position, code],
}
const compare = <T extends number | bigint | string>(a: T, b: T) => a < b ? -1 : a > b ? 1 : 0

for (const [key, keyOf] of Object.entries(KEYS)) {
  t.test(`sorted by ${key} both ways, page by page, everything comes once`, async (t) => {
    for (const [sign, way] of [['', 1], ['-', -1]] as const) {
      for (const limit of [1, 7, 100]) {
        const { items, totals } = await walk(`sort=${sign}${key}&limit=${limit}&total=true`)
        t.equal(items.length, 40)
        t.strictSame([...totals], [40], 'with one total')
        const sorted = items.toSorted((a, b) => way * (compare(keyOf(a)[0], keyOf(b)[0]) || compare(keyOf(a)[1], keyOf(b)[1])))
        t.strictSame(items.map(({ code }) => code), sorted.map(({ code }) => code), `sort=${sign}${key}, ${limit} a page`)
      }
    }
  })
}

t.test('filters by type, day of registration and last change', async (t) => {
  t.equal((await walk('legaltype=CTHD')).items.length, 14)
  t.equal((await walk('legaltype=CTCP,CTHD')).items.length, 40)
  const some = (await walk('registeredfrom=2015-01-01&registeredto=2016-12-31')).items
  t.ok(some.length > 0 && some.every(({ registeredOn }) => registeredOn >= '2015-01-01' && registeredOn <= '2016-12-31'))
  const { position } = (await get('/v1/enterprises?limit=1')).body
  t.equal((await walk(`changedafter=${position}`)).items.length, 0)
  await load([{ ...records[3]!, name: 'ĐỔI TÊN', amendedOn: '2026-01-01', changes: 1 }])
  t.strictSame((await walk(`changedafter=${position}`)).codes, [codeOf(3)])
})

t.test('a walk goes on where it was, whatever is inserted, and knownat keeps it on one position', async (t) => {
  let n = 100
  const more = async () => await load([feedRecord({ code: codeOf(n), name: `CÔNG TY MỚI ${n++}` })])
  const live = await walk('sort=name&limit=15', more)
  t.equal(new Set(live.codes).size, live.codes.length, 'nobody comes twice')
  for (const { code } of records) t.ok(live.codes.includes(code), 'and nobody is passed over')
  t.ok(live.positions.size > 1, 'each page says its position')
  const { position } = (await get('/v1/enterprises?limit=1')).body
  const before = await walk(`limit=1000&knownat=${position}`)
  const pinned = await walk(`sort=registered&limit=9&total=true&knownat=${position}`, more)
  t.strictSame([...pinned.positions], [position])
  t.strictSame([...pinned.totals], [before.items.length])
  t.strictSame(pinned.codes.toSorted(), before.codes)
  t.strictSame((await walk(`limit=1000&knownat=${position}`)).items, before.items, 'down to the last member')
})

t.test('a cursor of another sort, day or position is refused, and one of the future', async (t) => {
  const { body } = await get('/v1/enterprises?limit=1&sort=name')
  for (const query of ['sort=-name', 'sort=code', 'sort=name&asof=2026-11-01', 'sort=name&knownat=20', 'sort=name&legaltype=CTCP']) {
    t.match(await get(`/v1/enterprises?limit=1&${query}&cursor=${body.next}`), { status: 400, body: { errors: [{ path: 'cursor' }] } }, query)
  }
  t.match(await get(`/v1/enterprises?limit=500&sort=name&total=true&cursor=${body.next}`), { status: 200 }, 'while page size and total may change')
  const { encodeCursor } = await import('../../src/http/page.ts')
  const question = { division: '2025', status: ['active'], basis: ['confirmed', 'derived'], sort: 'code', total: false }
  const forged = encodeCursor({ at: 10 ** 12, key: codeOf(1), code: codeOf(1) }, question)
  t.match(await get(`/v1/enterprises?cursor=${forged}`), { status: 400, body: { errors: [{ path: 'cursor' }] } }, 'of the future')
})

t.test('what is of the future or no moment at all is refused by name', async (t) => {
  for (const [query, path] of [
    ['asof=2030-01-01', 'asof'], ['asof=2026-02-30', 'asof'], ['asof=', 'asof'], ['knownat=999999999', 'knownat'], ['knownat=2099-01-01T00:00:00Z', 'knownat'], ['knownat=yesterday', 'knownat'],
    ['knownat=-1', 'knownat'], ['knownat=1e3', 'knownat'], ['knownat=2026-13-01T00:00:00Z', 'knownat'], ['sort=size', 'sort'], ['sort=code,name', 'sort'], ['format=pdf', 'format'],
    ['registeredfrom=soon', 'registeredfrom'], ['changedafter=-1', 'changedafter'], ['legaltype=GmbH', 'legaltype'],
  ] as const) t.match(await get(`/v1/enterprises?${query}`), { status: 400, body: { errors: [{ path }] } }, query)
  t.match((await get(`/v1/enterprises/${codeOf(0)}?asof=2009-12-31`)), { status: 404 }, 'before it was registered')
  t.match((await get(`/v1/enterprises/${codeOf(0)}?knownat=1`)), { status: 404 }, 'before it was known')
  t.match((await get('/v1/enterprises?knownat=2020-01-01T00:00:00Z')).body, { items: [], position: 0 }, 'before the first block')
})

t.test('all versions of an enterprise, with when each held and was known', async (t) => {
  const code = codeOf(5)
  await load([{ ...records[5]!, name: 'TÊN HAI', amendedOn: '2025-03-01', changes: 1 }])
  const { position } = (await get('/v1/enterprises?limit=1')).body
  await load([{ ...records[5]!, name: 'TÊN GIỮA', amendedOn: '2024-09-01', changes: 1 }])
  const { status, body } = await get(`/v1/enterprises/${code}/versions`)
  t.equal(status, 200)
  t.strictSame(EnterpriseVersionPage.parse(body), body, 'in the shape that is described')
  t.match(body.items, [
    { version: 1, validFrom: '2024-01-01', validUntil: '2024-09-01', isCurrent: false, presence: 'present', recordedUntil: null },
    { version: 2, name: 'TÊN HAI', validFrom: '2025-03-01', validUntil: null, isCurrent: true },
    { version: 3, name: 'TÊN GIỮA', validFrom: '2024-09-01', validUntil: '2025-03-01', isCurrent: false },
  ])
  t.strictSame((await get(`/v1/enterprises/${code}/versions?knownat=${position}`)).body.items.map(({ version }: { version: number }) => version), [1, 2])
  const first = await get(`/v1/enterprises/${code}/versions?limit=2`)
  t.match((await get(`/v1/enterprises/${code}/versions?limit=2&cursor=${first.body.next}`)).body, { items: [{ version: 3 }], next: null })
  t.match(await get(`/v1/enterprises/${codeOf(6)}/versions?limit=2&cursor=${first.body.next}`), { status: 400 }, 'a cursor of another enterprise')
  for (const [asof, name] of [['2024-02-01', records[5]!.name], ['2024-09-01', 'TÊN GIỮA'], ['2025-02-28', 'TÊN GIỮA'], ['2025-03-01', 'TÊN HAI']] as const) {
    t.equal((await get(`/v1/enterprises/${code}?asof=${asof}`)).body.name, name, asof)
  }
  t.equal((await get(`/v1/enterprises/${code}?asof=2024-09-01&knownat=${position}`)).body.name, records[5]!.name, 'as it was known before the late record')
  t.match(await get(`/v1/enterprises/${codeOf(99)}/versions`), { status: 404 })
})

t.test('looks up many codes, and says of each other one why it is not there', async (t) => {
  await load([feedRecord({ code: codeOf(60), industries: ['4711'] })])
  const ask = async (payload: object) => {
    const answer = await app.inject({ method: 'POST', url: '/v1/enterprises/lookup', payload })
    return { status: answer.statusCode, headers: answer.headers, body: answer.json() }
  }
  const { status, body, headers } = await ask({ codes: [codeOf(2), codeOf(1), codeOf(1), codeOf(60), codeOf(99), '0000000000', `${codeOf(1)}-001`, '12345'] })
  t.equal(status, 200)
  t.equal(headers['cache-control'], 'no-store')
  t.strictSame(LookupResult.parse(body), body, 'in the shape that is described')
  t.strictSame(body.items.map(({ code }: Item) => code), [codeOf(1), codeOf(2)])
  t.strictSame(body.items[0], (await get(`/v1/enterprises/${codeOf(1)}`)).body, 'each as it is by itself')
  t.strictSame(Object.fromEntries(body.unknown.map(({ code, reason }: { code: string, reason: string }) => [code, reason])), {
    '0000000000': 'malformed', [`${codeOf(1)}-001`]: 'dependent-unit', 12345: 'malformed', [codeOf(60)]: 'not-digital', [codeOf(99)]: 'not-found',
  })
  const preflight = async (url: string) => (await app.inject({ method: 'OPTIONS', url, headers: { origin: 'https://portal.example.org', 'access-control-request-method': 'POST' } })).headers['access-control-allow-methods']
  t.equal(await preflight('/v1/enterprises/lookup'), 'POST', 'also from the page of a portal')
  t.equal(await preflight('/v1/sync/runs'), 'GET, HEAD', 'which may not write')
  t.match((await ask({ codes: [codeOf(5)], asof: '2024-02-01' })).body, { items: [{ name: records[5]!.name }] })
  for (const payload of [{}, { codes: [] }, { codes: Array(501).fill(codeOf(0)) }, { codes: ['abc'] }, { codes: [5] }, { codes: [codeOf(0)], more: 1 }, { codes: [codeOf(0)], asof: '2099-01-01' }, { codes: [codeOf(0)], knownat: 10 ** 9 }, []]) {
    t.match(await ask(payload), { status: 400, body: { type: '/problems/invalid-request' } }, JSON.stringify(payload).slice(0, 60))
  }
  const all = (await ask({ codes: Array.from({ length: 500 }, (_, i) => codeOf(i)) })).body
  t.equal(all.items.length + all.unknown.length, 500, 'each stands in one of the two lists')
})

t.test('what is listed has the shape that is described', async (t) => {
  const { body } = await get('/v1/enterprises?limit=1000&status=active,suspended,unknown&basis=derived,candidate&total=true')
  t.strictSame(EnterprisePage.parse(body), body)
})
