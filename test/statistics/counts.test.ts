import JSONstat from 'jsonstat-toolkit'
import t from 'tap'
import { addDays } from '../../src/calendar.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DAYS, ENTERPRISES, FIRST, loadHistory, makeHistory, readers, RUNS, statesOn } from '../support/random-history.ts'
import { testRegister } from '../support/register.ts'

const { dice, told } = makeHistory(20261122)
const { get, load } = await testRegister(t)
/** The position that the register stood at after each run; records of old days come in late runs too. */
const positions = await loadHistory({ get, load }, told)

t.test('counts are those of the event list, on any day, as known at any position, in either division', async (t) => {
  for (let i = 0; i < 160; i++) {
    const by = [...new Set(Array.from({ length: 1 + dice.below(3) }, () => dice.pick(['province', 'category', 'ownership', 'registrationyear', 'ageband', 'industrygroup'])))].sort()
    const [division, asof, run] = [dice.pick(['2025', '2004']), addDays(FIRST, dice.below(DAYS)), dice.below(RUNS)]
    const ownership = dice.below(3) === 0 ? dice.pick(['domestic', 'foreign']) : undefined
    const industry = dice.below(4) === 0 ? dice.pick(['6201', '6202']) : undefined
    // What is known now is what was known after the last run, and counted in another way.
    const knownat = run === RUNS - 1 && i % 2 === 0 ? '' : `&knownat=${positions[run]}`
    const expected = new Map<string, number>()
    let unplaced = 0
    for (const record of statesOn(told, asof, run)) {
      if (readers['status']!(record, asof, division) !== 'active' || (ownership && record.ownership !== ownership) || (industry && !record.industries.includes(industry))) continue
      const values = by.map((name) => readers[name]!(record, asof, division))
      if (by.includes('province') && values[by.indexOf('province')] === null) unplaced++
      else expected.set(values.join(' '), (expected.get(values.join(' ')) ?? 0) + 1)
    }
    const url = `/v1/statistics/counts?by=${by}&division=${division}&asof=${asof}${knownat}${ownership ? `&ownership=${ownership}` : ''}${industry ? `&industry=${industry}` : ''}`
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
    const active = statesOn(told, asof, run).filter(({ status }) => status.value === '1')
    for (const division of ['2025', '2004']) {
      const knownat = run === RUNS - 1 ? '' : `&knownat=${positions[run]}`
      const { body } = await get(`/v1/statistics/localities?division=${division}&asof=${asof}${knownat}`)
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

t.test('JSON-stat is read by its toolkit, and says the same', async (t) => {
  const question = '/v1/statistics/counts?by=category,industrygroup,province&zeros=true'
  const { body } = await get(question)
  for (const [language, label] of [['vi', 'Hà Nội'], ['en', 'Hanoi']]) {
    const answer = await get(`${question}&format=jsonstat`, { 'accept-language': language! })
    t.match(answer.headers['content-type'], 'application/vnd.json-stat+json')
    const dataset = JSONstat(answer.body)
    t.equal(dataset.class, 'dataset')
    t.strictSame(dataset.id, ['category', 'industrygroup', 'province'])
    t.equal(dataset.n, body.observations.length)
    t.equal(dataset.Dimension('province').Category('01').label, label)
    for (const { category, industrygroup, province, count } of body.observations) t.equal(dataset.Data({ category, industrygroup: industrygroup ?? 'none', province }).value, count)
    t.match(answer.body.extension.provenance, body.provenance)
    t.strictSame(answer.body.extension.unplaced, body.unplaced)
  }
  t.match(await get('/v1/statistics/counts?by=province', { accept: 'application/vnd.json-stat+json' }), { status: 200, body: { class: 'dataset' } }, 'by Accept as well')
  t.match(await get('/v1/statistics/counts?format=jsonstat'), { status: 400, body: { errors: [{ path: 'by' }] } })
  t.match(await get('/v1/statistics/counts?by=registrationyear&asof=1990-01-01&format=jsonstat'), { status: 200, body: { value: [], size: [0] } }, 'nobody was there')
})
