import type { Test } from 'tap'
import t from 'tap'
import { addDays } from '../../src/calendar.ts'
import { countRegions } from '../../src/statistics/region-counts.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DAYS, ENTERPRISES, FIRST, loadHistory, makeHistory, readers, RUNS, statesOn } from '../support/random-history.ts'
import { testRegister } from '../support/register.ts'

const { dice, told } = makeHistory(306)
const { app, pool, get, load } = await testRegister(t)
const loaded = (await get('/v1/status')).body.position
const positions = await loadHistory({ get, load }, told)
const SUMMED = ['i', 'ii', 'iii', 'iv', 'total'] as const
type Row = Record<typeof SUMMED[number], number> & { code: string, name: string, provinces: string[], candidates: { i: number, iii: number }, population: number | null, per1000: number | null, noDensity: string | null, sharePercent: number | null }
const row = (body: { regions: Row[] }, code: string) => body.regions.find((one) => one.code === code)!
const sum = (rows: Row[], of: (one: Row) => number) => rows.reduce((total, one) => total + of(one), 0)

/** Holds every figure of a region to those of its provinces, asked for in the same words. */
async function agree (t: Test, query: string) {
  const [regions, localities] = [(await get(`/v1/statistics/regions?${query}`)).body, (await get(`/v1/statistics/localities?${query}`)).body]
  for (const region of regions.regions as Row[]) {
    const own = (localities.localities as Row[]).filter(({ code }) => region.provinces.includes(code))
    t.equal(own.length, region.provinces.length)
    for (const column of SUMMED) t.equal(region[column], sum(own, (one) => one[column]), `${query} ${region.code} ${column}`)
    t.strictSame(region.candidates, { i: sum(own, (one) => one.candidates.i), iii: sum(own, (one) => one.candidates.iii) })
  }
  for (const column of SUMMED) t.equal(regions.nation[column], sum(regions.regions, (one) => one[column]), `${query} nation ${column}`)
  t.strictSame(regions.nation, localities.nation, `${query} is the same nation`)
  t.strictSame(regions.unplaced, localities.unplaced)
  const { regionsOn: _regionsOn, ...provenance } = regions.provenance
  t.strictSame(provenance, localities.provenance)
  return regions
}

t.test('a region is the sum of its provinces, on any day, as known at any position', async (t) => {
  const inSoutheast = new Set(['75', '79', '80'])
  for (let i = 0; i < 20; i++) {
    const [asof, run] = [addDays(FIRST, dice.below(DAYS)), dice.below(RUNS)]
    const knownat = run === RUNS - 1 && i % 2 === 0 ? '' : `&knownat=${positions[run]}`
    const body = await agree(t, `asof=${asof}${knownat}`)
    const active = statesOn(told, asof, run).filter((record) => readers['status']!(record, asof, '2025') === 'active')
    const southeast = active.filter((record) => inSoutheast.has(readers['province']!(record, asof, '2025')!))
    t.match(row(body, 'southeast'), { total: southeast.length, iv: southeast.filter((record) => readers['category']!(record, asof, '2025') === 'iv').length }, asof)
    t.equal(row(body, 'red-river-delta').total, active.length - southeast.length)
  }
})

t.test('takes the filters and the bases of the localities', async (t) => {
  for (const query of ['', 'status=active,ended,suspended', 'basis=candidate', 'ownership=foreign', 'ownership=domestic,mixed&basis=derived', 'base=average-2024']) await agree(t, query)
})

t.test('lists every region with people, density and share', async (t) => {
  const { body } = await get('/v1/statistics/regions')
  t.strictSame(body.regions.map((one: Row) => one.code), ['northern-mountains', 'red-river-delta', 'north-central', 'south-central-highlands', 'southeast', 'mekong-delta'])
  t.match(row(body, 'mekong-delta'), { name: 'Đồng bằng sông Cửu Long', provinces: ['82', '86', '91', '92', '96'], total: 0, per1000: 0, noDensity: null, sharePercent: 0 })
  t.match(row(body, 'south-central-highlands'), { population: 18_274_482 })
  t.equal(sum(body.regions, (one) => one.population!), 113_571_926)
  for (const one of body.regions as Row[]) t.equal(one.sharePercent, Math.round(one.total / body.nation.total * 10_000) / 100)
  t.ok(row(body, 'southeast').total > 0 && row(body, 'red-river-delta').total > 0)
  t.match((await get('/v1/statistics/regions', { 'accept-language': 'en' })).body.regions[5], { name: 'Mekong Delta' })
})

t.test('has a density only where all provinces of a region have a population', async (t) => {
  const { body } = await get('/v1/statistics/regions?base=average-2024')
  t.match(row(body, 'southeast'), { population: null, per1000: null, noDensity: 'no-population-on-this-base' })
  t.match(body.nation, { population: null, noDensity: 'no-population-on-this-base' })
  t.equal(body.provenance.populationBase.code, 'average-2024')
})

t.test('tells days of before the regions in the regions of their first day', async (t) => {
  const on = async (asof: string) => (await get(`/v1/statistics/regions?asof=${asof}`)).body
  t.match(await on('2024-12-31'), { regions: { length: 6 }, provenance: { asOf: '2024-12-31', regionsOn: '2025-10-05', division: '2025' } })
  t.match((await on('2026-01-31')).provenance, { asOf: '2026-01-31', regionsOn: '2026-01-31' })
  const nobody = await on('1990-01-01')
  t.match(nobody.nation, { total: 0, per1000: 0 })
  t.ok(nobody.regions.every((one: Row) => one.total === 0 && one.sharePercent === null), 'of nothing there are no shares')
})

