import { sql } from 'drizzle-orm'
import type { Test } from 'tap'
import t from 'tap'
import { findFaults } from '../../src/enterprises/queries.ts'
import { findAuditFaults } from '../../src/journal/audit-queries.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, HANOI, place } from '../support/history.ts'
import { EVIDENCE, testOffice } from '../support/officers.ts'

const [KNOWN, NEW, OTHER, EARLY, LATE, TWIN, TYPO, MOVED] = Array.from({ length: 8 }, (_, n) => codeOf(n)) as [string, string, string, string, string, string, string, string]
const at = { registeredOn: '2024-03-01', amendedOn: '2024-03-01', address: DANANG }
const office = await testOffice(t, [feedRecord({ ...at, code: KNOWN, name: 'CÔNG TY ĐÃ BIẾT' })])
const { get, load, full, db, ask, decide, tagOf } = office
type Who = 'danang' | 'saigon' | 'ministry' | 'feed' | 'admin'
const FACTS = { name: 'CÔNG TY CỔ PHẦN DỮ LIỆU MỚI', registeredOn: '2026-10-05', province: '48', commune: '20242', address: 'Số 1, Phường Hải Châu, Thành phố Đà Nẵng', industries: ['4711', '6201'], outcome: 'iii' }
const declare = (who: Who | null, facts: object) => ask(who, 'POST', '/v1/enterprises', { payload: { ...FACTS, evidence: EVIDENCE, ...facts } })
const undeclare = async (who: Who, code: string, tag?: string) => await ask(who, 'DELETE', `/v1/enterprises/${code}/declaration?reason=Sai`, { headers: { 'if-match': tag ?? await tagOf(code) } })
const shown = async (code: string, query = '') => (await get(`/v1/enterprises/${code}${query}`)).body
const count = async (province: string, query = '') => {
  const { iii, iv, total } = (await get(`/v1/statistics/localities${query}`)).body.localities.find(({ code }: { code: string }) => code === province)
  return { iii, iv, total }
}
const listed = async (query: string) => (await get(`/v1/enterprises?${query}`)).body.items.map(({ code }: { code: string }) => code) as string[]
const head = async () => (await get('/v1/status')).body.position as number

const FIRST = await head()
/** At the last positions and on days of every kind an enterprise stands in the list at most once, and counts are as many as are listed. */
async function agree (t: Test) {
  const position = await head()
  for (let knownat = Math.max(FIRST, position - 9); knownat <= position; knownat++) {
    for (const asof of ['2024-02-01', '2026-10-05', '2026-11-10', '2026-11-21', '2026-11-22']) {
      const query = `asof=${asof}&knownat=${knownat}`
      const codes = (await get(`/v1/enterprises?${query}&status=active&limit=1000`)).body.items.map(({ code }: { code: string }) => code) as string[]
      const { nation } = (await get(`/v1/statistics/localities?${query}`)).body
      if (codes.length !== new Set(codes).size || nation.total !== codes.length) t.fail(`${query}: ${codes.length} listed, ${nation.total} counted`)
    }
  }
}
t.afterEach(async () => {
  t.strictSame(await findFaults(db), [], 'counts and positions are what the versions say')
  t.strictSame(await findAuditFaults(db), [])
})

