import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const { get, load } = await testRegister(t)
const ROUNDS = 6
const EACH = 400

/** A round tells of new enterprises and moves, ends and takes up again some of those before. */
const records = (round: number) => Array.from({ length: EACH * (round + 1) }, (_, n) => n).filter((n) => n >= EACH * round || n % 3 === round % 3).map((n) => feedRecord({
  code: codeOf(n), name: `CÔNG TY PHẦN MỀM ${n}`, registeredOn: `20${10 + n % 15}-03-01`, amendedOn: n >= EACH * round ? `20${10 + n % 15}-03-01` : `2025-0${1 + round}-15`, changes: n >= EACH * round ? 0 : round,
  status: { value: (n + round) % 5 === 0 && n < EACH * round ? '7' : '1', name: null },
  address: { full: '', city: (n + round) % 2 === 0 ? 'Thành phố Hà Nội' : 'Thành phố Đà Nẵng', district: '', ward: '' },
}))

interface Counts { observations: { count: number }[], unplaced: { count: number } }
const sum = ({ observations, unplaced }: Counts) => observations.reduce((total, { count }) => total + count, unplaced.count)

t.test('figures agree with each other at every position, while runs commit', async (t) => {
  const totals = new Map<number, Set<string>>()
  /** Whatever says how many there are on a day, as known at a position, is kept under both. */
  const seen = (position: number, what: string, total: number) => {
    const known = totals.get(position) ?? totals.set(position, new Set()).get(position)!
    known.add(`${what} ${total}`)
  }
  let isLoading = true
  const ask = async () => {
    for (let i = 0; isLoading || i % 8 !== 0; i++) {
      const [past, path] = [i % 2 === 0, ['/v1/statistics/counts?by=province,category', '/v1/statistics/counts?by=legaltype&division=2004', '/v1/statistics/localities?', '/v1/statistics/series?period=year'][i >> 1 & 3]!]
      const { status, body } = await get(`${path}${past ? '&asof=2024-12-31' : ''}`)
      if (status !== 200) t.fail(`${path} is answered with ${status}`)
      // Kept answers come so quickly that nothing else would get a turn.
      await sleep(5)
      const total = body.points ? body.points.at(-1).stock : body.localities ? body.nation.total + body.unplaced.count : sum(body)
      seen(body.provenance.position, body.provenance.asOf, total)
      if (body.localities && body.localities.reduce((all: number, one: { total: number }) => all + one.total, 0) !== body.nation.total) t.fail('the nation is not the sum of its localities')
    }
  }
  const askers = [ask(), ask(), ask()]
  for (let round = 0; round < ROUNDS; round++) await load(records(round))
  isLoading = false
  await Promise.all(askers)
  t.ok(totals.size > ROUNDS / 2, `${totals.size} positions were seen`)
  for (const [position, said] of totals) t.ok(said.size <= 2, `${position}: one total for each of two days, ${[...said].join(', ')}`)
  const { body: list } = await get('/v1/enterprises?total=true&limit=1')
  t.equal(list.total, (await get('/v1/statistics/localities')).body.nation.total, 'and the list says the same in the end')
})
