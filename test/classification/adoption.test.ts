import t from 'tap'
import { addDays } from '../../src/calendar.ts'
import { issueKey } from '../../src/auth/commands.ts'
import { categoryOn, classify } from '../../src/classification/rules.ts'
import { findFaults } from '../../src/enterprises/queries.ts'
import type { ScopeChange } from '../../src/industries/scope.ts'
import { createScope } from '../../src/industries/scope.ts'
import type { FeedRecord } from '../../src/sync/feed-record.ts'
import { dice } from '../support/bad-values.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, HANOI, HUE, SCOPES } from '../support/history.ts'
import { testOffice } from '../support/officers.ts'
import { seedRows } from '../support/seed-rows.ts'

const TODAY = '2026-11-22'
const PROVINCES = [[HANOI, '01'], [DANANG, '48'], [HUE, '46']] as const
const SHIPPED = { version: 1, startUpYears: 5, largeCapitalVnd: 100_000_000_000, scope: [] as readonly ScopeChange[], from: '0000-01-01' }

interface Told { record: FeedRecord, province: string, from: string }
interface Decided { code: string, outcome: string, from: string }

/** Brute force: what each enterprise is on a day, by what was told, decided and put in force. */
function judge (told: Told[], decided: Decided[], rules: typeof SHIPPED[], day: string) {
  const counts: Record<string, number> = {}
  for (const code of new Set(told.map(({ record }) => record.code))) {
    const facts = told.filter(({ record, from }) => record.code === code && from <= day).sort((a, b) => a.from < b.from ? -1 : 1).at(-1)
    if (!facts) continue
    const decision = decided.filter((one) => one.code === code && one.from <= day).sort((a, b) => a.from < b.from ? -1 : 1).at(-1)
    const { scope, ...numbers } = rules.findLast(({ from }) => from <= day)!
    const isInScope = createScope(seedRows('07-industries.csv') as never, scope)
    const found = classify({ ...facts.record, validFrom: day }, numbers, (activity) => isInScope('2018', activity))
    const [basis, category] = !decision || decision.outcome === 'rule' ? [found.basis, categoryOn(found, day)] : decision.outcome === 'not-digital' ? [null, null] : ['confirmed', decision.outcome]
    if (category === null) continue
    const key = `${facts.province} ${category} ${basis}`
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

async function world (t: Parameters<typeof testOffice>[0], seed: number) {
  const random = dice(seed)
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!
  const dayBetween = (from: string, days: number) => addDays(from, Math.floor(random() * days))
  // Some of the leap day, whose anniversaries lie on another one.
  const all = Array.from({ length: 60 }, (_, n) => {
    const registeredOn = n % 20 === 0 ? '2020-02-29' : dayBetween('2015-01-01', 3900)
    const days = [registeredOn, ...[1, 2].map(() => dayBetween(registeredOn, 1200)).filter((day) => day < TODAY)].sort()
    return [...new Set(days)].map((day, changes): Told => {
      const [address, province] = pick(PROVINCES)
      return {
        province, from: day,
        record: feedRecord({
          code: codeOf(n), name: `CÔNG TY THỬ ${n}`, address, registeredOn, amendedOn: day, changes,
          industries: pick([['6201'], ['6202', '4711'], ['4711', '6201'], ['4711', '58200'], ['4711']]), hasMainIndustry: n % 7 !== 0, charterCapitalVnd: pick([null, '1000000000', '100000000000', '300000000000']),
        }),
      }
    })
  }).flat()
  const told = all.filter(({ record }) => record.changes === 0 || random() < 0.4)
  const office = await testOffice(t, told.map(({ record }) => record))
  const { key } = await issueKey(office.db, { label: 'ministry', scopes: ['publish'] })
  const ask = async (method: 'PUT' | 'POST', url: string, payload: object, token = key) => {
    const response = await office.app.inject({ method, url: `/v1/classification/rulesets/${url}`, payload, headers: { authorization: `Bearer ${token}`, 'accept-language': 'en' } })
    return { status: response.statusCode, body: response.json() }
  }
  const draft = async (startUpYears: number, largeCapitalVnd: number, scope: readonly ScopeChange[] = []) => (await ask('PUT', 'draft-1', { startUpYears, largeCapitalVnd, scope, summary: 'Thử' })).body.position as number
  const adopt = async (inForceFrom: string, position: number) => await ask('POST', 'draft-1/adoption', { inForceFrom, position })
  const countsAt = async (day: string, knownat?: number) => {
    const { status, body } = await office.get(`/v1/statistics/counts?by=province,category,basis&basis=derived,confirmed,candidate&asof=${day}${knownat === undefined ? '' : `&knownat=${knownat}`}`)
    if (status !== 200) throw new Error(JSON.stringify(body))
    return Object.fromEntries(body.observations.map((one: { province: string, category: string, basis: string, count: number }) => [`${one.province} ${one.category} ${one.basis}`, one.count])) as Record<string, number>
  }
  const position = async () => (await office.get('/v1/status')).body.position as number
  return { ...office, random, pick, dayBetween, all, told, ask, draft, adopt, countsAt, position }
}

for (const seed of [1, 2, 3, 12]) {
  t.test(`counts of any day are what facts, decisions and the rules of that day come to (${seed})`, async (t) => {
    const { pick, random, dayBetween, all, told, load, decide, withdraw, draft, adopt, countsAt, position, db } = await world(t, seed)
    const decided: Decided[] = []
    const rules = [SHIPPED]
    const days = ['2020-02-29', '2025-02-28', TODAY, ...Array.from({ length: 12 }, () => dayBetween('2016-01-01', 3970))]
    const kept: { at: number, day: string, counts: Record<string, number> }[] = []
    const check = async (what: string) => {
      for (const day of [...days, ...rules.slice(1).flatMap(({ from }) => [addDays(from, -1), from])]) {
        const expected = judge(told, decided, rules, day)
        t.strictSame(await countsAt(day), expected, `${what}, on ${day}`)
        if (random() < 0.2) kept.push({ at: await position(), day, counts: expected })
      }
      t.strictSame(await findFaults(db), [], what)
    }
    const tellMore = async (share: number) => {
      const more = all.filter((one) => !told.includes(one) && random() < share)
      told.push(...more)
      await load(more.map(({ record }) => record))
    }
    const decideSome = async () => {
      // One that is taken back leaves the enterprise to the rules of its own day on, whichever came since.
      const taken = decided.findLast(({ outcome }) => outcome !== 'rule' && random() < 0.5)
      const latest = decided.filter(({ code }) => code === taken?.code).sort((a, b) => a.from < b.from ? -1 : 1).at(-1)
      if (latest && latest.outcome !== 'rule' && (await withdraw('ministry', latest.code)).status === 200) latest.outcome = 'rule'
      for (let i = 0; i < 4; i++) {
        const { record: { code, registeredOn } } = pick(told)
        const [outcome, effectiveFrom] = [pick(['i', 'iii', 'not-digital', 'ii']), dayBetween(registeredOn > '2024-06-01' ? registeredOn : '2024-06-01', 900)]
        if (effectiveFrom > TODAY || (await decide('ministry', code, { outcome, effectiveFrom })).status !== 200) continue
        const others = decided.filter((one) => one.code !== code || one.from < effectiveFrom)
        decided.splice(0, decided.length, ...others, { code, outcome, from: effectiveFrom })
      }
    }
    await decideSome()
    for (const [version, from] of [[2, dayBetween('2024-08-01', 200)], [3, dayBetween('2025-06-01', 300)], [4, TODAY]] as const) {
      const [startUpYears, largeCapitalVnd, scope] = [1 + Math.floor(random() * 11), pick([0, 1_000_000_000, 250_000_000_000]), pick(SCOPES)]
      const adopted = await adopt(from, await draft(startUpYears, largeCapitalVnd, scope))
      t.match(adopted, { status: 201, body: { version, inForceFrom: from, draft: 'draft-1', position: await position() } })
      rules.push({ version, startUpYears, largeCapitalVnd, scope, from })
      await check(`after rule set ${version}`)
      await tellMore(0.4)
      await check(`after late and new records under rule set ${version}`)
      await decideSome()
      await check(`after decisions under rule set ${version}`)
    }
    for (const { at, day, counts } of kept) t.strictSame(await countsAt(day, at), counts, `${day} as known at ${at}`)
  })
}

t.test('what was tried is what comes, as one block that the feed, the trail and every answer tell of', async (t) => {
  const { ask, draft, adopt, decide, get, position, db, load, all, told } = await world(t, 4)
  const sure = told.find(({ record }) => record.industries[0] === '6201' && record.hasMainIndustry)!.record.code
  t.equal((await decide('ministry', sure, { outcome: 'i' })).status, 200)
  const drafted = await draft(9, 1_000_000_000)
  const { body: trial } = await ask('POST', 'draft-1/trial', {})
  const before = await position()
  const adopted = (await adopt(TODAY, drafted)).body
  const { nation, provenance } = (await get('/v1/statistics/localities')).body
  t.match(nation, trial.nation.after)
  t.match(provenance, { ruleSet: 2, position: adopted.position })
  t.match((await get(`/v1/statistics/localities?knownat=${before}`)).body.nation, trial.nation.before, 'what was known then stays')
  t.match((await get(`/v1/statistics/localities?asof=${addDays(TODAY, -1)}`)).body, { nation: { total: (await get(`/v1/statistics/localities?asof=${addDays(TODAY, -1)}&knownat=${before}`)).body.nation.total }, provenance: { ruleSet: 1 } }, 'the day before is of the rules before')
  const { items } = (await get(`/v1/changes?after=${before}&limit=1000`)).body
  t.match(items.at(-1), { type: 'rules', subject: '2', position: adopted.position, detail: { draft: 'draft-1', inForceFrom: TODAY, enterprises: adopted.enterprises }, block: { kind: 'rules' } })
  t.ok(items.slice(0, -1).every((one: { block: { kind: string }, run: unknown }) => one.block.kind === 'rules' && one.run === null) && items.length > 5)
  t.match((await get('/v1/classification/rulesets')).body, { inForce: 2, items: [{ version: 1, inForceFrom: null, draft: null }, { version: 2, inForceFrom: TODAY, draft: 'draft-1', startUpYears: 9 }] })
  t.match((await get('/v1/status')).body, { ruleSet: 2 })
  t.match((await get(`/v1/enterprises/${sure}`)).body, { category: 'i', basis: 'confirmed' }, 'what was decided stays')
  const { rows } = await db.execute<Record<string, unknown>>("select label, action, subject, before, after from audit_entries where action = 'ruleset.adopt'")
  t.match(rows, [{ label: 'ministry', subject: 'ruleset/2', before: { version: 1, startUpYears: 5 }, after: { version: 2, startUpYears: 9, draft: 'draft-1', enterprises: adopted.enterprises } }])
  await load(all.map(({ record }) => record))
  t.strictSame(await findFaults(db), [])
  const known = await position()
  await load(all.map(({ record }) => record))
  t.equal(await position(), known, 'the same records again change nothing')
})

t.test('an undated amendment that is observed under the new rules is classified by them', async (t) => {
  const { draft, adopt, load, get } = await world(t, 5)
  const record = feedRecord({ code: codeOf(900), registeredOn: '2019-01-01', amendedOn: '2019-01-01' })
  await load([record])
  t.match((await get(`/v1/enterprises/${record.code}`)).body, { category: 'ii', classification: { ruleSet: 1 } })
  await adopt('2026-01-01', await draft(10, 0))
  t.match((await get(`/v1/enterprises/${record.code}`)).body, { category: 'iv', classification: { ruleSet: 2 } })
  const { diff } = await load([{ ...record, amendedOn: null, name: 'CÔNG TY TÊN KHÁC' }])
  t.match(diff, { changed: 1, new: 0 })
  t.match((await get(`/v1/enterprises/${record.code}`)).body, { name: 'CÔNG TY TÊN KHÁC', category: 'iv', classification: { ruleSet: 2 } })
  t.match((await get(`/v1/enterprises/${record.code}?asof=2025-12-31`)).body, { category: 'ii', classification: { ruleSet: 1 } })
})

t.test('a run that is taken back leaves what the rules in force say', async (t) => {
  const { draft, adopt, full, revert, get, told, db, countsAt } = await world(t, 6)
  await adopt('2026-03-01', await draft(8, 1_000_000_000))
  const before = await countsAt(TODAY)
  const last = told.at(-1)!.record
  const { id } = await full(addDays(TODAY, -3), [...told.map(({ record }) => record).filter(({ code }) => code > codeOf(9)), { ...last, amendedOn: '2026-04-02', changes: 9, industries: ['6201'], hasMainIndustry: true }])
  t.notSame(await countsAt(TODAY), before)
  await revert(id)
  t.strictSame(await countsAt(TODAY), before)
  t.strictSame(await findFaults(db), [])
  t.equal((await get('/v1/status')).body.ruleSet, 2)
})

t.test('refuses what cannot be put in force, and hands that may not', async (t) => {
  const { ask, draft, adopt, position, db } = await world(t, 7)
  const drafted = await draft(5, 100_000_000_000)
  t.match(await adopt(TODAY, drafted), { status: 409, body: { type: '/problems/wrong-state' } }, 'that is in force already')
  const changed = await draft(6, 100_000_000_000)
  t.match(await adopt(TODAY, drafted), { status: 412 }, 'it was changed since it was tried')
  t.match(await adopt(addDays(TODAY, 1), changed), { status: 400, body: { errors: [{ path: 'inForceFrom' }] } })
  t.match(await ask('POST', 'none/adoption', { inForceFrom: TODAY, position: 1 }), { status: 404 })
  for (const given of [{ inForceFrom: '2026-02-30' }, { inForceFrom: null }, { position: 0.5 }, { position: undefined }, { colour: 1 }]) {
    t.equal((await ask('POST', 'draft-1/adoption', { inForceFrom: TODAY, position: changed, ...given })).status, 400, JSON.stringify(given))
  }
  const refused = async (...scope: object[]) => (await ask('PUT', 'draft-1', { startUpYears: 5, largeCapitalVnd: 1, scope, summary: 'Thử' })).status
  const [out, under] = [{ vsic: '2018', code: '6201', isIn: false }, { vsic: '2018', code: '62010', isIn: true }]
  t.strictSame(await Promise.all([refused(out, out), refused(out, under), refused(under, out), refused({ ...out, vsic: '2007' }), refused({ ...out, code: '62' }), refused({ ...out, code: 'J6201' }), refused({ ...out, isIn: 'no' }), refused({ ...out, name: 'x' })]), Array(8).fill(400), 'a scope that says something twice or nothing')
  const { key: other } = await issueKey(db, { label: 'officer', scopes: ['decide:*'] })
  t.equal((await ask('POST', 'draft-1/adoption', { inForceFrom: TODAY, position: changed }, other)).status, 403)
  const before = await position()
  t.equal(before, changed, 'nothing of this was written')
  t.equal((await adopt('2026-05-01', changed)).status, 201)
  const next = await draft(7, 1)
  t.match(await adopt('2026-05-01', next), { status: 400, body: { errors: [{ path: 'inForceFrom', message: 'must be after 2026-05-01, from which the rules before hold' }] } })
  t.match((await Promise.all([adopt('2026-06-01', next), adopt('2026-06-01', next)])).map(({ status }) => status).sort(), [201, 400], 'of two at once one is too late')
})
