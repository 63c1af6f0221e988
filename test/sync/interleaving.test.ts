import { sql } from 'drizzle-orm'
import t from 'tap'
import { findFaults } from '../../src/enterprises/queries.ts'
import { Dice } from '../../src/sandbox/dice.ts'
import type { FeedRecord } from '../../src/sync/feed-record.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { sender, testInlet } from '../support/inlet.ts'
import { ndjson } from '../support/push.ts'

const INTERLEAVINGS = 20
const ENTERPRISES = 8
const STATES = 5
const DELTAS = 5
const seed = Date.now() % 1_000_000
const codes = Array.from({ length: (INTERLEAVINGS + 1) * ENTERPRISES }, (_, i) => codeOf(i))
const PLACES = [['Thành phố Hà Nội', 'Phường Ba Đình'], ['Thành phố Đà Nẵng', 'Phường Hải Châu'], ['Thành phố Huế', 'Phường Thuận Hóa']] as const

/** The state of an enterprise after so many amendments: it moves, closes, and leaves the scope and comes back. */
function stateOf (code: string, enterprise: number, changes: number, dice: Dice): FeedRecord {
  const [city, ward] = dice.pick(PLACES)
  return feedRecord({
    code, changes, name: `CÔNG TY ${enterprise} LẦN ${changes}`, registeredOn: '2020-01-10', amendedOn: `202${1 + changes}-0${1 + enterprise}-15`,
    industries: [dice.chance(0.3) ? '4711' : '6201'], status: { value: dice.chance(0.2) ? '2' : '1', name: null },
    address: { full: `Số ${changes}, ${ward}`, city, district: '', ward },
  })
}

/** The same deltas for every interleaving, of enterprises of its own; some records come in two of them. */
function deltasOf (interleaving: number): FeedRecord[][] {
  const dice = new Dice(seed, 1, 0)
  const deltas: FeedRecord[][] = Array.from({ length: DELTAS }, () => [])
  for (let enterprise = 0; enterprise < ENTERPRISES; enterprise++) {
    for (let changes = 0; changes < STATES; changes++) {
      const record = stateOf(codes[interleaving * ENTERPRISES + enterprise]!, enterprise, changes, dice)
      dice.pick(deltas).push(record)
      if (dice.chance(0.3)) dice.pick(deltas).push(record)
    }
  }
  return deltas
}

const shuffled = <T>(items: readonly T[], dice: Dice): T[] => items.map((item) => [dice.bits(), item] as const).sort(([a], [b]) => a - b).map(([, item]) => item)

const { db, send } = await testInlet(t)
interface Attempt { id: number, delta: number, chunks: string[], left: Set<number> }

/** Sends the deltas as a sender in trouble would, until all are in force; answers what it met. */
async function sendInDisorder (deltas: FeedRecord[][], source: string, dice: Dice): Promise<Record<string, number>> {
  const { openAt, put, commit, ended, run } = sender(send, source)
  const met: Record<string, number> = {}
  const meet = (what: string) => { met[what] = (met[what] ?? 0) + 1 }
  const done = new Set<number>()
  let attempts: Attempt[] = []
  const open = async () => {
    const next = [...Array(DELTAS).keys()].find((delta) => !done.has(delta) && attempts.every((attempt) => attempt.delta !== delta)) ?? 0
    const delta = dice.chance(0.6) ? next : dice.below(DELTAS)
    const { status, body } = await openAt(delta + 1)
    meet(`open ${status}`)
    // It got there after all: a commit whose sender crashed before it heard of it.
    if (status === 200) done.add(delta)
    if (status !== 201) return
    const chunks: string[] = []
    for (let rest = shuffled(deltas[delta]!, dice); rest.length > 0;) chunks.push(ndjson(rest.splice(0, 2 + dice.below(4))))
    attempts.push({ id: body.id, delta, chunks, left: new Set(chunks.keys()) })
  }
  const sendChunk = async ({ id, chunks, left }: Attempt) => {
    if (chunks.length === 0) return
    // Mostly one that is missing still, now and then one that is there.
    const at = left.size > 0 && dice.chance(0.8) ? dice.pick([...left]) : dice.below(chunks.length)
    const { status } = await put(id, at + 1, chunks[at]!)
    meet(`chunk ${status}`)
    left.delete(at)
  }
  const ask = async ({ id, delta, chunks }: Attempt) => {
    const { status, body } = await commit(id, { chunks: chunks.length })
    meet(`commit ${status} ${body.type ?? ''}`)
    if (body.type === '/problems/wrong-state') attempts = attempts.filter((attempt) => attempt.id !== id)
    if (status !== 202) return
    // Now and then nobody waits for the end: the next things happen while it is being recorded.
    const found = dice.chance(0.5) ? await ended(id) : await run(id)
    if (found.state === 'committing') return
    attempts = attempts.filter((attempt) => attempt.id !== id)
    if (found.state === 'succeeded') done.add(delta)
    meet(found.state)
  }
  while (done.size < DELTAS) {
    const attempt = attempts.length > 0 ? dice.pick(attempts) : undefined
    const throwOf = dice.share()
    if (!attempt || throwOf < 0.08) await open()
    else if (throwOf < 0.82 && attempt.left.size > 0) await sendChunk(attempt)
    else if (throwOf >= 0.82 && throwOf < 0.85) await sendChunk(attempt)
    else if (throwOf >= 0.85 && throwOf < 0.87) {
      // Given up, or forgotten by a sender that crashed: either way all of it is sent again.
      if (dice.chance(0.5)) await send({ method: 'DELETE', url: `/v1/sync/runs/${attempt.id}` })
      attempts = attempts.filter(({ id }) => id !== attempt.id)
      meet('crash')
    } else await ask(attempt)
  }
  for (const { id } of attempts) await ended(id)
  return met
}