t.test('what an officer declares is counted, told, found, and marked as his', async (t) => {
  const [before, position] = [await count('48'), await head()]
  const { status, headers, body } = await declare('danang', { code: NEW, note: 'Nội bộ.' })
  t.equal(status, 201)
  t.equal(headers.location, `/v1/enterprises/${NEW}`)
  t.match(body, {
    code: NEW, name: FACTS.name, status: 'active', basis: 'confirmed', category: 'iii', province: '48', commune: '20242', registeredOn: '2026-10-05', validFrom: '2026-11-22', mainIndustry: '4711', toldBy: 'officer',
    classification: { periods: [{ category: 'iii', from: '2026-11-22', until: null }] },
  })
  t.strictSame((await get(`/v1/enterprises/${NEW}`, { 'accept-language': 'en' })).body, body)
  t.equal((await shown(KNOWN)).toldBy, 'feed')
  t.strictSame(await count('48'), { ...before, iii: before.iii + 1, total: before.total + 1 })
  t.strictSame(await count('48', `?knownat=${position}`), before, 'nobody knew of it then')
  t.strictSame(await count('48', '?asof=2026-11-21'), before, 'and it counts from the day of the decision')
  t.strictSame(await listed('q=d%E1%BB%AF%20li%E1%BB%87u%20m%E1%BB%9Bi'), [NEW], 'search finds it')
  const { items } = (await get(`/v1/changes?after=${position}`)).body
  t.match(items, [
    { type: 'enterprise.registered', code: NEW, enterprise: { toldBy: 'officer', basis: 'candidate', validFrom: '2026-10-05' }, run: null, block: { kind: 'decision' } },
    { type: 'enterprise.changed', code: NEW, enterprise: { toldBy: 'officer', basis: 'confirmed', validFrom: '2026-11-22' } },
    { type: 'decision', detail: { enterprises: 1 } },
  ])
  t.match((await get(`/v1/enterprises/${NEW}/classification`)).body, { proposal: { basis: 'candidate', category: 'iii' }, changed: [], decisions: [{ outcome: 'iii', authority: '48', evidence: EVIDENCE }] })
  t.match((await ask('admin', 'GET', `/v1/audit?subject=enterprise/${NEW}`)).body.items, [{ action: 'enterprise.declare', label: 'Sở KH&CN Đà Nẵng', after: { province: '48', outcome: 'iii' } }])
  t.match((await get('/v1/statistics/series?province=48&category=iii&from=2026-11-01')).body.points.at(-1), { births: 1 })
  t.equal((await decide('danang', NEW, { outcome: 'i' })).status, 200, 'and is decided on like every other')
  await decide('danang', NEW, { outcome: 'iii' })
  await agree(t)
})

t.test('what is known, declared twice, or cannot be is refused, and changes nothing', async (t) => {
  const position = await head()
  for (const [who, facts, expected] of [
    ['danang', { code: NEW }, { status: 409, body: { type: '/problems/wrong-state' } }],
    ['ministry', { code: KNOWN }, { status: 409 }],
    ['saigon', { code: OTHER }, { status: 403, body: { scope: 'decide:48' } }],
    ['feed', { code: OTHER }, { status: 403 }], [null, { code: OTHER }, { status: 401 }],
    ['danang', { code: '0100000000' }, { status: 400, body: { errors: [{ path: 'code' }] } }],
    ['danang', { code: `${OTHER}-001` }, { status: 400, body: { errors: [{ path: 'code' }] } }],
    ['danang', { code: OTHER, registeredOn: '2026-11-23' }, { status: 400, body: { errors: [{ path: 'registeredOn' }] } }],
    ['danang', { code: OTHER, registeredOn: '1899-12-31', effectiveFrom: '2026-01-01' }, { status: 400, body: { errors: [{ path: 'registeredOn' }] } }],
    ['danang', { code: OTHER, effectiveFrom: '2026-11-23' }, { status: 400, body: { errors: [{ path: 'effectiveFrom' }] } }],
    ['danang', { code: OTHER, effectiveFrom: '2026-10-04' }, { status: 400, body: { errors: [{ path: 'effectiveFrom' }] } }],
    ['danang', { code: OTHER, commune: '26740' }, { status: 400, body: { errors: [{ path: 'commune' }] } }],
    ['ministry', { code: OTHER, province: '49' }, { status: 400, body: { errors: [{ path: 'province' }] } }],
    ['danang', { code: OTHER, legalType: 'GMBH' }, { status: 400, body: { errors: [{ path: 'legalType' }] } }],
    ['danang', { code: OTHER, industries: [] }, { status: 400, body: { errors: [{ path: 'industries' }] } }],
    ['danang', { code: OTHER, industries: ['6201', '6201'] }, { status: 400, body: { errors: [{ path: 'industries.1' }] } }],
    ['danang', { code: OTHER, outcome: 'not-digital' }, { status: 400, body: { errors: [{ path: 'outcome' }] } }],
    ['danang', { code: OTHER, evidence: undefined }, { status: 400, body: { errors: [{ path: 'evidence' }] } }],
    ['danang', { code: OTHER, name: 'a\0b' }, { status: 400, body: { errors: [{ path: 'name' }] } }],
    ['danang', { code: OTHER, toldBy: 'feed' }, { status: 400, body: { errors: [{ path: 'toldBy' }] } }],
  ] as const) t.match(await declare(who, facts), expected, `${who} ${JSON.stringify(facts)}`)
  t.equal(await head(), position)
  const both = await Promise.all([declare('danang', { code: OTHER }), declare('ministry', { code: OTHER })])
  t.strictSame(both.map(({ status }) => status).sort(), [201, 409], 'of two at once one declares it')
})