t.test('comes as a file', async (t) => {
  const { headers, body } = await app.inject('/v1/statistics/regions?format=csv')
  t.match(headers, { 'content-type': /text\/csv/, 'content-disposition': new RegExp(`filename="regions-${positions.at(-1)}\\.csv"`) })
  const [head, first, ...others] = body.replace('\uFEFF', '').trimEnd().split('\r\n')
  t.equal(head, 'code,name,provinces,i,ii,iii,iv,total,candidates.i,candidates.iii,population,per1000,noDensity,sharePercent')
  t.match(first, /^northern-mountains,Trung du và miền núi phía Bắc,04 08 11 12 14 15 19 20 25,0,0,0,0,0,0,0,\d+,0,,0$/)
  t.equal(others.length, 5)
})

t.test('keeps for good what is asked of a day and a position, and refuses what it cannot count by', async (t) => {
  const past = await get(`/v1/statistics/regions?asof=2024-06-30&knownat=${positions.at(-1)}`)
  t.match(past.headers, { 'cache-control': 'public, max-age=86400, immutable' })
  await load([feedRecord({ code: codeOf(ENTERPRISES + 1), name: 'CÔNG TY MUỘN', registeredOn: '2020-01-01', amendedOn: '2020-01-01' })])
  t.equal((await get('/v1/statistics/regions?asof=2024-06-30')).body.nation.total, past.body.nation.total + 1, 'a late record is of its day')
  t.strictSame((await get(`/v1/statistics/regions?asof=2024-06-30&knownat=${positions.at(-1)}`)).body, past.body)
  for (const [query, path] of [
    ['division=2025', 'division'], ['base=guess', 'base'], ['asof=2026-11-23', 'asof'], ['asof=2026-02-30', 'asof'], ['knownat=yesterday', 'knownat'], ['knownat=99999999', 'knownat'], ['status=', 'status'],
    ['basis=derived&basis=confirmed', 'basis'], ['ownership=alien', 'ownership'], ['region=southeast', 'region'], ['format=jsonstat', 'format'],
  ] as const) t.match(await get(`/v1/statistics/regions?${query}`), { status: 400, body: { errors: [{ path }] } }, query)
  t.match(await get(`/v1/statistics/regions?knownat=${loaded - 1}`), { status: 400, body: { errors: [{ path: 'knownat', message: /first region was recorded/ }] } }, 'before the seeds nothing was known of regions')
})

t.test('a division drawn anew counts from its day on, and from the position that it is known at', async (t) => {
  const before = (await get('/v1/status')).body.position
  await load([feedRecord({ code: codeOf(ENTERPRISES + 2), address: { full: '', city: 'Thành phố Cần Thơ', district: '', ward: '' } })])
  const { position } = (await get('/v1/status')).body
  // Invented: Tây Ninh goes to the Mekong Delta on 1 June 2026, which is known from the present position on.
  await pool.query(`
    with old as (update regions set recorded_to = $1 where code in ('southeast', 'mekong-delta') returning *)
    insert into regions (code, rank, name, name_en, provinces, valid_from, valid_to, act, recorded_from)
    select code, rank, name, name_en, provinces, valid_from, '2026-05-31'::date, act, $1 from old
    union all select code, rank, name, name_en, case code when 'southeast' then array_remove(provinces, '80') else provinces || '80'::text end, '2026-06-01', null, act, $1 from old`, [position])
  const mekong = async (asof: string, knownat: number) => row(await agree(t, `asof=${asof}&knownat=${knownat}`), 'mekong-delta').provinces
  t.strictSame(await mekong('2026-05-31', position), ['82', '86', '91', '92', '96'])
  t.strictSame(await mekong('2026-06-01', position), ['82', '86', '91', '92', '96', '80'])
  t.strictSame(await mekong('2026-06-01', before), ['82', '86', '91', '92', '96'], 'as was known before')
  t.strictSame(await mekong('2020-06-01', position), ['82', '86', '91', '92', '96'], 'old days are told in the first division')
})

t.test('nothing is lost in a province of no region', async (t) => {
  const unit = (code: string, total: number) => ({ code, name: '', nameEn: '', type: '', i: 0, ii: total, iii: 0, iv: 0, total, candidates: { i: 1, iii: 0 }, population: 1000, per1000: total, noDensity: null })
  const regions = [{ code: 'a', name: '', nameEn: '', provinces: ['01', '04'] }, { code: 'b', name: '', nameEn: '', provinces: ['99'] }]
  const counted = countRegions(regions, [unit('01', 2), unit('04', 1), unit('08', 5), unit('11', 0)], { count: 2, groups: [{ successor: '98', count: 2 }] })
  t.match(counted.regions, [{ total: 3, population: 2000, per1000: 1.5, sharePercent: 100 }, { total: 0, population: null, per1000: null, sharePercent: 0 }], 'a region without provinces has nobody')
  t.match(counted.nation, { total: 3, candidates: { i: 2 } })
  t.strictSame(counted.unplaced, { count: 7, groups: [{ successor: '08', count: 5 }, { successor: '98', count: 2 }] })
  const thirds = countRegions(['01', '04', '08'].map((code) => ({ code, name: '', nameEn: '', provinces: [code] })), [unit('01', 1), unit('04', 1), unit('08', 1)], { count: 0, groups: [] })
  t.strictSame(thirds.regions.map((one) => one.sharePercent), [33.33, 33.33, 33.33])
})
