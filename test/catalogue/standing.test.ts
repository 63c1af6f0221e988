import { setTimeout as sleep } from 'node:timers/promises'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { exportPool } from '../../src/db/copy-out.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, HANOI, testHistory } from '../support/history.ts'

const inDanang = feedRecord({ code: codeOf(1), name: 'CÔNG TY CỔ PHẦN AO SỐ', address: DANANG })
const { app, db, pool, load, revert, get } = await testHistory(t, [inDanang])
const keyOf = async (...scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label: scopes.join(' '), scopes })).key
const keys = { danang: await keyOf('catalogue:48'), hanoi: await keyOf('catalogue:01'), ministry: await keyOf('catalogue:*') }
const ask = async (who: keyof typeof keys, method: NonNullable<InjectOptions['method']>, url: string, payload?: object) => {
  const response = await app.inject({ method, url, ...payload && { payload }, headers: { 'accept-language': 'en', authorization: `Bearer ${keys[who]}` } })
  return { status: response.statusCode, body: response.json() }
}

const supply = (enterprise: string, given: object = {}) => ({
  enterprise, kind: 'product', name: 'Phần mềm quan trắc', technologies: ['internet-of-things'], fields: ['agriculture'], readiness: 'in-use', contact: { unit: 'Phòng Kinh doanh' }, description: 'Đo chất lượng nước', ...given,
})
const draft = async (who: keyof typeof keys, ...given: Parameters<typeof supply>) => {
  const { status, body } = await ask(who, 'POST', '/v1/catalogue/supply', supply(...given))
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.id as number
}
const setState = (who: keyof typeof keys, id: number, state: 'published' | 'withdrawn') => ask(who, 'PUT', `/v1/catalogue/supply/${id}/state`, { state })
const ended = (record: typeof inDanang, changes: number) => ({ ...record, amendedOn: '2026-11-20', changes, status: { value: '7', name: null } })
const idsOf = ({ body }: { body: { items: { id: number }[] } }) => body.items.map(({ id }) => id)

t.test('what was said of an enterprise that the feed takes back can be corrected and withdrawn, and nothing new is said of it', async (t) => {
  const code = codeOf(4)
  const run = await load([feedRecord({ code, name: 'CÔNG TY NHẦM LẪN', address: DANANG })])
  const id = await draft('danang', code)
  const unpublished = await draft('danang', codeOf(1))
  await setState('danang', id, 'published')
  const adoption = { agency: 'so-kh-cn-48', supply: id, contract: { number: '7', signed: '2026' }, usedFrom: '2026-03-16', document: 'Quyết định 7' }
  const byName = { ...adoption, supply: null, enterprise: code, product: 'Bản đồ', fields: ['tourism'] }
  const { body: { id: adopted } } = await ask('danang', 'POST', '/v1/catalogue/adoptions', adoption)
  const { body: { id: named } } = await ask('danang', 'POST', '/v1/catalogue/adoptions', byName)
  const honour = (given: object = {}) => ask('danang', 'PUT', '/v1/localities/48/honours/model-case', { name: 'Mô hình điểm', recognisedBy: 'UBND', document: 'Quyết định 8', kind: 'other', year: 2026, award: 'Mô hình điểm', state: 'awarded', enterprise: code, ...given })
  const zone = (...tenants: string[]) => ask('danang', 'PUT', '/v1/localities/48/zones/new-park', { name: 'Khu mới', recognisedBy: 'UBND', document: 'Quyết định 9', kind: 'software-park', state: 'established', tenants: tenants.map((enterprise) => ({ enterprise })) })
  t.match([await honour(), await zone(code)], [{ status: 200 }, { status: 200 }])
  await revert(run.id)

  t.match((await get('/v1/catalogue/adoptions')).body.items, [{ enterprise: code, enterpriseName: null }, { enterprise: code, enterpriseName: null }])
  t.notMatch((await app.inject('/v1/catalogue/adoptions?format=csv')).body, 'NHẦM LẪN')
  t.match(await ask('danang', 'PUT', `/v1/catalogue/adoptions/${adopted}`, { ...adoption, usedTo: '2026-11-20', version: 1 }), { status: 200, body: { state: 'ended', enterpriseName: null } })
  t.match(await ask('danang', 'PUT', `/v1/catalogue/adoptions/${named}`, { ...byName, usedTo: '2026-11-20', version: 1 }), { status: 200, body: { state: 'ended' } })
  t.match(await ask('danang', 'PUT', `/v1/catalogue/supply/${id}`, { ...supply(code, { evidence: 'Không còn' }), version: 2 }), { status: 200, body: { evidence: 'Không còn', standing: 'withdrawn', isShown: false } })
  t.match(await setState('danang', id, 'withdrawn'), { status: 200, body: { state: 'withdrawn' } })
  t.match(await honour({ state: 'revoked' }), { status: 200, body: { state: 'revoked', enterpriseName: null } })
  t.match(await zone(code, codeOf(1)), { status: 200 })

  const none = { status: 400, body: { errors: [{ path: 'enterprise', message: /known to the feed/ }] } }
  t.match(await ask('danang', 'POST', '/v1/catalogue/supply', supply(code)), none)
  t.match(await ask('danang', 'PUT', `/v1/catalogue/supply/${unpublished}`, { ...supply(code), version: 1 }), none)
  t.match(await ask('danang', 'POST', '/v1/catalogue/adoptions', { ...byName, contract: { number: '8', signed: '2026' } }), none)
  t.match(await ask('danang', 'PUT', '/v1/localities/48/honours/another', { name: 'A', recognisedBy: 'UBND', document: 'B', kind: 'other', year: 2026, award: 'C', state: 'awarded', enterprise: code }), none)
  t.match(await zone(codeOf(77)), { status: 400, body: { errors: [{ path: 'tenants.0.enterprise' }] } })
})

