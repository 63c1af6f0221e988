import t from 'tap'
import { sql } from 'drizzle-orm'
import { addDays, addYears } from '../../src/calendar.ts'
import type { Outcome } from '../../src/enterprises/decisions/record.ts'
import { recordDecisions } from '../../src/enterprises/decisions/record.ts'
import { findFaults } from '../../src/enterprises/queries.ts'
import { lockHead } from '../../src/journal/commands.ts'
import { Dice } from '../../src/sandbox/dice.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, HANOI, HUE } from '../support/history.ts'
import { EVIDENCE, testOffice } from '../support/officers.ts'

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const dice = new Dice(seed, 7, 0)
const ENTERPRISES = 8
const STEPS = 60
const FIRST = '2019-01-01'
const TODAY = '2026-11-22'
const LAST_DAYS = 2500
const OF_ALL = 'status=active,suspended,not-at-address,revoked,dissolving,bankrupt,ended,unknown&basis=derived,confirmed,candidate'
const ALL = `${OF_ALL}&limit=1000`

const { get, load, db, revert, ask } = await testOffice(t)

/** `run` 0: declared by an officer. */
interface Told { n: number, from: string, changes: number, name: string, industries: string[], run: number, province: string, registeredOn: string }
interface Decided { n: number, from: string, outcome: Outcome }
const PROVINCES = new Map([[HANOI, '01'], [DANANG, '48'], [HUE, '46']])

/** What was told and decided, as a reader of the minutes would have it. */
let told: Told[] = []
let decided: Decided[] = []
const founded = Array.from({ length: ENTERPRISES }, () => addDays(FIRST, dice.below(200)))
const states: { position: number, told: Told[], decided: Decided[] }[] = []
const runs: number[] = []

/** What the feed told last of a day; where it told nothing yet what was declared, unless the feed has it registered later. */
function factsOn (day: string, told: Told[]): Told | undefined {
  const byFeed = told.filter(({ run }) => run > 0)
  const last = byFeed.filter(({ from }) => from <= day).sort((a, b) => a.from < b.from ? -1 : a.from > b.from ? 1 : a.changes - b.changes || a.run - b.run).at(-1)
  return last ?? told.find(({ run, from }) => run === 0 && from <= day && byFeed.every(({ registeredOn }) => registeredOn <= from))
}

/** The facts and the decision of each enterprise on a day, by brute force. */
function expected (day: string, at: { told: Told[], decided: Decided[] }) {
  return Array.from({ length: ENTERPRISES }, (_, n) => {
    const facts = factsOn(day, at.told.filter((one) => one.n === n))
    if (!facts) return null
    const decision = at.decided.filter((one) => one.n === n && one.from <= day).sort((a, b) => a.from < b.from ? -1 : 1).at(-1)
    const shown = (basis: string, category: string | null) => category === null ? null : { code: codeOf(n), name: facts.name, province: facts.province, basis, category, toldBy: facts.run === 0 ? 'officer' : 'feed' }
    if (decision?.outcome === 'not-digital') return null
    if (decision && decision.outcome !== 'rule') return shown('confirmed', decision.outcome)
    const fifth = addYears(facts.registeredOn, 5)
    if (facts.industries[0] === '6201') return shown('derived', day < fifth ? 'iv' : 'ii')
    return facts.industries.includes('6201') && facts.from < fifth ? shown('candidate', day < fifth ? 'iii' : null) : null
  }).filter((one) => one !== null).sort((a, b) => a.code < b.code ? -1 : 1)
}

const summed = (shown: { province: string, category: string | null }[]): string[] => {
  const sums = new Map<string, number>()
  for (const { province, category } of shown) sums.set(`${province} ${category}`, (sums.get(`${province} ${category}`) ?? 0) + 1)
  return [...sums].map(([cell, count]) => `${cell} ${count}`).sort()
}

let numbered = 0
function tell () {
  const chosen = Array.from({ length: 1 + dice.below(3) }, () => {
    const n = dice.below(ENTERPRISES)
    // The first state is mostly that of the foundation; later ones in any order of days, some on the same day, with numbers that follow the days.
    const isKnown = told.some((one) => one.n === n && one.run > 0) || dice.chance(0.2)
    const from = isKnown ? addDays(founded[n]!, 1 + dice.below(60) * 40) : founded[n]!
    const place = dice.pick([HANOI, DANANG, HUE])
    return { n, from, changes: isKnown ? dice.below(4) : 0, name: `CÔNG TY ${n} LẦN ${++numbered}`, industries: dice.pick([['6201'], ['6201', '4711'], ['4711', '6201'], ['4711']]), run: states.length, province: PROVINCES.get(place)!, registeredOn: founded[n]!, place }
  })
  return chosen.filter((one, i) => chosen.findIndex((other) => other.n === one.n) === i && one.from <= TODAY)
}

const position = async () => (await get('/v1/status')).body.position as number
const remember = async () => { states.push({ position: await position(), told: [...told], decided: [...decided] }) }

async function decide () {
  const known = [...new Set(told.map(({ n }) => n))]
  const registeredOn = (n: number) => told.filter((one) => one.n === n).sort((a, b) => a.run - b.run).at(-1)!.registeredOn
  const chosen = known.filter(() => dice.chance(0.3)).map((n): Decided => ({
    n, from: dice.chance(0.3) ? TODAY : addDays(registeredOn(n), dice.below(LAST_DAYS)), outcome: dice.pick(['i', 'ii', 'iii', 'iv', 'not-digital', 'rule'] as const),
  })).filter(({ from }) => from <= TODAY)
  if (chosen.length === 0) return
  await db.transaction(async (tx) => {
    await recordDecisions(tx, await lockHead(tx), chosen.map(({ n, from, outcome }) => ({
      code: codeOf(n), outcome, effectiveFrom: from, evidenceKind: 'document', evidenceReference: '1', evidenceDate: null, note: null, authority: '*',
    })), 'a test')
  })
  decided = [...decided.filter((old) => !chosen.some((one) => one.n === old.n && one.from <= old.from)), ...chosen]
}

