import { sql } from 'drizzle-orm'
import t from 'tap'
import { findHits } from '../../src/enterprises/search.ts'
import type { Hit, SearchPage } from '../../src/enterprises/search.ts'
import { countHitsAt, findHitsAt } from '../../src/enterprises/search-moment.ts'
import { countHits } from '../../src/enterprises/search-totals.ts'
import type { EnterpriseFilter } from '../../src/enterprises/filter.ts'
import { meets } from '../../src/enterprises/filter.ts'
import { versionsAt } from '../../src/enterprises/moment.ts'
import { findFaults } from '../../src/enterprises/queries.ts'
import { revertVersions } from '../../src/enterprises/commands.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const at = (full: string) => ({ full, city: 'Thành phố Hà Nội', district: '', ward: 'Phường Ba Đình' })
const records = [
  feedRecord({ code: codeOf(0), name: 'CÔNG TY CỔ PHẦN VIỄN THÔNG ĐỨC ANH', foreignName: 'DUC ANH TELECOM JSC', shortName: 'DATEL' }),
  feedRecord({ code: codeOf(1), name: 'CÔNG TY TNHH VIENTHONG SAO MAI' }),
  feedRecord({ code: codeOf(2), name: 'VIỄN THÔNG' }),
  feedRecord({ code: codeOf(3), name: 'VIỄN THÔNG' }),
  feedRecord({ code: codeOf(4), name: 'CÔNG TY TNHH THÔNG TIN VIỄN CẢNH', address: at('Số 7, ngõ Viễn Thông, Phường Ba Đình, Thành phố Hà Nội') }),
  feedRecord({ code: codeOf(5), name: 'CÔNG TY TNHH DỮ LIỆU NẮNG', address: at('Số 9, phố Thông Viễn, Phường Ba Đình, Thành phố Hà Nội') }),
  feedRecord({ code: codeOf(6), name: 'CÔNG TY TNHH PHẦN MỀM CŨ RÍCH', status: { value: '2', name: null } }),
  ...Array.from({ length: 30 }, (_, i) => feedRecord({ code: codeOf(20 + i), name: `CÔNG TY TNHH PHẦN MỀM SỐ ${String.fromCharCode(65 + i % 26)} ${i}`, shortName: `SOFT${i % 7}` })),
]
const { db, get, load, app } = await testRegister(t, records)

const current = (filter: EnterpriseFilter) => sql`v.is_current and ${meets(filter, { day: '2026-11-22' })}`
const listed = current({ division: '2025', status: ['active'], basis: ['confirmed', 'derived'] })
const find = (q: string, page: Partial<SearchPage> = {}) => findHits(db, q, { where: listed, limit: 100, ...page })
const codes = async (q: string) => (await find(q)).map(({ code }) => code)
const brief = (hits: Hit[]) => hits.map(({ code, tier, matched }) => [code, tier, matched])

t.test('ranks whole names before beginnings, all words and parts of words', async (t) => {
  t.strictSame(brief(await find('viễn thông')), [
    [codeOf(2), 'exact', 'name'],
    [codeOf(3), 'exact', 'name'],
    [codeOf(0), 'prefix', 'name'],
    [codeOf(1), 'prefix', 'name'],
    [codeOf(4), 'words', 'name'],
    [codeOf(5), 'words', 'address'],
  ], 'two of one name are two hits, and the legal form in front of a name does not hide its beginning')
  t.strictSame(brief(await find('thông viễn')), [
    [codeOf(0), 'words', 'name'], [codeOf(2), 'words', 'name'], [codeOf(3), 'words', 'name'], [codeOf(4), 'words', 'name'], [codeOf(5), 'words', 'address'],
  ])
  const hits = await find('viễn thông')
  t.strictSame(hits.map(({ score }) => score), hits.map(({ score }) => score).sort((a, b) => b - a), 'and the score falls')
  t.ok(hits.every(({ score }) => score > 0 && score <= 1))
})

