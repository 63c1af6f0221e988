import t from 'tap'
import { addDays } from '../../src/calendar.ts'
import { netOf, seriesOf } from '../../src/statistics/series.ts'
import { DAYS, FIRST, loadHistory, makeHistory, readers, RUNS, statesOn } from '../support/random-history.ts'
import { testRegister } from '../support/register.ts'

const { dice, told } = makeHistory(7)
const { get, load } = await testRegister(t)
const positions = await loadHistory({ get, load }, told)

interface Point { from: string, until: string, births: number, deaths: number, movesIn: number, movesOut: number, categoryIn: number, categoryOut: number, stock: number }

t.test('every series balances, and its stocks are the counts of those days', async (t) => {
  for (let i = 0; i < 40; i++) {
    const [period, division] = [dice.pick(['month', 'quarter', 'year']), dice.pick(['2025', '2004'])]
    const [asof, run] = [addDays(FIRST, 400 + dice.below(DAYS - 400)), dice.below(RUNS)]
    const province = dice.pick([undefined, '01', '79'] as const)
    const category = dice.pick([undefined, 'ii', 'iv'] as const)
    const from = dice.pick([FIRST, addDays(asof, -300)])
    const industry = dice.pick([undefined, undefined, '6202'] as const)
    const knownat = run === RUNS - 1 ? '' : `&knownat=${positions[run]}`
    const filter = `division=${division}${province ? `&province=${province}` : ''}${category ? `&category=${category}` : ''}${industry ? `&industry=${industry}` : ''}`
    const url = `/v1/statistics/series?period=${period}&from=${from}&asof=${asof}${knownat}&${filter}`
    const { status, body } = await get(url)
    t.equal(status, 200, url)
    const points: Point[] = body.points
    t.equal(points.at(-1)!.until, asof)
    for (const [n, point] of points.entries()) {
      if (n > 0) {
        t.equal(point.stock, points[n - 1]!.stock + netOf(point), `${url} ${point.from}`)
        t.equal(point.from, addDays(points[n - 1]!.until, 1))
      }
      const counted = statesOn(told, point.until, run).filter((record) => record.status.value === '1' && (!industry || record.industries.includes(industry)) &&
        (!province || readers['province']!(record, point.until, division) === province) && (!category || readers['category']!(record, point.until, division) === category))
      t.equal(point.stock, counted.length, `${url} on ${point.until}`)
    }
  }
})

t.test('a move is a flow of both provinces and of neither the nation nor the other division where it keeps its old one', async (t) => {
  const sum = (points: Point[], flow: keyof Point) => points.reduce((total, point) => total + Number(point[flow]), 0)
  const series = async (query: string) => (await get(`/v1/statistics/series?period=year&from=${FIRST}&${query}`)).body.points as Point[]
  const nation = await series('')
  for (const flow of ['movesIn', 'movesOut', 'categoryIn', 'categoryOut'] as const) t.equal(sum(nation, flow), 0, flow)
  const parts = await Promise.all(['01', '79', '80'].map(async (province) => await series(`province=${province}`)))
  const [into, out] = (['movesIn', 'movesOut'] as const).map((flow) => parts.reduce((total, points) => total + sum(points, flow), 0))
  t.ok(into! > 0)
  t.equal(into, out, 'whoever leaves one place comes to another')
  const [, hcm] = parts
  const old = await Promise.all(['74', '77'].map(async (province) => await series(`division=2004&province=${province}`)))
  t.ok(old.reduce((total, points) => total + sum(points, 'movesIn'), 0) > sum(hcm!, 'movesIn'), 'a move between two that became one is none in the new division')
  const [ii, iv] = [await series('category=ii'), await series('category=iv')]
  t.ok(sum(iv, 'categoryOut') > 0)
  t.equal(sum(iv, 'categoryOut'), sum(ii, 'categoryIn'), 'five years on')
})

t.test('periods without anything are there as well, and files', async (t) => {
  const flows = [{ from: '2020-01-01', births: 3, deaths: 0, movesIn: 0, movesOut: 0, categoryIn: 0, categoryOut: 0 }]
  t.match(seriesOf(flows, { from: '2020-02-10', to: '2020-04-02', period: 'month' }), [
    { from: '2020-02-01', until: '2020-02-29', stock: 3, births: 0 }, { from: '2020-03-01', until: '2020-03-31', stock: 3 }, { from: '2020-04-01', until: '2020-04-02', stock: 3 }])
  t.equal((await get('/v1/statistics/series')).body.points.length, 121, 'ten years, and the month that has begun')
  for (const [query, path] of [['period=week', 'period'], ['from=2026-11-23', 'from'], ['from=1800-01-01', 'from'], ['province=99', 'province'], ['knownat=0', 'knownat'], ['by=province', 'by'], ['commune=00004', 'commune']] as const) {
    t.match(await get(`/v1/statistics/series?${query}`), { status: 400, body: { errors: [{ path }] } }, query)
  }
})

t.test('the pace to the target is that of the series, and its projection begins with the count', async (t) => {
  for (const asof of ['2024-03-15', '2021-12-31', '2026-10-01']) {
    const moment = `asof=${asof}&knownat=${positions.at(-1)}`
    const points = ((await get(`/v1/statistics/series?period=month&from=${FIRST}&${moment}`)).body.points as Point[]).slice(0, -1)
    const mean = (months: number) => Math.round(points.slice(-months).reduce((sum, point) => sum + netOf(point), 0) / months * 10) / 10
    const { body } = await get(`/v1/statistics/target?${moment}`)
    t.match(body.pace, { months12: mean(12), months36: mean(36) }, asof)
    t.equal(body.projection.months, 36)
    t.ok(body.projection.low <= body.projection.expected && body.projection.expected <= body.projection.high)
    t.equal(body.count, (await get(`/v1/statistics/counts?${moment}`)).body.observations[0].count)
  }
  t.match((await get(`/v1/statistics/target?asof=2016-03-01&knownat=${positions.at(-1)}`)).body, { pace: { months12: null }, projection: null }, 'too little is known of the time before')
})
