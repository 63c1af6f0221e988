import t from 'tap'
import { addDays, addYears } from '../../src/calendar.ts'
import type { FeedRecord } from '../../src/sync/feed-record.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

/** Numbers of chance that are the same in each run (mulberry32). */
function chance (seed: number) {
  let state = seed
  const next = () => {
    state = state + 0x6d2b79f5 | 0
    let mixed = Math.imul(state ^ state >>> 15, 1 | state)
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed
    return ((mixed ^ mixed >>> 14) >>> 0) / 4294967296
  }
  const below = (n: number) => Math.floor(next() * n)
  return { below, pick: <T>(values: readonly T[]): T => values[below(values.length)]! }
}

// Places whose old province is beyond doubt, and one whose is not: written after July 2025 in a province of several.
const PLACES = [
  { city: 'Thành phố Hà Nội', province: '01', old: '01' }, { city: 'Tỉnh Bình Dương', province: '79', old: '74' },
  { city: 'Tỉnh Bà Rịa - Vũng Tàu', province: '79', old: '77' }, { city: 'Tỉnh Tây Ninh', province: '80', old: null },
] as const
const LAST_OLD_DAY = '2025-06-30'
const ENTERPRISES = 40
const RUNS = 6
const FIRST = '2016-01-01'
const DAYS = 3900

type Told = FeedRecord & { place: typeof PLACES[number], run: number }

const dice = chance(20261122)
const founded = Array.from({ length: ENTERPRISES }, () => addDays(FIRST, dice.below(3000)))
const told: Told[] = Array.from({ length: 240 }, (_, i): Told => {
  const n = i < ENTERPRISES ? i : dice.below(ENTERPRISES)
  const registeredOn = founded[n]!
  const amendedOn = addDays(registeredOn, i < ENTERPRISES ? 0 : 1 + dice.below(DAYS - 3000))
  // A place of the old division is written before it ended, the doubtful one after.
  const place = dice.pick(PLACES.filter(({ old }) => (old === null) === (amendedOn > LAST_OLD_DAY && n % 4 === 0)))
  return {
    ...feedRecord({
      code: codeOf(n), name: `CÔNG TY PHẦN MỀM ${i}`, registeredOn, amendedOn, changes: i < ENTERPRISES ? 0 : i,
      status: { value: dice.below(5) === 0 ? '7' : '1', name: null }, ownership: dice.pick(['domestic', 'foreign', 'mixed'] as const),
      industries: [dice.pick(['6201', '6202'])], address: { full: '', city: place.city, district: '', ward: '' },
    }),
    place, run: i < ENTERPRISES ? 0 : dice.below(RUNS),
  }
})

const { get, load } = await testRegister(t)
/** The position that the register stood at after each run; records of old days come in late runs too. */
const positions: number[] = []
for (let run = 0; run < RUNS; run++) {
  await load(told.filter((record) => record.run === run).map(({ place: _place, run: _run, ...record }) => record))
  positions.push((await get('/v1/status')).body.position)
}

/** Of what was told up to a run: the state of each enterprise on a day. */
function statesOn (day: string, run: number): Told[] {
  const known = told.filter((record) => record.run <= run && record.amendedOn! <= day)
  const last = new Map<string, Told>()
  for (const record of known) {
    const other = last.get(record.code)
    const isLater = !other || record.amendedOn! > other.amendedOn! || (record.amendedOn === other.amendedOn && record.changes > other.changes)
    if (isLater) last.set(record.code, record)
  }
  return [...last.values()]
}

const readers: Record<string, (record: Told, day: string, division: string) => string | null> = {
  province: ({ place }, _day, division) => division === '2025' ? place.province : place.old,
  category: ({ registeredOn }, day) => addYears(registeredOn, 5) > day ? 'iv' : 'ii',
  status: ({ status }) => status.value === '1' ? 'active' : 'other',
  ownership: ({ ownership }) => ownership,
  registrationyear: ({ registeredOn }) => registeredOn.slice(0, 4),
  ageband: ({ registeredOn }, day) => addYears(registeredOn, 10) <= day ? '10+' : addYears(registeredOn, 5) <= day ? '5-9' : addYears(registeredOn, 1) <= day ? '1-4' : '0',
  industrygroup: ({ industries }) => industries[0]!.slice(0, 3),
}