interface Found { current: unknown[], versions: unknown[], cells: Record<string, number>, live: Record<string, number> }

/** What the register says of one interleaving's enterprises, whatever their codes, and what all the counts are. */
async function look (interleaving: number): Promise<Found> {
  const own = codes.slice(interleaving * ENTERPRISES, (interleaving + 1) * ENTERPRISES)
  const { rows: versions } = await db.execute<{ is_current: boolean }>(sql`
    select array_position(${sql.param(own)}::text[], code) as enterprise, valid_from, is_current,
      to_jsonb(v) - 'code' - 'digest' - 'version' - 'position' - 'has_event' - 'recorded_from' - 'supersedes' - 'run_id' as facts
    from enterprise_versions v where code = any(${sql.param(own)}::text[]) and recorded_to is null order by 1, valid_from, changes`)
  const counts = async (query: ReturnType<typeof sql>) => Object.fromEntries((await db.execute<{ key: string, n: number }>(query)).rows.map(({ key, n }) => [key, n]))
  return {
    versions, current: versions.filter((version) => version.is_current),
    cells: await counts(sql`select (to_jsonb(c) - 'enterprises')::text as key, enterprises as n from cells c`),
    live: await counts(sql`select province_code || field as key, value::int as n from live_counts l, jsonb_each_text(to_jsonb(l) - 'province_code') e (field, value)`),
  }
}

/** What was added to counts; those that stayed are left out. */
const added = (before: Record<string, number>, after: Record<string, number>) =>
  Object.fromEntries([...new Set([...Object.keys(before), ...Object.keys(after)])].sort().map((key) => [key, (after[key] ?? 0) - (before[key] ?? 0)] as const).filter(([, n]) => n !== 0))

t.test(`any interleaving of the deltas ends in the same register (seed ${seed})`, async (t) => {
  const inOrder = sender(send, 'in-order')
  const none = await look(0)
  for (const delta of deltasOf(0)) t.match(await inOrder.push(delta), { state: 'succeeded', rejected: 0 })
  const wanted = await look(0)
  t.equal(wanted.current.length, ENTERPRISES)
  t.equal(wanted.versions.length, ENTERPRISES * STATES)
  const [cells, live] = [added(none.cells, wanted.cells), added(none.live, wanted.live)]
  let before = wanted
  const met: Record<string, number> = {}
  for (let i = 1; i <= INTERLEAVINGS; i++) {
    const trouble = await sendInDisorder(deltasOf(i), `disorder-${i}`, new Dice(seed, 2, i))
    for (const [what, n] of Object.entries(trouble)) met[what] = (met[what] ?? 0) + n
    const found = await look(i)
    t.strictSame(found.versions, wanted.versions, `interleaving ${i}: the same versions in force, the same of them current`)
    t.strictSame([added(before.cells, found.cells), added(before.live, found.live)], [cells, live], `interleaving ${i}: the same counts`)
    before = found
  }
  t.strictSame(await findFaults(db), [])
  t.comment(met)
  for (const what of ['open 200', 'open 201', 'open 409', 'chunk 200', 'chunk 201', 'commit 409 /problems/sequence-gap', 'commit 409 /problems/missing-chunk', 'crash']) t.ok(met[what], `met: ${what}`)
})