t.test('finds the same whatever case, marks, spacing, punctuation and Unicode form, in both directions', async (t) => {
  const same = await codes('vien thong')
  t.equal(same.length, 6)
  for (const q of ['viễn thông', 'VIỄN THÔNG', 'VIỄN  -  THÔNG', '"viễn" (thông)', 'viễn thông'.normalize('NFD'), 'viê\u0303n thô\u006eg', 'ｖｉｅｎ　ｔｈｏｎｇ', ' vien\tthong\n']) {
    t.strictSame(await codes(q), same, JSON.stringify(q))
  }
  const together = await codes('VIỄNTHÔNG')
  t.strictSame(together.slice(0, 4), same.slice(0, 4), 'words written together find those that are apart, and the other way round')
  t.strictSame(await codes('đức'), await codes('DUC'), 'đ is d')
  t.match(await find('duc anh'), [{ code: codeOf(0), matched: 'foreignName' }])
})

t.test('says which field was found', async (t) => {
  const matched = async (q: string) => (await find(q)).filter(({ code }) => code === codeOf(0)).map((hit) => `${hit.tier} ${hit.matched}`)[0]
  t.strictSame(await Promise.all([codeOf(0), codeOf(0).slice(0, 9), 'datel', 'date', 'duc anh telecom jsc', 'telecom anh', 'atel', 'cổ phần viễn', 'ba đình'].map(matched)),
    ['exact code', 'prefix code', 'exact shortName', 'prefix shortName', 'exact foreignName', 'words foreignName', 'contains shortName', 'words name', 'words address'])
})

t.test('finds a code by its beginning, however it is written, and a branch by its enterprise', async (t) => {
  const code = codeOf(0)
  for (const q of [code, `${code.slice(0, 3)} ${code.slice(3)}`, `${code}-001`, code.slice(0, 9)]) t.equal((await codes(q))[0], code, q)
  t.equal((await find(code))[0]!.score, 1)
  t.strictSame(await codes('9999999999'), [])
})

t.test('guesses at a letter wrong only where nothing else is found', async (t) => {
  for (const q of ['vien thonh', 'viem thong', 'vieen thong', 'vin thong', 'vein thong', 'sao mao']) {
    const hits = await find(q)
    t.ok(hits.length > 0 && hits.every(({ tier }) => tier === 'fuzzy'), q)
    t.equal(await countHits(db, q, listed), hits.length)
  }
  t.strictSame(await codes('xyzzy thong'), [], 'what is like nothing finds nothing')
  t.notOk((await find('vien thong')).some(({ tier }) => tier === 'fuzzy'))
})

t.test('answers every hit once, page by page, with an exact total', async (t) => {
  for (const q of ['phần mềm', 'công ty', 'cong', 'so', 'tnhh phan', 'ng ty', 'soft', 'ha noi', 'hanoi', 'phann mem', codeOf(0).slice(0, 3)]) {
    const whole = await find(q)
    t.ok(whole.length > 20, `${q}: ${whole.length}`)
    t.equal(await countHits(db, q, listed), whole.length, q)
    const walked: Hit[] = []
    for (let page = await find(q, { limit: 7 }); page.length > 0; page = await find(q, { limit: 7, after: walked.at(-1)!.position })) walked.push(...page)
    t.strictSame(walked, whole, q)
    t.equal(new Set(whole.map(({ code }) => code)).size, whole.length)
  }
})

t.test('looks for parts of addresses, and across words, only where nothing better is found', async (t) => {
  t.strictSame(brief(await find('ienthong')), [0, 1, 2, 3].map((n) => [codeOf(n), 'contains', 'name']), 'what stands in an address is left out')
  t.strictSame(brief(await find('gothong')), [])
  t.strictSame((await find('othongvien')).map(({ code, tier, matched }) => [code, tier, matched]), [[codeOf(5), 'contains', 'address']])
  t.match(await find('iễn thông đ'), [{ code: codeOf(0), tier: 'contains', matched: 'name' }], 'several words as they follow each other, cut off')
  for (const q of ['ienthong', 'othongvien', 'iễn thông đ', 'viễn thông', 'hanoi', 'vien thonh']) {
    const sorted = await get(`/v1/enterprises?q=${encodeURIComponent(q)}&sort=code&total=true&limit=100`)
    t.strictSame(sorted.body.items.map(({ code }: { code: string }) => code), (await codes(q)).sort(), `${q}: in another order the same`)
    t.equal(sorted.body.total, sorted.body.items.length)
  }
})