t.test('a file shows no supply of an enterprise that ceased to exist, even when a run comes in between', async (t) => {
  const record = feedRecord({ code: codeOf(5), address: HANOI })
  await load([record])
  const id = await draft('hanoi', codeOf(5), { name: 'Bệnh án điện tử' })
  await setState('hanoi', id, 'published')
  await load([ended(record, 1)])
  t.notOk(idsOf(await get('/v1/catalogue/supply')).includes(id))
  const exports = exportPool(app.db)
  const taken = await Promise.all([0, 1, 2, 3].map(() => exports.connect()))
  const file = app.inject('/v1/catalogue/supply?format=ndjson').then((response) => response)
  while (exports.waitingCount === 0) await sleep(5)
  // As if the run had ended the enterprise only now, after the shelf was looked at.
  await pool.query(`begin; update supply_shelf set position = 0; update supplies set standing = 'active' where code = '${codeOf(5)}'; commit`)
  for (const client of taken) client.release()
  const { statusCode, body } = await file
  t.equal(statusCode, 200)
  t.notMatch(body, 'Bệnh án')
})

t.test('whoever publishes looks again at how the enterprise stands', async (t) => {
  const record = feedRecord({ code: codeOf(6), address: DANANG })
  await load([record])
  await load([ended(record, 1)])
  const id = await draft('danang', codeOf(6))
  // Drafted while the run was writing, it would have the standing of before.
  await pool.query("update supplies set standing = 'active', province_code = '01' where id = $1", [id])
  t.match(await setState('danang', id, 'published'), { status: 200, body: { state: 'published', standing: 'ended', isShown: false } })
  t.match(await get(`/v1/catalogue/supply/${id}`), { status: 404 })
})

t.test('officers find a supply in the province in which its enterprise is, also of one that is not in the register', async (t) => {
  const farm = feedRecord({ code: codeOf(7), address: HANOI, industries: ['0111'] })
  await load([farm])
  const id = await draft('hanoi', codeOf(7))
  await load([{ ...farm, address: DANANG, amendedOn: '2026-11-20', changes: 1 }])
  t.notOk(idsOf(await ask('hanoi', 'GET', '/v1/catalogue/office/supply')).includes(id))
  t.match((await ask('danang', 'GET', '/v1/catalogue/office/supply?limit=1&total=true')).body, { items: [{ id, province: '48', standing: 'not-digital' }] })
  t.ok(idsOf(await ask('ministry', 'GET', '/v1/catalogue/office/supply?province=48')).includes(id))
  t.notOk(idsOf(await ask('ministry', 'GET', '/v1/catalogue/office/supply?province=01')).includes(id))
  t.match(await setState('danang', id, 'published'), { status: 200, body: { isShown: false } })
})

t.test('a supply that was published stays with its enterprise', async (t) => {
  const move = (id: number, version: number) => ask('ministry', 'PUT', `/v1/catalogue/supply/${id}`, { ...supply(codeOf(8)), version })
  await load([feedRecord({ code: codeOf(8), address: DANANG })])
  const id = await draft('danang', codeOf(1))
  t.match(await move(id, 1), { status: 200, body: { enterprise: codeOf(8) } }, 'of a draft it can be corrected')
  const published = await draft('danang', codeOf(1))
  await setState('danang', published, 'published')
  const refused = { status: 400, body: { errors: [{ path: 'enterprise', message: /stays with its enterprise/ }] } }
  t.match(await move(published, 2), refused)
  await setState('danang', published, 'withdrawn')
  t.match(await move(published, 3), refused, 'nor once it was withdrawn')
})
