import t from 'tap'
import { addDays } from '../../src/calendar.ts'
import { issueKey } from '../../src/auth/commands.ts'
import { categoryOn, classify } from '../../src/classification/rules.ts'
import type { ScopeChange } from '../../src/industries/scope.ts'
import { createScope } from '../../src/industries/scope.ts'
import { dice } from '../support/bad-values.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, HANOI, HUE, SCOPES } from '../support/history.ts'
import { testOffice } from '../support/officers.ts'
import { seedRows } from '../support/seed-rows.ts'

const random = dice(10)
const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!
const TODAY = '2026-11-22'
const PROVINCES = [[HANOI, '01'], [DANANG, '48'], [HUE, '46']] as const
// Main and other activities in and out of the scope, of all ages and sizes; some amended long after they were young.
const told = Array.from({ length: 120 }, (_, n) => {
  const registeredOn = addDays('2014-01-01', Math.floor(random() * 4500))
  const [address, province] = pick(PROVINCES)
  const amendedOn = pick([registeredOn, addDays(registeredOn, Math.floor(random() * 4000))])
  return {
    province,
    record: feedRecord({
      code: codeOf(n), name: `CÔNG TY THỬ QUY TẮC ${n}`, address, registeredOn, amendedOn: amendedOn > TODAY ? registeredOn : amendedOn, status: { value: n % 10 === 0 ? '7' : '1', name: null },
      industries: pick([['6201'], ['6202', '4711'], ['4711', '6201'], ['4711', '58200'], ['4711'], []]), hasMainIndustry: n % 7 !== 0, charterCapitalVnd: pick([null, '1000000000', '100000000000', '300000000000']),
    }),
  }
})
const { app, db, get, decide } = await testOffice(t, told.map(({ record }) => record))
const { key } = await issueKey(db, { label: 'ministry', scopes: ['publish'] })
const ask = async (method: 'PUT' | 'POST', url: string, payload: object, token = key) => {
  const response = await app.inject({ method, url: `/v1/classification/rulesets/${url}`, payload, headers: { authorization: `Bearer ${token}` } })
  return { status: response.statusCode, body: response.json() }
}
const draft = async (startUpYears: number, largeCapitalVnd: number, scope?: readonly ScopeChange[]) => await ask('PUT', 'draft-1', { startUpYears, largeCapitalVnd, ...scope && { scope }, summary: 'Thử' })

/** What each active enterprise would be by the pure rules. */
const judged = (startUpYears: number, largeCapitalVnd: number, day: string, changes: readonly ScopeChange[] = []) => told.filter(({ record }) => record.status.value === '1').map(({ record, province }) => {
  const scope = createScope(seedRows('07-industries.csv') as never, changes)
  const found = classify({ ...record, validFrom: record.amendedOn! }, { version: 9, startUpYears, largeCapitalVnd }, (code) => scope('2018', code))
  return { code: record.code, province, category: categoryOn(found, day), basis: found.basis }
})

t.test('the rules in force would change nothing', async (t) => {
  t.equal((await draft(5, 100_000_000_000)).status, 200)
  const { status, body } = await ask('POST', 'draft-1/trial', {})
  t.equal(status, 200)
  t.match(body, { draft: 'draft-1', ruleSet: 1, day: TODAY, changed: 0, moves: [], decided: 0 })
  const served = (await get('/v1/statistics/localities')).body
  t.strictSame(body.nation.before, body.nation.after)
  t.match(served.nation, body.nation.before, 'before is what is counted')
  for (const [i, { code, before }] of body.localities.entries()) t.match(served.localities[i], { code, ...before })
})