t.test('finds the beginning of a name that is longer than its key', async (t) => {
  const name = 'CÔNG TY TNHH PHÁT TRIỂN PHẦN MỀM VÀ ỨNG DỤNG CÔNG NGHỆ THÔNG TIN VIỄN THÔNG MIỀN TRUNG'
  await load([feedRecord({ code: codeOf(80), name: `${name} MỘT` }), feedRecord({ code: codeOf(81), name: `${name} HAI` })])
  t.strictSame(brief(await find(name)), [[codeOf(80), 'prefix', 'name'], [codeOf(81), 'prefix', 'name']])
  t.match(await find(`${name} hai`), [{ code: codeOf(81), tier: 'exact' }])
  t.match(await find(`${name} h`), [{ code: codeOf(81), tier: 'prefix' }])
  t.equal(await countHits(db, name, listed), 2)
})

t.test('goes together with all conditions', async (t) => {
  t.strictSame(await codes('cũ rích'), [])
  t.strictSame((await find('cũ rích', { where: current({ division: '2025', status: ['suspended'], basis: ['derived'] }) })).map(({ code }) => code), [codeOf(6)])
  const few = sql`${listed} and v.code in (${codeOf(21)}, ${codeOf(45)})`
  t.strictSame((await find('công ty', { where: few })).map(({ code }) => code).sort(), [codeOf(21), codeOf(45)])
  t.equal(await countHits(db, 'công ty', few), 2)
})

t.test('takes any text for text', async (t) => {
  for (const q of ['---', "'", '%', '_', '\\', '*', '.*', '%%', '(', '[', '{}', '🦆', '\u0001', '\u202e', '&', '!', ':*', '<->', '|']) {
    t.strictSame(await codes(q), [], JSON.stringify(q))
    t.equal(await countHits(db, q, listed), 0)
  }
  for (const q of ['a', 'c', 'a & !b | <-> :*', 'công_ty', '%công%', '=| cong', 'ѵіеn', 'νιεν', '公司', 'ﬁ', '½', 'x'.repeat(200), 'a '.repeat(100), `${'đ'.repeat(199)}1`, '💾 phần mềm', 'phần\u0007mềm', '1e5', '0x10', '12.5']) {
    const hits = await find(q)
    t.equal(await countHits(db, q, listed), hits.length, JSON.stringify(q))
  }
  t.strictSame(await codes('công_ty'), await codes('công ty'), 'a wildcard is punctuation')
})

t.test('finds a former name, and forgets what is taken back', async (t) => {
  await load([feedRecord({ code: codeOf(1), amendedOn: '2024-02-01', changes: 1, name: 'CÔNG TY TNHH SAO HÔM', shortName: 'HOM' })])
  t.match(await find('vienthong sao mai'), [{ code: codeOf(1), tier: 'exact', matched: 'formerName', score: 0.9 }])
  t.match(await find('sao hôm'), [{ code: codeOf(1), tier: 'exact', matched: 'name' }])
  t.strictSame(await findFaults(db), [])
  await load([feedRecord({ code: codeOf(1), amendedOn: '2023-10-01', changes: 0, name: 'CÔNG TY TNHH SAO CHIỀU' })])
  t.match(await find('sao chiều'), [{ code: codeOf(1), matched: 'formerName' }], 'also one that is told of late')
  const { rows: [run] } = await db.execute<{ id: number }>(sql`select max(id)::int as id from runs`)
  await db.transaction((tx) => revertVersions(tx, run!.id - 1, {})).then(() => t.fail('built upon'), () => t.pass())
  await db.transaction((tx) => revertVersions(tx, run!.id, {}))
  t.strictSame(await codes('sao chiều'), [])
  await load([feedRecord({ code: codeOf(2), amendedOn: '2024-02-01', changes: 1, name: 'VIỄN THÔNG', industries: ['4711'] })])
  t.notOk((await codes('viễn thông')).includes(codeOf(2)), 'one that is not served any more is not found')
  t.strictSame(await findFaults(db), [])
})

