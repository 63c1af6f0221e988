import type { Test } from 'tap'
import t from 'tap'
import { keepBodies } from '../../src/enterprises/kept-bodies.ts'
import type { PageRequest } from '../../src/enterprises/listing.ts'
import { readPage } from '../../src/enterprises/listing.ts'
import { loadReferenceData } from '../../src/journal/reference-data.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const records = Array.from({ length: 60 }, (_, i) => feedRecord({ code: codeOf(i), name: `CÔNG TY PHẦN MỀM ${i}`, registeredOn: '2021-11-23', amendedOn: '2024-01-01' }))
let now = new Date('2026-11-22T03:00:00Z')
const { app, db, pool, load, get } = await testRegister(t, records, () => now)
const view = { day: '2026-11-22', division: '2025', language: 'vi' } as const
const request: PageRequest = { filter: { division: '2025', status: ['active'], basis: ['derived', 'confirmed', 'candidate'] }, sort: { key: 'code', isDescending: false }, limit: 50 }
const ROOMY = 10_000_000

/** How many statements some work takes; what comes between two of them can be told. */
async function statementsOf (work: () => Promise<unknown>, after: (number: number) => Promise<unknown> = async () => {}): Promise<number> {
  let asked = 0
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>
  Object.assign(pool, {
    query: async (...args: unknown[]) => {
      const answer = await query(...args)
      await after(++asked)
      return answer
    },
  })
  try {
    await work()
  } finally {
    Object.assign(pool, { query })
  }
  return asked
}

/** Another edition of the statuses, in which "active" is called something else. */
const rename = async (t: Test, name: string) => await loadReferenceData(db, t.testdir({ '09-legal-statuses.csv': `code,name,name_en,is_active\nactive,${name},Other,true\n` }))

t.test('a page is the same to the byte, however much of it is kept', async (t) => {
  const bodiesOf = keepBodies(ROOMY)
  const whole = await readPage(db, view, request)
  for (const kept of ['nothing', 'all of it']) t.strictSame(await readPage(db, view, request, bodiesOf), whole, kept)
  const next = { ...request, after: whole.next!, limit: 20 }
  t.strictSame(await readPage(db, view, next, bodiesOf), await readPage(db, view, next))
  for (const other of [{ ...view, language: 'en' }, { ...view, division: '2004' }] as const) {
    t.strictSame(await readPage(db, other, request, bodiesOf), await readPage(db, other, request), JSON.stringify(other))
    t.notSame((await readPage(db, other, request)).items, whole.items)
  }
  t.strictSame(await readPage(db, view, request, bodiesOf), whole, 'and what was asked in other words between does no harm')
})

t.test('what was shown is not read again, and what was not is read in one statement', async (t) => {
  const bodiesOf = keepBodies(ROOMY)
  t.equal(await statementsOf(() => readPage(db, view, request, bodiesOf)), 2)
  t.equal(await statementsOf(() => readPage(db, view, request, bodiesOf)), 1)
  t.equal(await statementsOf(() => readPage(db, view, { ...request, sort: { key: 'name', isDescending: true } }, bodiesOf)), 2, 'some of another order')
  t.equal(await statementsOf(() => readPage(db, view, { ...request, filter: { ...request.filter, status: ['ended'] } }, bodiesOf)), 1, 'nothing to show')
  t.equal(await statementsOf(() => readPage(db, view, { ...request, limit: 1000 }, bodiesOf)), 1, 'a page of a walk keeps nothing')
})

t.test('a version that came later is shown', async (t) => {
  const bodiesOf = keepBodies(ROOMY)
  await readPage(db, view, request, bodiesOf)
  await load([feedRecord({ code: codeOf(3), name: 'CÔNG TY TÊN MỚI', registeredOn: '2021-11-23', amendedOn: '2025-01-01' })])
  const page = await readPage(db, view, request, bodiesOf)
  t.match(page.items, 'CÔNG TY TÊN MỚI')
  t.strictSame(page, await readPage(db, view, request))
})

t.test('names of another edition are shown at once, and over HTTP', async (t) => {
  const bodiesOf = keepBodies(ROOMY)
  await readPage(db, view, request, bodiesOf)
  t.equal((await get('/v1/enterprises?limit=50')).body.items[0].statusName, 'Đang hoạt động')
  await rename(t, 'Đang làm ăn')
  t.strictSame(await readPage(db, view, request, bodiesOf), await readPage(db, view, request))
  await app.inject('/v1/status')
  t.equal((await get('/v1/enterprises?limit=50')).body.items[0].statusName, 'Đang làm ăn')
})

t.test('names that move between the two statements are those of the position that the page says', async (t) => {
  const bodiesOf = keepBodies(ROOMY)
  const page: Awaited<ReturnType<typeof readPage>>[] = []
  const asked = await statementsOf(async () => page.push(await readPage(db, view, request, bodiesOf)), async (number) => { if (number === 1) await rename(t, 'Đang kinh doanh') })
  t.ok(asked >= 3, 'it is read once more')
  t.strictSame(page[0], await readPage(db, view, request))
  t.match(page[0]!.items, 'Đang kinh doanh')
})

t.test('a category that turns with the day does so on a kept page', async (t) => {
  const ofDay = async () => (await get('/v1/enterprises?limit=50')).body.items.map(({ category }: { category: string }) => category)
  const before = await ofDay()
  now = new Date('2026-11-23T03:00:00Z')
  const { items } = await readPage(db, { ...view, day: '2026-11-23' }, request)
  const after = await ofDay()
  t.strictSame(after, (JSON.parse(`[${items}]`) as { category: string }[]).map(({ category }) => category))
  t.notSame(after, before, 'the fifth anniversary has come')
})

t.test('no more is kept than there is room for', async (t) => {
  const whole = await readPage(db, view, request)
  const small = keepBodies(whole.items.length / 2)
  for (let i = 0; i < 3; i++) t.strictSame(await readPage(db, view, request, small), whole)
  t.equal(await statementsOf(() => readPage(db, view, request, small)), 2, 'something had to go')
  const none = keepBodies(0)
  t.strictSame(await readPage(db, view, request, none), whole)
})
