import { createHash } from 'node:crypto'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { documentOf } from '../../src/editions/commands.ts'
import { findEdition, lastDayOf, readFigures } from '../../src/editions/queries.ts'
import { canonicalJson } from '../../src/journal/canonical.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, HANOI } from '../support/history.ts'
import { testRegister } from '../support/register.ts'

const records = [0, 1, 2].map((n) => feedRecord({ code: codeOf(n), address: HANOI, registeredOn: '2021-01-01', amendedOn: '2021-01-01' }))
const { app, db, pool, get, load } = await testRegister(t, records)
const { key } = await issueKey(db, { label: 'ministry', scopes: ['publish'] })
const publish = async (payload: object, token = key) => {
  const response = await app.inject({ method: 'POST', url: '/v1/editions', payload, headers: { authorization: `Bearer ${token}` } })
  return { status: response.statusCode, headers: response.headers, body: response.json() }
}
const bytes = async (code: string) => (await app.inject(`/v1/editions/${code}`)).body
interface Division { code: string, localities: { code: string, enterprises: number, ii: number }[], nation: { enterprises: number } }

t.test('a month that has ended is published once, in bytes that its checksum proves', async (t) => {
  const { status, headers, body } = await publish({ period: '2026-10' })
  t.equal(status, 201)
  t.equal(headers.location, '/v1/editions/2026-10')
  t.match(body, { edition: '2026-10', period: '2026-10', corrects: null, asOf: '2026-10-31', ruleSet: 1 })
  const text = await bytes('2026-10')
  t.equal(createHash('sha256').update(text).digest('hex'), body.sha256)
  t.equal(text, canonicalJson(JSON.parse(text)), 'in canonical JSON')
  const edition = JSON.parse(text)
  t.match(edition, { edition: '2026-10', asOf: '2026-10-31', position: body.position, basis: ['confirmed', 'derived'], populationBase: { code: 'registered-2024', asOf: '2024-12-31' }, target: { minimum: 100000, missing: 99997 }, densityGoal: { per1000: 1 } })
  t.strictSame(edition.divisions.map((one: Division) => [one.code, one.localities.length, one.nation.enterprises]), [['2004', 63, 3], ['2025', 34, 3]])
  t.match((await get('/v1/editions')).body.items, [body])
  t.match(await publish({ period: '2026-10' }), { status: 409, body: { type: '/problems/wrong-state' } }, 'a second time it is refused')
  const { items } = (await get(`/v1/changes?after=${body.position}&limit=1`)).body
  t.match(items[0], { type: 'publication', subject: 'edition/2026-10', detail: { sha256: body.sha256 } })
  t.match((await pool.query('select label, action, subject from audit_entries order by number desc limit 1')).rows, [{ label: 'ministry', action: 'edition.publish', subject: 'edition/2026-10' }])
})

t.test('it says what the counts say, asked for the same day and position', async (t) => {
  const edition = (await get('/v1/editions/2026-10')).body
  for (const { code, localities } of edition.divisions as Division[]) {
    const { body } = await get(`/v1/statistics/localities?division=${code}&asof=${edition.asOf}&knownat=${edition.position}`)
    t.strictSame(localities.map((one) => [one.code, one.enterprises, one.ii]), body.localities.map((one: { code: string, total: number, ii: number }) => [one.code, one.total, one.ii]))
  }
})

t.test('what is learnt later does not change it, and it can be made again byte by byte', async (t) => {
  const before = await bytes('2026-10')
  await load([feedRecord({ code: codeOf(5), address: DANANG, registeredOn: '2020-02-02', amendedOn: '2020-02-02' })])
  t.equal(await bytes('2026-10'), before)
  const { position } = JSON.parse(before)
  t.equal(documentOf({ period: '2026-10' }, await readFigures(db, '2026-10', position)).document, before)
  t.not(documentOf({ period: '2026-10' }, await readFigures(db, '2026-10')).document, before, 'the register knows more by now')
})