t.test('other rules change every count as the pure rules say', async (t) => {
  for (let i = 0; i < 25; i++) {
    const [years, capital, day, scope] = [1 + Math.floor(random() * 12), pick([0, 1_000_000_000, 100_000_000_001, 250_000_000_000]), pick([TODAY, addDays(TODAY, 900)]), pick(SCOPES)]
    await draft(years, capital, scope)
    const { body } = await ask('POST', 'draft-1/trial', { day })
    const [before, after] = [judged(5, 100_000_000_000, day), judged(years, capital, day, scope)]
    const count = (rows: typeof after, category: string, isCandidate: boolean, province?: string) =>
      rows.filter((row) => row.category === category && (row.basis === 'candidate') === isCandidate && (province === undefined || row.province === province)).length
    const counts = (rows: typeof after, province?: string) => ({
      i: 0, ii: count(rows, 'ii', false, province), iii: 0, iv: count(rows, 'iv', false, province), total: count(rows, 'ii', false, province) + count(rows, 'iv', false, province),
      candidates: { i: count(rows, 'i', true, province), iii: count(rows, 'iii', true, province) },
    })
    t.strictSame(body.nation, { before: counts(before), after: counts(after) }, `${years} years, ${capital}, on ${day}, ${JSON.stringify(scope)}`)
    for (const province of ['01', '48', '46']) t.match(body.localities.find((one: { code: string }) => one.code === province), { before: counts(before, province), after: counts(after, province) })
    const kind = (row: typeof after[number]) => row.category === null ? 'none' : `${row.basis} ${row.category}`
    t.equal(body.changed, before.filter((row, n) => kind(row) !== kind(after[n]!)).length)
    t.equal(body.moves.reduce((sum: number, { enterprises }: { enterprises: number }) => sum + enterprises, 0), body.changed)
  }
})

t.test('what officers have decided stays, and nothing is written but the draft', async (t) => {
  const candidate = judged(5, 100_000_000_000, TODAY).find(({ category, basis }) => category === 'i' && basis === 'candidate')!
  t.equal((await decide('ministry', candidate.code, { outcome: 'i' })).status, 200)
  await draft(1, 900_000_000_000_000)
  const { position } = (await get('/v1/status')).body
  const { body } = await ask('POST', 'draft-1/trial', {})
  t.match(body, { decided: 1, nation: { before: { i: 1 }, after: { i: 1, candidates: { i: 0, iii: 0 } } } })
  t.equal((await get('/v1/status')).body.position, position)
  t.match((await get('/v1/classification/rulesets')).body, { inForce: 1, items: [{ version: 1 }] }, 'a draft is not in force')
  t.match((await get('/v1/classification/rulesets/draft-1')).body, { startUpYears: 1, summary: 'Thử', position })
  t.equal((await draft(1, 900_000_000_000_000)).body.position, position, 'the same again changes nothing')
})

t.test('refuses what cannot be tried, and hands that may not', async (t) => {
  t.match(await ask('POST', 'none/trial', {}), { status: 404 })
  t.match(await get('/v1/classification/rulesets/none'), { status: 404 })
  t.match(await ask('POST', 'draft-1/trial', { day: '2026-11-21' }), { status: 400, body: { errors: [{ path: 'day' }] } })
  for (const given of [{ startUpYears: 0 }, { startUpYears: 1.5 }, { largeCapitalVnd: -1 }, { summary: '' }, { summary: 'a\0' }, { colour: 1 }]) {
    t.equal((await ask('PUT', 'draft-1', { startUpYears: 5, largeCapitalVnd: 1, summary: 'x', ...given })).status, 400, JSON.stringify(given))
  }
  t.equal((await ask('PUT', '1', { startUpYears: 5, largeCapitalVnd: 1, summary: 'x' })).status, 400, 'a number is a version in force')
  const { key: other } = await issueKey(db, { label: 'officer', scopes: ['decide:*'] })
  t.equal((await ask('PUT', 'draft-1', { startUpYears: 5, largeCapitalVnd: 1, summary: 'x' }, other)).status, 403)
  t.equal((await ask('POST', 'draft-1/trial', {}, other)).status, 403)
})
