import t from 'tap'
import { findFaults } from '../../src/enterprises/queries.ts'
import { findAuditFaults } from '../../src/journal/audit-queries.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, place } from '../support/history.ts'
import { EVIDENCE, testOffice } from '../support/officers.ts'

const CODE = codeOf(0)
const SAIGON = place('Thành phố Hồ Chí Minh', 'Phường Sài Gòn')
const record = { code: CODE, name: 'CÔNG TY CỔ PHẦN KHO VẬN SỐ', registeredOn: '2024-05-06', industries: ['5210', '6201'] }

/** From the feed to the figures, and from one province to the next. */
t.test('a candidate becomes a counted enterprise, moves, and is confirmed where it is', async (t) => {
  const { get, load, ask, tagOf, db } = await testOffice(t, [feedRecord({ code: codeOf(1), address: DANANG })])
  const decide = async (who: 'danang' | 'saigon', tag: string, effectiveFrom?: string) => await ask(who, 'PUT', `/v1/enterprises/${CODE}/classification`, {
    payload: { outcome: 'iii', evidence: EVIDENCE, ...effectiveFrom && { effectiveFrom } }, headers: { 'if-match': tag },
  })
  const count = async (province: string, query = '') => (await get(`/v1/statistics/localities${query}`)).body.localities.find(({ code }: { code: string }) => code === province)
  const series = async (province: string, month: string) =>
    (await get(`/v1/statistics/series?province=${province}&category=iii&from=2025-12-01`)).body.points.find(({ from }: { from: string }) => from.startsWith(month))
  const waiting = async (who: 'danang' | 'saigon') => (await ask(who, 'GET', '/v1/classification/queue')).body.items as { code: string, kind: string, reasons: string[] }[]

  await load([feedRecord({ ...record, amendedOn: '2024-05-06', address: DANANG })])
  const before = await count('48')
  t.match(await waiting('danang'), [{ code: CODE, kind: 'candidate', category: 'iii' }], 'the officer finds it in the queue')
  t.strictSame(await waiting('saigon'), [], 'and nobody else does')
  t.equal((await ask('danang', 'PUT', `/v1/classification/queue/${CODE}/claim`)).status, 200)

  const { body: decided } = await decide('danang', await tagOf(CODE), '2026-01-15')
  t.match(decided, { basis: 'confirmed', category: 'iii', decisions: [{ authority: '48', evidence: EVIDENCE }] })
  t.strictSame(await waiting('danang'), [])

  const after = await count('48')
  t.strictSame([after.iii, after.total, after.candidates], [before.iii + 1, before.total + 1, { i: 0, iii: before.candidates.iii - 1 }], 'counts show it')
  t.equal((await count('48', '?asof=2026-01-14')).iii, 0, 'from its day on')
  t.equal((await count('48', '?asof=2026-01-15')).iii, 1)
  const { items } = (await get(`/v1/changes?after=0&limit=1000&province=48&type=enterprise.changed,enterprise.history`)).body
  t.match(items.at(-1), { code: CODE, isCurrent: true, changes: [{ field: 'basis', old: 'candidate', new: 'confirmed' }, { field: 'classification' }], enterprise: { category: 'iii' }, block: { kind: 'decision' } }, 'the change feed shows it')
  t.match(await series('48', '2026-01'), { births: 1, stock: 1 }, 'the series shows it')
  t.match(await series('48', '2025-12'), { births: 0, stock: 0 })
  const { body: trail } = await ask('admin', 'GET', `/v1/audit?subject=enterprise/${CODE}`)
  t.match(trail.items, [
    { label: 'Sở KH&CN Đà Nẵng', action: 'decision.record', before: { basis: 'candidate', category: 'iii' }, after: { outcome: 'iii', effectiveFrom: '2026-01-15', evidence: EVIDENCE.reference } },
    { label: 'Sở KH&CN Đà Nẵng', action: 'claim.take' },
  ], 'the trail shows who, what, before and after')

  const tag = await tagOf(CODE)
  await load([feedRecord({ ...record, amendedOn: '2026-11-20', changes: 1, address: SAIGON })])
  t.match(await decide('danang', tag), { status: 403, body: { scope: 'decide:79' } }, 'who has lost it may not decide any more')
  t.strictSame(await waiting('danang'), [])
  t.match(await waiting('saigon'), [{ code: CODE, kind: 'flagged', reasons: ['province'] }], 'who has it now is to look at it')
  t.match((await get(`/v1/enterprises/${CODE}`)).body, { province: '79', basis: 'confirmed', category: 'iii' }, 'meanwhile the decision holds')
  t.match([await count('48'), await count('79')], [{ iii: 0 }, { iii: 1 }])
  t.match([await series('48', '2026-11'), await series('79', '2026-11')], [{ movesOut: 1, stock: 0 }, { movesIn: 1, stock: 1 }])

  const confirmed = await decide('saigon', await tagOf(CODE))
  t.match(confirmed, { status: 200, body: { basis: 'confirmed', changed: [], decisions: [{ authority: '79' }, { authority: '48' }] } })
  t.strictSame(await waiting('saigon'), [])
  t.strictSame(await findFaults(db), [])
  t.strictSame(await findAuditFaults(db), [])
})