t.test('when the feed tells of it, its facts hold, the decision stays, and nothing is counted twice', async (t) => {
  const [before, position] = [await count('48'), await head()]
  await load([feedRecord({ code: NEW, name: 'CÔNG TY CỔ PHẦN DỮ LIỆU MỚI ĐÀ NẴNG', registeredOn: '2026-10-05', amendedOn: '2026-10-05', address: DANANG, industries: ['4711', '6201'] })])
  t.match(await shown(NEW), { name: 'CÔNG TY CỔ PHẦN DỮ LIỆU MỚI ĐÀ NẴNG', ownership: 'domestic', basis: 'confirmed', category: 'iii', toldBy: 'feed', validFrom: '2026-11-22' })
  t.match(await shown(NEW, `?asof=2026-11-22&knownat=${position}`), { name: FACTS.name, toldBy: 'officer' }, 'what was known is still known')
  t.match(await shown(NEW, '?asof=2026-11-10'), { name: 'CÔNG TY CỔ PHẦN DỮ LIỆU MỚI ĐÀ NẴNG', basis: 'candidate', toldBy: 'feed' }, 'also of the days before the decision')
  t.strictSame(await count('48'), before)
  t.strictSame((await get(`/v1/enterprises/${NEW}/classification`)).body.changed, [])
  const { items } = (await get(`/v1/changes?after=${position}&province=48`)).body
  t.match(items.at(-1), { code: NEW, isCurrent: true, type: 'enterprise.changed' })
  t.ok(items.some(({ changes }: { changes: { field: string }[] }) => changes.some(({ field }) => field === 'toldBy')), 'the change feed says that the feed has told of it')
  t.match(await undeclare('danang', NEW), { status: 409 }, 'there is no declaration to take back any more')
  await agree(t)
})

t.test('the feed has it elsewhere: it is there, once, and the decision is to be looked at', async (t) => {
  const [danang, saigon] = [await count('48'), await count('79')]
  await load([feedRecord({ code: OTHER, name: 'CÔNG TY Ở NƠI KHÁC', registeredOn: '2026-10-05', amendedOn: '2026-10-05', industries: ['4711', '6201'], address: place('Thành phố Hồ Chí Minh', 'Phường Sài Gòn') })])
  t.match(await shown(OTHER), { province: '79', basis: 'confirmed', category: 'iii', toldBy: 'feed' })
  t.strictSame(await count('48'), { ...danang, iii: danang.iii - 1, total: danang.total - 1 })
  t.strictSame(await count('79'), { ...saigon, iii: saigon.iii + 1, total: saigon.total + 1 })
  t.match((await ask('saigon', 'GET', '/v1/classification/queue')).body.items, [{ code: OTHER, kind: 'flagged', reasons: ['province'] }])
  await agree(t)
})