t.test('a correction is an edition beside it that lists the differences', async (t) => {
  t.match(await publish({ period: '2026-10', reason: '' }), { status: 400 })
  const { status, body } = await publish({ period: '2026-10', reason: 'Hồ sơ đến muộn' })
  t.equal(status, 201)
  t.match(body, { edition: '2026-10-2', corrects: '2026-10' })
  const corrected = (await get('/v1/editions/2026-10-2')).body
  t.match(corrected.corrects, { edition: '2026-10', reason: 'Hồ sơ đến muộn' })
  const difference = (path: string) => corrected.corrects.differences.find((one: { path: string }) => one.path === path)
  t.strictSame(difference('/divisions/2025/localities/48/enterprises'), { path: '/divisions/2025/localities/48/enterprises', was: 0, is: 1 })
  t.strictSame(difference('/target/missing'), { path: '/target/missing', was: 99997, is: 99996 })
  t.notOk(corrected.corrects.differences.some((one: { path: string }) => /position|knownAt|\/01\//.test(one.path)), 'and nothing else')
  t.equal((await get('/v1/editions/2026-10')).body.corrects, null, 'the first one stays')
  t.match(await publish({ period: '2026-10', reason: 'again' }), { status: 409 }, 'there is nothing more to correct')
  const again = documentOf({ period: '2026-10', reason: 'Hồ sơ đến muộn' }, await readFigures(db, '2026-10', corrected.position), await findEdition(db, '2026-10'))
  t.equal(again.document, await bytes('2026-10-2'), 'a correction can be made again too')
  t.match(await publish({ period: '2026-09' }), { status: 201 }, 'an earlier month that nobody has published yet')
  t.strictSame((await get('/v1/editions')).body.items.map((one: { edition: string }) => one.edition), ['2026-10-2', '2026-10', '2026-09'])
})

t.test('nobody can change what was published', async (t) => {
  for (const change of ["update editions set document = ''", 'delete from editions', 'truncate editions']) await t.rejects(pool.query(change), { message: /never changed/ }, change)
})

t.test('it is kept for good by whoever reads it', async (t) => {
  const first = await app.inject('/v1/editions/2026-10')
  t.match(first.headers['cache-control'], /immutable/)
  t.equal((await app.inject({ url: '/v1/editions/2026-10', headers: { 'if-none-match': String(first.headers.etag) } })).statusCode, 304)
  t.match((await app.inject('/v1/editions?format=csv')).body, /^\ufeff?edition,period,corrects,asOf,position,ruleSet,sha256,publishedAt\r\n2026-10-2,2026-10,2026-10,/)
})

t.test('refuses months that have not ended or do not exist, and hands that may not', async (t) => {
  for (const period of ['2026-11', '2026-12', '2027-01', '2026-13', '2026-1', '1999-12', '2026']) t.match(await publish({ period }), { status: 400, body: { errors: [{ path: 'period' }] } }, period)
  t.match(await publish({ period: '2026-08', reason: 'x' }), { status: 400, body: { errors: [{ path: 'reason' }] } }, 'nothing to correct')
  t.equal((await publish({ period: '2026-08' }, (await issueKey(db, { label: 'feeder', scopes: ['feed:write'] })).key)).status, 403)
  t.match(await get('/v1/editions/2026-01'), { status: 404 })
  for (const code of ['2026-10-1', '2026-10-02', '2026-00', 'x']) t.equal((await get(`/v1/editions/${code}`)).status, 400, code)
  t.strictSame(['2026-02', '2028-02', '2026-12', '2026-10'].map(lastDayOf), ['2026-02-28', '2028-02-29', '2026-12-31', '2026-10-31'])
})

t.test('canonical JSON is that of RFC 8785', (t) => {
  t.equal(canonicalJson({ b: [1e21, 0.1, -0], a: 'é\n', '€': null, '\r': true }), '{"\\r":true,"a":"é\\n","b":[1e+21,0.1,0],"€":null}')
  t.throws(() => canonicalJson({ a: Number.NaN }), TypeError)
  t.throws(() => canonicalJson([undefined]), TypeError)
  t.end()
})
