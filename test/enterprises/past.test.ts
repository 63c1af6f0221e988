import { sql } from 'drizzle-orm'
import t from 'tap'
import { Dice } from '../../src/sandbox/dice.ts'
import type { FeedRecord } from '../../src/sync/feed-record.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { sender, testInlet } from '../support/inlet.ts'
import { ndjson } from '../support/push.ts'

const seed = Date.now() % 1_000_000
const dice = new Dice(seed, 4, 0)
const STEPS = 40
const ENTERPRISES = 8
const EVERYTHING = 'status=active,suspended,not-at-address,revoked,dissolving,bankrupt,ended,unknown&basis=derived,confirmed,candidate&limit=1000'

const inlet = await testInlet(t)
const { get, post, put, ended, send, db } = inlet

const record = (enterprise: number, changes: number): FeedRecord => feedRecord({
  code: codeOf(enterprise), name: `CÔNG TY ${enterprise} LẦN ${changes} ${dice.below(3)}`, changes, registeredOn: '2020-01-01',
  amendedOn: `2026-0${1 + dice.below(9)}-1${dice.below(10)}`, industries: [dice.chance(0.25) ? '4711' : '6201'], status: { value: dice.chance(0.2) ? '2' : '1', name: null },
})
const some = () => Array.from({ length: 1 + dice.below(3) }, () => record(dice.below(ENTERPRISES), dice.below(6)))

/** A run of a kind that changes the register: a delta, a full file that lacks some, or a revert of the last run; of each one at least. */
async function step (runs: number[], i: number): Promise<string> {
  if (runs.length > 0 && i !== 1 && (i === 2 || dice.chance(0.2))) {
    const { status } = await post(`/${runs.pop()!}/revert`, { reason: 'Thử lại.' })
    return `revert ${status}`
  }
  if (i === 1 || dice.chance(0.2)) {
    const { body } = await post('', { kind: 'full', source: 'other', cutoff: `2026-1${dice.below(2)}-15` })
    const kept = Array.from({ length: ENTERPRISES }, (_, i) => i).filter(() => dice.chance(0.7))
    await put(body.id, 1, ndjson(kept.map((enterprise) => record(enterprise, dice.below(6)))))
    await post(`/${body.id}/commit`, { chunks: 1 })
    let run = await ended(body.id)
    if (run.state === 'held') {
      await post(`/${body.id}/release`, { reason: 'Đúng là như vậy.' })
      run = await ended(body.id)
    }
    if (run.state === 'succeeded') runs.push(body.id)
    return `full ${run.state}`
  }
  // A source of its own each time: a revert would give back the number of the last one.
  const { id, state } = await sender(send, `source-${i}`).push(some())
  if (state === 'succeeded') runs.push(id)
  return `delta ${state}`
}

t.test('what was shown at a position is shown for it ever after', async (t) => {
  const shown: { position: number, items: object[], what: string }[] = []
  const met = new Set<string>()
  const runs: number[] = []
  for (let i = 0; i < STEPS; i++) {
    const what = await step(runs, i)
    met.add(what)
    const { body } = await get(`/v1/enterprises?${EVERYTHING}`)
    shown.push({ position: body.position, items: body.items, what })
  }
  t.comment(`seed ${seed}: ${[...met].join(', ')}`)
  t.ok([...met].some((what) => what.startsWith('revert')) && [...met].some((what) => what.startsWith('full')), 'with reverts and full files among them')
  for (const { position, items, what } of shown) {
    const { status, body } = await get(`/v1/enterprises?${EVERYTHING}&knownat=${position}`)
    t.equal(status, 200)
    t.equal(body.position, position)
    t.strictSame(body.items, items, `seed ${seed}, position ${position}, after ${what}`)
  }
  const { rows: blocks } = await db.execute<{ first: number, last: number }>(sql`select first_position as first, last_position as last from blocks where first_position < last_position order by 1 desc limit 3`)
  for (const { first, last } of blocks) {
    const inside = (await get(`/v1/enterprises?${EVERYTHING}&knownat=${last - 1}`)).body
    t.equal(inside.position, first - 1, 'inside a block means the block before it')
  }
  const instants = await db.execute<{ at: Date, position: number }>(sql`select recorded_at as at, last_position as position from blocks order by last_position`)
  for (const { at, position } of instants.rows.slice(-5)) {
    t.equal((await get(`/v1/enterprises?limit=1&knownat=${encodeURIComponent(new Date(new Date(at).getTime() + 1).toISOString())}`)).body.position >= position, true, 'an instant means the last block before it')
  }
})

t.test('the register of a day has no enterprise of a later one', async (t) => {
  const { position } = (await get('/v1/enterprises?limit=1')).body
  for (const day of ['2019-12-31', '2026-03-01', '2026-06-15', '2026-11-22']) {
    const { body } = await get(`/v1/enterprises?${EVERYTHING}&total=true&asof=${day}&knownat=${position}`)
    t.equal(body.total, body.items.length, day)
    for (const item of body.items) {
      t.ok(item.validFrom <= day && item.registeredOn <= day)
      t.strictSame((await get(`/v1/enterprises/${item.code}?asof=${day}&knownat=${position}`)).body, item, 'and each is what it is by itself')
    }
  }
  t.strictSame((await get(`/v1/enterprises?asof=2019-12-31`)).body.items, [])
})