t.test('the feed says that it is older, or that it was registered later: no day has what the feed contradicts', async (t) => {
  t.equal((await declare('danang', { code: EARLY, registeredOn: '2026-01-10', effectiveFrom: '2026-02-01' })).status, 201)
  t.equal((await declare('danang', { code: LATE, registeredOn: '2026-01-10', effectiveFrom: '2026-02-01', industries: ['6201'], outcome: 'iv' })).status, 201)
  const position = await head()
  t.match(await shown(LATE, '?asof=2026-01-15'), { basis: 'derived', toldBy: 'officer' }, 'before the decision the rule holds')
  const run = await load([
    feedRecord({ ...at, code: EARLY, name: 'CÔNG TY CŨ HƠN', registeredOn: '2023-06-01', amendedOn: '2023-06-01', industries: ['4711', '6201'] }),
    feedRecord({ ...at, code: LATE, name: 'CÔNG TY MUỘN HƠN', registeredOn: '2026-08-01', amendedOn: '2026-09-01' }),
  ])
  t.match(await shown(EARLY, '?asof=2024-01-01'), { name: 'CÔNG TY CŨ HƠN', basis: 'candidate' })
  t.match(await shown(EARLY, '?asof=2026-02-01'), { name: 'CÔNG TY CŨ HƠN', basis: 'confirmed', category: 'iii' })
  t.match(await shown(LATE), { name: 'CÔNG TY MUỘN HƠN', basis: 'confirmed', category: 'iv', registeredOn: '2026-08-01', toldBy: 'feed' })
  for (const day of ['2026-01-15', '2026-02-15', '2026-07-31']) t.equal((await get(`/v1/enterprises/${LATE}?asof=${day}`)).status, 404, `${day}: it did not exist`)
  t.match(await shown(LATE, `?asof=2026-02-15&knownat=${position}`), { basis: 'confirmed', toldBy: 'officer' })
  await agree(t)
  await office.revert(run.id)
  await get('/v1/status')
  t.match(await shown(LATE), { name: FACTS.name, registeredOn: '2026-01-10', toldBy: 'officer', basis: 'confirmed' }, 'the run taken back, the declaration holds again')
  t.match(await shown(LATE, '?asof=2026-02-15'), { toldBy: 'officer', basis: 'confirmed' })
  t.match(await shown(EARLY), { registeredOn: '2026-01-10', toldBy: 'officer' })
  t.equal((await get(`/v1/enterprises/${EARLY}?asof=2024-01-01`)).status, 404)
  await agree(t)
})

t.test('a full file that lacks it does not take it away, one that has it joins it', async (t) => {
  t.equal((await declare('danang', { code: TWIN })).status, 201)
  await full('2026-11-21', [
    feedRecord({ ...at, code: KNOWN, name: 'CÔNG TY ĐÃ BIẾT' }), feedRecord({ code: NEW, name: 'CÔNG TY CỔ PHẦN DỮ LIỆU MỚI ĐÀ NẴNG', registeredOn: '2026-10-05', amendedOn: '2026-10-05', address: DANANG, industries: ['4711', '6201'] }),
    feedRecord({ ...at, code: EARLY, name: 'CÔNG TY CŨ HƠN', amendedOn: null }),
  ])
  t.match(await shown(TWIN), { toldBy: 'officer', basis: 'confirmed' })
  t.match(await shown(LATE), { toldBy: 'officer' })
  t.match(await shown(EARLY), { toldBy: 'feed', name: 'CÔNG TY CŨ HƠN', basis: 'confirmed', category: 'iii' }, 'also by a record without a day of its own')
  t.equal((await get(`/v1/enterprises/${OTHER}`)).status, 410)
  t.match(await declare('saigon', { code: OTHER, province: '79', commune: '26740' }), { status: 409, body: { detail: /registration authority/ } }, 'who is gone is not declared again')
  await agree(t)
})