/** An officer tells of an enterprise that the feed has not, or no longer, told of. */
async function declare (n: number): Promise<string> {
  const registeredOn = addDays(founded[n]!, dice.below(500) - 250)
  const from = dice.chance(0.3) ? TODAY : addDays(registeredOn, dice.below(LAST_DAYS))
  if (from > TODAY) return 'nothing'
  const [{ full }, province] = dice.pick([...PROVINCES])
  const one = { n, from: registeredOn, changes: 0, name: `CÔNG TY KHAI ${n} LẦN ${++numbered}`, industries: dice.pick([['6201'], ['6201', '4711'], ['4711', '6201'], ['4711']]), run: 0, province, registeredOn }
  const outcome = dice.pick(['i', 'ii', 'iii', 'iv'] as const)
  const payload = { code: codeOf(n), name: one.name, registeredOn, province, address: full, industries: one.industries, outcome, evidence: EVIDENCE, effectiveFrom: from }
  const { status, text } = await ask('ministry', 'POST', '/v1/enterprises', { payload })
  if (status !== 201) throw new Error(text)
  told = [...told, one]
  decided = [...decided.filter((old) => old.n !== n || old.from < from), { n, from, outcome }]
  return 'declare'
}

/** What was declared is taken back, with all that was decided of it; the feed's is not the officer's to take back. */
async function undeclare (n: number): Promise<string> {
  const isTold = told.some((one) => one.n === n && one.run > 0)
  const { status, text } = await ask('ministry', 'DELETE', `/v1/enterprises/${codeOf(n)}/declaration?reason=Sai`, { headers: { 'if-match': '*' } })
  if (status !== (isTold ? 409 : 200)) throw new Error(`${status} ${text}`)
  if (isTold) return 'undeclare refused'
  told = told.filter((one) => one.n !== n)
  decided = decided.filter((one) => one.n !== n)
  return 'undeclare'
}

async function step (): Promise<string> {
  const declared = told.filter(({ run }) => run === 0).map(({ n }) => n)
  if (declared.length > 0 && dice.chance(0.1)) return await undeclare(dice.pick(declared))
  const unknown = Array.from({ length: ENTERPRISES }, (_, n) => n).filter((n) => !told.some((one) => one.n === n))
  if (unknown.length > 0 && dice.chance(0.3)) return await declare(dice.pick(unknown))

  const last = runs.at(-1)
  if (last !== undefined && dice.chance(0.15)) {
    const done = await revert(last).then(() => true, () => false)
    if (!done) return 'revert refused'
    runs.pop()
    told = told.filter((one) => one.run !== last)
    return 'revert'
  }
  if (told.length > 0 && dice.chance(0.4)) {
    await decide()
    return 'decide'
  }
  const more = tell()
  const run = await load(more.map(({ n, from, changes, name, industries, place }) => feedRecord({ code: codeOf(n), registeredOn: founded[n]!, amendedOn: from, changes, name, industries, address: place })))
  runs.push(run.id)
  told = [...told, ...more.map(({ place: _place, ...one }) => ({ ...one, run: run.id }))]
  return 'load'
}

t.test('whatever is told, declared, decided and taken back in whatever order, each day shows what was decided for it, as it was known', async (t) => {
  t.comment(`seed ${seed}`)
  const met = new Map<string, number>()
  for (let i = 0; i < STEPS; i++) {
    const what = await step()
    met.set(what, (met.get(what) ?? 0) + 1)
    await remember()
    const { body } = await get(`/v1/enterprises?${ALL}`)
    t.match(body.items, expected(TODAY, states.at(-1)!), `${i} ${what}: now`)
    t.equal(body.items.length, expected(TODAY, states.at(-1)!).length, `${i} ${what}: nobody else`)
    t.strictSame(await findFaults(db), [], `${i} ${what}`)
  }
  t.comment([...met].map(([what, n]) => `${what} ${n}`).join(', '))
  for (let i = 0; i < 150; i++) {
    const at = dice.pick(states)
    const day = dice.chance(0.2) ? TODAY : addDays(FIRST, dice.below(2880))
    const { body } = await get(`/v1/enterprises?${ALL}&asof=${day}&knownat=${at.position}`)
    const items = body.items.map(({ code, name, province, basis, category, toldBy }: Record<string, unknown>) => ({ code, name, province, basis, category, toldBy }))
    t.strictSame(items, expected(day, at), `seed ${seed}: ${day} at ${at.position}`)
    const { body: counts } = await get(`/v1/statistics/counts?by=province,category&${OF_ALL}&asof=${day}&knownat=${at.position}`)
    const counted = counts.observations.filter(({ count }: { count: number }) => count > 0).map(({ province, category, count }: Record<string, unknown>) => `${province} ${category} ${count}`)
    t.strictSame(counted.sort(), summed(expected(day, at)), `seed ${seed}: counts of ${day} at ${at.position}`)
  }
  const { rows: [held] } = await db.execute<{ n: number }>(sql`select count(*)::int as n from enterprise_versions where decision is not null and facts_from is not null`)
  t.ok(held!.n > 0, 'with versions of days between')
})