t.test('counts are those of the event list, on any day, as known at any position, in either division', async (t) => {
  for (let i = 0; i < 120; i++) {
    const by = [...new Set(Array.from({ length: 1 + dice.below(3) }, () => dice.pick(['province', 'category', 'ownership', 'registrationyear', 'ageband', 'industrygroup'])))].sort()
    const [division, asof, run] = [dice.pick(['2025', '2004']), addDays(FIRST, dice.below(DAYS)), dice.below(RUNS)]
    const ownership = dice.below(3) === 0 ? dice.pick(['domestic', 'foreign']) : undefined
    const expected = new Map<string, number>()
    let unplaced = 0
    for (const record of statesOn(asof, run)) {
      if (readers['status']!(record, asof, division) !== 'active' || (ownership && record.ownership !== ownership)) continue
      const values = by.map((name) => readers[name]!(record, asof, division))
      if (by.includes('province') && values[by.indexOf('province')] === null) unplaced++
      else expected.set(values.join(' '), (expected.get(values.join(' ')) ?? 0) + 1)
    }
    const url = `/v1/statistics/counts?by=${by}&division=${division}&asof=${asof}&knownat=${positions[run]}${ownership ? `&ownership=${ownership}` : ''}`
    const { body } = await get(url)
    const found = new Map(body.observations.map((one: Record<string, unknown>) => [by.map((name) => one[name]).join(' '), one['count']]))
    t.strictSame([...found].sort(), [...expected].sort(), url)
    t.equal(body.unplaced.count, unplaced, `${url} unplaced`)
    t.match(body.provenance, { asOf: asof, position: positions[run], division })
  }
})

t.test('localities on a day say the same, and sum up to the nation', async (t) => {
  for (let i = 0; i < 20; i++) {
    const [asof, run] = [addDays(FIRST, dice.below(DAYS)), dice.below(RUNS)]
    const active = statesOn(asof, run).filter(({ status }) => status.value === '1')
    for (const division of ['2025', '2004']) {
      const { body } = await get(`/v1/statistics/localities?division=${division}&asof=${asof}&knownat=${positions[run]}`)
      t.equal(body.nation.total + body.unplaced.count, active.length, `${asof} ${run} ${division}`)
      t.equal(body.localities.reduce((sum: number, one: { total: number }) => sum + one.total, 0), body.nation.total)
      t.equal(body.nation.iv, active.filter((record) => readers['category']!(record, asof, division) === 'iv' && readers['province']!(record, asof, division) !== null).length)
    }
    t.equal((await get(`/v1/statistics/target?asof=${asof}&knownat=${positions[run]}`)).body.count, active.length)
  }
})

t.test('what is learnt later changes no figure of before', async (t) => {
  const url = `/v1/statistics/counts?by=province,category&asof=2024-06-30&knownat=${positions.at(-1)}`
  const before = await get(url)
  t.match(before.headers, { 'cache-control': 'public, max-age=86400, immutable' })
  const now = (await get('/v1/statistics/counts?by=province,category&asof=2024-06-30')).body
  await load([feedRecord({ code: codeOf(ENTERPRISES + 1), name: 'CÔNG TY MUỘN', registeredOn: '2020-01-01', amendedOn: '2020-01-01' })])
  t.strictSame((await get(url)).body, before.body)
  const sum = (body: { observations: { count: number }[] }) => body.observations.reduce((total, { count }) => total + count, 0)
  t.equal(sum((await get('/v1/statistics/counts?by=province,category&asof=2024-06-30')).body), sum(now) + 1, 'a late record is of its day')
})

t.test('one number, zeros, files, and what is refused', async (t) => {
  const { body } = await get('/v1/statistics/counts')
  t.equal(body.observations.length, 1)
  t.equal(body.observations[0].count, (await get('/v1/statistics/localities')).body.nation.total)
  t.equal(body.observations[0].count, (await get('/v1/enterprises?total=true')).body.total, 'the list says the same')
  const all = (await get('/v1/statistics/counts?by=province,category&zeros=true')).body.observations
  t.equal(all.length, 34 * 4)
  t.equal(all.reduce((sum: number, { count }: { count: number }) => sum + count, 0), body.observations[0].count)
  t.equal((await get('/v1/statistics/counts?by=province&zeros=true&division=2004')).body.observations.length, 63)
  t.strictSame((await get('/v1/statistics/counts?asof=1990-01-01')).body.observations, [], 'nobody was there')
  const unmatched = await get('/v1/statistics/counts?by=commune')
  t.equal(unmatched.body.unplaced.count, body.observations[0].count - 1, 'but for the last one these addresses name no commune')
  for (const [query, path] of [
    ['by=province,category,status,basis', 'by'], ['by=', 'by'], ['by=colour', 'by'], ['by=commune&division=2004', 'by'], ['commune=00004&division=2004', 'commune'], ['province=99', 'province'],
    ['commune=99999', 'commune'], ['zeros=yes', 'zeros'], ['asof=2026-11-23', 'asof'], ['knownat=99999999', 'knownat'], ['asof=2026-02-30', 'asof'], ['limit=5', 'limit'], ['knownat=0', 'knownat'], ['q=x', 'q'],
  ] as const) t.match(await get(`/v1/statistics/counts?${query}`), { status: 400, body: { errors: [{ path }] } }, query)
})