t.test('a record that says the very same is the feed\'s all the same', async (t) => {
  const { rows: [row] } = await db.execute<{ digest: string }>(sql`select digest from enterprise_versions where code = ${TWIN} and is_current`)
  await load([{
    code: TWIN, registeredOn: FACTS.registeredOn, amendedOn: null, changes: 0, name: FACTS.name, foreignName: null, shortName: null, status: { value: null, name: 'Đang hoạt động' }, legalType: { value: null, name: null },
    charterCapitalVnd: null, ownership: 'unknown', foreignSharePercent: null, address: { full: FACTS.address, city: 'Thành phố Đà Nẵng', district: '', ward: 'Phường Hải Châu' }, industries: FACTS.industries, hasMainIndustry: true,
  }])
  t.match(await shown(TWIN), { toldBy: 'feed', name: FACTS.name, basis: 'confirmed' })
  const { rows: [now] } = await db.execute<{ digest: string }>(sql`select digest from enterprise_versions where code = ${TWIN} and is_current`)
  t.not(now!.digest, row!.digest)
})

t.test('what was declared by mistake is taken back, and can be declared anew or told by the feed', async (t) => {
  const [before, position] = [await count('48'), await head()]
  t.equal((await declare('danang', { code: TYPO })).status, 201)
  const known = await head()
  t.match(await undeclare('saigon', TYPO), { status: 403, body: { scope: 'decide:48' } })
  t.match(await undeclare('danang', TYPO, '"v99.x"'), { status: 412 })
  t.match(await ask('danang', 'DELETE', `/v1/enterprises/${TYPO}/declaration?reason=Sai`), { status: 428 })
  t.match(await ask('danang', 'DELETE', `/v1/enterprises/${TYPO}/declaration`, { headers: { 'if-match': '*' } }), { status: 400 })
  t.match(await undeclare('danang', TYPO), { status: 200, body: { code: TYPO } })
  t.match(await undeclare('danang', TYPO, '*'), { status: 404 })
  t.equal((await get(`/v1/enterprises/${TYPO}`)).status, 404)
  t.equal((await get(`/v1/enterprises/${TYPO}?asof=2026-11-22`)).status, 404)
  t.match(await shown(TYPO, `?asof=2026-11-22&knownat=${known}`), { toldBy: 'officer' })
  t.strictSame(await count('48'), before)
  t.match((await get(`/v1/changes?after=${position}`)).body.items.at(-2), { code: TYPO, type: 'enterprise.withdrawn', isCurrent: true, enterprise: null })
  t.equal((await declare('danang', { code: TYPO, name: 'CÔNG TY KHAI LẠI', outcome: 'i' })).status, 201)
  t.match(await shown(TYPO), { name: 'CÔNG TY KHAI LẠI', category: 'i', toldBy: 'officer' })
  t.equal((await undeclare('danang', TYPO)).status, 200)
  await load([feedRecord({ ...at, code: TYPO, name: 'CÔNG TY CỦA NGƯỜI KHÁC', address: HANOI })])
  t.match(await shown(TYPO), { name: 'CÔNG TY CỦA NGƯỜI KHÁC', basis: 'derived', province: '01', toldBy: 'feed' }, 'and what was decided is taken back with it')
  t.strictSame((await get(`/v1/enterprises/${TYPO}/classification`)).body.changed, [])
  await agree(t)
})

t.test('a mapping that changes reads it again as well', async (t) => {
  t.equal((await declare('danang', { code: MOVED, commune: undefined, legalType: 'CTCP', charterCapitalVnd: '5000000000' })).status, 201)
  t.match(await shown(MOVED), { province: '48', commune: null, legalType: 'CTCP', charterCapitalVnd: '5000000000' })
  t.ok((await ask('danang', 'GET', '/v1/classification/queue?kind=address')).body.items.some(({ code }: { code: string }) => code === MOVED), 'an open commune waits in the queue')
  await office.remap('Đang hoạt động', 'suspended')
  await get('/v1/status')
  t.match(await shown(MOVED), { status: 'suspended', toldBy: 'officer', basis: 'confirmed' })
  await office.remap('Đang hoạt động', null)
  await get('/v1/status')
  t.match(await shown(MOVED), { status: 'active', toldBy: 'officer' })
  await agree(t)
})