t.test('notices texts that are not what the versions say', async (t) => {
  const faulty = (change: ReturnType<typeof sql>) => db.transaction(async (tx) => {
    await tx.execute(change)
    t.match(await findFaults(tx), [/of the search/])
    tx.rollback()
  }).catch((err: Error) => { if (!/Rollback/i.test(err.message)) throw err })
  await faulty(sql`update search_texts set names = '=| x .' where code = ${codeOf(0)}`)
  await faulty(sql`delete from search_texts where code = ${codeOf(0)}`)
  await faulty(sql`delete from search_names where code = ${codeOf(0)}`)
  await faulty(sql`update search_words set in_names = in_names + 1 where word = 'cong'`)
  await faulty(sql`insert into search_names values ('0000000000', 'x', false)`)
})

t.test('asks the past with the same words', async (t) => {
  const { rows: [head] } = await db.execute<{ position: number }>(sql`select position from register_head`)
  const versions = (knownAt: number, day: string) => ({
    knownAt,
    versions: versionsAt({ day, knownAt }),
  })
  const any = sql`v.status = 'active' and v.basis = 'derived' and v.presence = 'present'`
  const findAt = (q: string, moment: ReturnType<typeof versions>, page: Partial<SearchPage> = {}) => findHitsAt(db, q, moment, { where: any, limit: 100, ...page })
  const now = versions(head!.position, '2026-11-22')
  for (const q of ['phần mềm', 'công', 'soft', 'sao', 'vienthong', 'hanoi', 'ienthong', 'othongvien', 'an', codeOf(0), codeOf(0).slice(0, 4), '%']) {
    const hits = await findAt(q, now)
    const served = sql`v.is_current and ${any} and not (v.code = ${codeOf(2)})`
    t.strictSame(hits.filter(({ code }) => code !== codeOf(2)), await find(q, { where: served }), `${q}: what holds now is what is found now`)
    t.equal(await countHitsAt(db, q, now, any), hits.length)
  }
  const walked: Hit[] = []
  for (let page = await findAt('phan mem', now, { limit: 7 }); page.length > 0; page = await findAt('phan mem', now, { limit: 7, after: walked.at(-1)!.position })) walked.push(...page)
  t.strictSame(walked, await findAt('phan mem', now))
  const before = versions(head!.position, '2023-12-01')
  t.match(await findAt('vienthong sao mai', before), [{ code: codeOf(1), matched: 'name' }], 'on that day it was the name')
  t.strictSame(await findAt('sao hôm', before), [])
  const { rows: [first] } = await db.execute<{ position: number }>(sql`select min(recorded_from)::int as position from enterprise_versions`)
  t.match(await findAt('vienthong sao mai', versions(first!.position, '2026-11-22')), [{ matched: 'name' }], 'and nobody knew then that it would change')
})

t.test('suggests a few while somebody types', async (t) => {
  const ask = async (query: string) => await get(`/v1/enterprises/suggest?${query}`)
  const { status, body } = await ask('q=datel')
  t.equal(status, 200)
  t.strictSame(body.items, [{ code: codeOf(0), name: 'CÔNG TY CỔ PHẦN VIỄN THÔNG ĐỨC ANH', province: '01', tier: 'exact', score: 0.98, matched: 'shortName' }])
  t.type(body.position, 'number')
  t.equal((await ask('q=phan%20mem')).body.items.length, 10)
  t.equal((await ask('q=phan%20mem&limit=20')).body.items.length, 20)
  t.strictSame((await ask('q=---')).body.items, [])
  for (const [query, path] of [['', 'q'], ['q=', 'q'], ['q=%20', 'q'], [`q=${'a'.repeat(201)}`, 'q'], ['q=a&q=b', 'q'], ['q=%00', 'q'], ['q=a&limit=0', 'limit'], ['q=a&limit=21', 'limit'], ['q=a&limit=x', 'limit'], ['q=a&province=01', 'province']] as const) {
    const refused = await ask(query)
    t.equal(refused.status, 400, query)
    t.match(refused.body.errors, [{ path }])
  }
  const head = await app.inject({ method: 'HEAD', url: '/v1/enterprises/suggest?q=datel' })
  t.equal(head.statusCode, 200)
})