t.test('a day that the feed tells of late is the feed\'s as well, and the officer\'s again when that is taken back', async (t) => {
  const code = codeOf(10)
  t.equal((await declare('danang', { code, registeredOn: '2026-01-10', effectiveFrom: '2026-03-01' })).status, 201)
  const told = { ...at, code, registeredOn: '2026-01-05', industries: ['4711', '6201'] }
  await load([feedRecord({ ...told, name: 'CÔNG TY THÁNG SÁU', amendedOn: '2026-06-01', changes: 2 })])
  t.match(await shown(code), { name: 'CÔNG TY THÁNG SÁU', basis: 'confirmed', toldBy: 'feed' })
  t.match(await shown(code, '?asof=2026-02-01'), { name: FACTS.name, basis: 'candidate', toldBy: 'officer' }, 'before the first day that the feed tells of the officer\'s facts stand')
  t.match(await shown(code, '?asof=2026-04-01'), { name: FACTS.name, basis: 'confirmed', toldBy: 'officer' })
  const run = await load([feedRecord({ ...told, name: 'CÔNG TY THÁNG MỘT', amendedOn: '2026-01-05', changes: 0 })])
  t.match(await shown(code, '?asof=2026-02-01'), { name: 'CÔNG TY THÁNG MỘT', basis: 'candidate', toldBy: 'feed' })
  t.match(await shown(code, '?asof=2026-04-01'), { name: 'CÔNG TY THÁNG MỘT', basis: 'confirmed', toldBy: 'feed' }, 'the decision stays')
  await agree(t)
  await office.revert(run.id)
  await get('/v1/status')
  t.match(await shown(code), { name: 'CÔNG TY THÁNG SÁU', toldBy: 'feed' })
  t.match(await shown(code, '?asof=2026-02-01'), { name: FACTS.name, basis: 'candidate', toldBy: 'officer' })
  t.match(await shown(code, '?asof=2026-04-01'), { name: FACTS.name, basis: 'confirmed', toldBy: 'officer' })
  await agree(t)
})

t.test('rules that came into force meanwhile are those that what is declared is read by', async (t) => {
  const code = codeOf(9)
  const put = await ask('admin', 'PUT', '/v1/classification/rulesets/small', { payload: { startUpYears: 5, largeCapitalVnd: 1_000_000_000, summary: 'Vốn từ một tỷ đồng.' } })
  t.equal(put.status, 200)
  t.match(await ask('admin', 'POST', '/v1/classification/rulesets/small/adoption', { payload: { inForceFrom: '2026-03-01', position: put.body.position } }), { body: { version: 2 } })
  t.equal((await declare('danang', { code, registeredOn: '2026-01-10', effectiveFrom: '2026-06-01', charterCapitalVnd: '2000000000' })).status, 201)
  t.match(await shown(code, '?asof=2026-02-01'), { basis: 'candidate', category: 'iii', toldBy: 'officer' })
  t.match(await shown(code, '?asof=2026-04-01'), { basis: 'candidate', category: 'i', toldBy: 'officer', classification: { ruleSet: 2 } })
  t.match(await shown(code), { basis: 'confirmed', category: 'iii' })
  await load([feedRecord({ ...at, code, name: 'CÔNG TY TỪ DỮ LIỆU', registeredOn: '2026-02-10', amendedOn: '2026-04-15', charterCapitalVnd: '2000000000', industries: ['4711', '6201'] })])
  t.equal((await get(`/v1/enterprises/${code}?asof=2026-02-01`)).status, 404, 'it was registered later')
  t.match(await shown(code, '?asof=2026-05-01'), { basis: 'candidate', category: 'i', toldBy: 'feed' })
  t.match(await shown(code), { basis: 'confirmed', category: 'iii', toldBy: 'feed' })
  await agree(t)
})
