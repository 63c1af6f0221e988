import type { InjectOptions } from 'fastify'
import t from 'tap'
import sax from 'sax'
import { issueKey } from '../../src/auth/commands.ts'
import { encodeCursor } from '../../src/http/page.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, HANOI, HUE } from '../support/history.ts'
import { testRegister } from '../support/register.ts'

const inDanang = feedRecord({ code: codeOf(1), name: 'CÔNG TY CỔ PHẦN AO SỐ', address: DANANG })
const inHanoi = feedRecord({ code: codeOf(2), name: 'CÔNG TY TNHH Y TẾ SỐ', address: HANOI, registeredOn: '2010-05-04', amendedOn: '2010-05-04' })
const inHue = feedRecord({ code: codeOf(3), name: 'CÔNG TY TNHH DI SẢN SỐ', address: HUE })
const { app, db, pool, load, get } = await testRegister(t, [inDanang, inHanoi, inHue])
const keyOf = async (...scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label: scopes.join(' '), scopes })).key
const keys = { danang: await keyOf('catalogue:48'), hanoi: await keyOf('catalogue:01'), ministry: await keyOf('catalogue:*'), decider: await keyOf('decide:48') }
const ask = async (who: keyof typeof keys | null, method: NonNullable<InjectOptions['method']>, url: string, payload?: object) => {
  const response = await app.inject({ method, url, ...payload && { payload }, headers: { 'accept-language': 'en', ...who && { authorization: `Bearer ${keys[who]}` } } })
  return { status: response.statusCode, headers: response.headers, body: response.json() }
}

const contact = { unit: 'Phòng Kinh doanh', email: 'lienhe@example.org' }
const supply = (given: object = {}) => ({
  enterprise: codeOf(1), kind: 'product', name: 'Phần mềm quan trắc ao nuôi', nameEn: 'Pond monitoring', technologies: ['internet-of-things', 'big-data'], fields: ['agriculture'], readiness: 'in-use',
  evidence: 'Ba hợp tác xã', contact, description: 'Đo chất lượng nước & cảnh báo <sớm>', ...given,
})
const demand = (given: object = {}) => ({
  agency: 'Sở Nông nghiệp và Môi trường', province: '48', name: 'Quan trắc vùng nuôi', technologies: ['internet-of-things'], fields: ['agriculture', 'environment'],
  periodFrom: '2027-01-01', periodTo: '2027-12-31', budgetFromVnd: 500_000_000, budgetToVnd: 900_000_000, contact, description: 'Cảm biến nước', ...given,
})
const offer = async (who: keyof typeof keys, given: object = {}) => {
  const { status, body } = await ask(who, 'POST', '/v1/catalogue/supply', supply(given))
  if (status !== 201) throw new Error(JSON.stringify(body))
  await ask(who, 'PUT', `/v1/catalogue/supply/${body.id}/state`, { state: 'published' })
  return body.id as number
}
const ids = async (url: string) => (await get(url)).body.items.map(({ id }: { id: number }) => id)
const position = async () => (await get('/v1/status')).body.position as number

t.test('taxonomies name where each entry is from', async (t) => {
  const { body } = await get('/v1/catalogue/technologies')
  t.match(body.items[0], { code: 'artificial-intelligence', name: 'Trí tuệ nhân tạo', source: /01\/CT-TTg/ })
  t.equal((await get('/v1/catalogue/fields', { 'accept-language': 'en' })).body.items.filter(({ source }: { source: string }) => /749/.test(source)).length, 8)
})

let first = 0
t.test('a draft is seen by the officers of its province alone, and takes no position', async (t) => {
  const before = await position()
  const { status, headers, body } = await ask('danang', 'POST', '/v1/catalogue/supply', supply())
  t.equal(status, 201)
  first = body.id
  t.equal(headers['location'], `/v1/catalogue/supply/${first}`)
  t.match(body, { enterprise: codeOf(1), enterpriseName: 'CÔNG TY CỔ PHẦN AO SỐ', province: '48', state: 'draft', isShown: false, standing: 'active', publishedAt: null, version: 1, contact: { unit: 'Phòng Kinh doanh', phone: null } })
  t.equal(await position(), before)
  t.match(await get(`/v1/catalogue/supply/${first}`), { status: 404 })
  t.strictSame(await ids('/v1/catalogue/supply'), [])
  t.strictSame((await ask('danang', 'GET', '/v1/catalogue/office/supply')).body.items.map(({ id }: { id: number }) => id), [first])
  t.strictSame((await ask('hanoi', 'GET', '/v1/catalogue/office/supply')).body.items, [])
  t.match((await pool.query('select action, subject from audit_entries order by number desc limit 1')).rows, [{ action: 'supply.draft', subject: `supply/${first}` }])
})

t.test('published it is in the list, the feed of changes and the files', async (t) => {
  const before = await position()
  const { body } = await ask('danang', 'PUT', `/v1/catalogue/supply/${first}/state`, { state: 'published' })
  t.match(body, { state: 'published', isShown: true, version: 2 })
  t.equal(await position(), before + 1)
  t.match((await get(`/v1/changes?after=${before}`)).body.items, [{ type: 'publication', subject: `supply/${first}`, detail: { code: codeOf(1) } }])
  const { body: shown } = await get(`/v1/catalogue/supply/${first}`)
  t.match(shown, { name: 'Phần mềm quan trắc ao nuôi', category: 'iv', basis: 'derived', readiness: 'in-use' })
  t.notOk('state' in shown, 'without what is for officers')
  t.strictSame((await get('/v1/catalogue/supply?total=true')).body, { items: [shown], next: null, total: 1, position: before + 1 })
  await ask('danang', 'PUT', `/v1/catalogue/supply/${first}/state`, { state: 'published' })
  t.equal(await position(), before + 1, 'the same again changes nothing')
  const csv = await app.inject('/v1/catalogue/supply?format=csv')
  t.match(csv.body, /^\ufeffid,enterprise,enterpriseName,province,.*contact\.unit,.*\r\n1,/)
  t.match(csv.headers['content-disposition'], /supply-\d+\.csv/)
  const lines = (await app.inject('/v1/catalogue/supply?format=ndjson')).body.trimEnd().split('\n')
  t.strictSame(lines.map((line) => JSON.parse(line)), [shown])
  t.equal((await app.inject('/v1/catalogue/supply?format=xlsx')).rawPayload.subarray(0, 2).toString(), 'PK')
})

t.test('words are found as in the register', async (t) => {
  for (const q of ['ao nuôi', 'AO NUOI', 'aonuôi', 'quan-trac ao', 'nước cảnh', 'Pond moni']) t.strictSame(await ids(`/v1/catalogue/supply?q=${encodeURIComponent(q)}`), [first], q)
  for (const q of ['ao robot', '%', '&|!()']) t.strictSame(await ids(`/v1/catalogue/supply?q=${encodeURIComponent(q)}`), [], q)
  t.strictSame(await ids('/v1/catalogue/supply?province=48&technology=blockchain,big-data&field=agriculture&readiness=ready&category=iv&q=ao'), [first])
  t.strictSame(await ids('/v1/catalogue/supply?technology=blockchain'), [])
  t.match(await get('/v1/catalogue/supply?technology=magic'), { status: 400, body: { errors: [{ path: 'technology', message: /magic is none of/ }] } })
  t.match(await get('/v1/catalogue/supply?province=99'), { status: 400, body: { errors: [{ path: 'province' }] } })
})

t.test('another province cannot write it, and a version that is not the present one overwrites nothing', async (t) => {
  t.match(await ask('hanoi', 'POST', '/v1/catalogue/supply', supply()), { status: 403, body: { scope: 'catalogue:48' } })
  t.match(await ask('decider', 'POST', '/v1/catalogue/supply', supply()), { status: 403 })
  t.match(await ask(null, 'POST', '/v1/catalogue/supply', supply()), { status: 401 })
  t.match(await ask('hanoi', 'PUT', `/v1/catalogue/supply/${first}/state`, { state: 'withdrawn' }), { status: 403, body: { scope: 'catalogue:48' } })
  t.match(await ask('hanoi', 'PUT', `/v1/catalogue/supply/${first}`, { ...supply({ enterprise: codeOf(2) }), version: 2 }), { status: 403, body: { scope: 'catalogue:48' } }, 'not even by giving it to an enterprise of one\'s own')
  t.match(await ask('danang', 'PUT', `/v1/catalogue/supply/${first}`, { ...supply({ enterprise: codeOf(2) }), version: 2 }), { status: 403, body: { scope: 'catalogue:01' } })
  t.match(await ask('danang', 'PUT', `/v1/catalogue/supply/${first}`, { ...supply(), version: 1 }), { status: 412 })
  t.match(await ask('danang', 'PUT', `/v1/catalogue/supply/${first}`, { ...supply({ evidence: 'Bốn hợp tác xã' }), version: 2 }), { status: 200, body: { version: 3, evidence: 'Bốn hợp tác xã' } })
  t.equal((await get(`/v1/catalogue/supply/${first}`)).body.evidence, 'Bốn hợp tác xã')
  t.match((await pool.query("select before ->> 'evidence' as was, after ->> 'evidence' as is from audit_entries where action = 'supply.revise'")).rows, [{ was: 'Ba hợp tác xã', is: 'Bốn hợp tác xã' }])
})

t.test('what stands for nothing is refused by name', async (t) => {
  const cases: [given: object, path: string][] = [
    [{ enterprise: '0100000000' }, 'enterprise'], [{ enterprise: codeOf(77) }, 'enterprise'], [{ technologies: ['magic'] }, 'technologies'], [{ technologies: [] }, 'technologies'], [{ fields: ['agriculture', 'agriculture'] }, 'fields'],
    [{ readiness: 'soon' }, 'readiness'], [{ contact: { unit: 'P', url: 'javascript:alert(1)' } }, 'contact.url'], [{ contact: { unit: 'P', person: 'Nguyễn Văn A' } }, 'contact'], [{ description: ' ' }, 'description'], [{ state: 'published' }, ''],
  ]
  for (const [given, path] of cases) t.match(await ask('ministry', 'POST', '/v1/catalogue/supply', supply(given)), { status: 400, body: { errors: [path === '' ? {} : { path }] } }, JSON.stringify(given))
  const needs: [given: object, path: string][] = [
    [{ periodFrom: '2027-02-01', periodTo: '2027-01-31' }, 'periodTo'], [{ budgetFromVnd: 2, budgetToVnd: 1 }, 'budgetToVnd'], [{ province: '99' }, 'province'], [{ fields: [] }, 'fields'], [{ periodFrom: '2027-02-30' }, 'periodFrom'], [{ budgetToVnd: -1 }, 'budgetToVnd'], [{ categories: ['i', 'i'] }, 'categories'], [{ agencyCode: 'nobody' }, 'agencyCode'],
  ]
  for (const [given, path] of needs) t.match(await ask('ministry', 'POST', '/v1/catalogue/demand', demand(given)), { status: 400, body: { errors: [{ path }] } }, JSON.stringify(given))
  t.match(await ask('danang', 'POST', '/v1/catalogue/demand', demand({ province: null })), { status: 403, body: { scope: 'catalogue:*' } })
  t.match(await ask('danang', 'PUT', '/v1/catalogue/supply/999/state', { state: 'published' }), { status: 404 })
})

t.test('a supply of an enterprise that ceases to exist is flagged, and hidden until it is active again', async (t) => {
  const lost = await offer('hanoi', { enterprise: codeOf(2), name: 'Bệnh án điện tử', fields: ['health'], technologies: ['identification'] })
  t.ok((await ids('/v1/catalogue/supply')).includes(lost))
  await load([{ ...inHanoi, amendedOn: '2026-11-20', changes: 1, status: { value: '7', name: null } }])
  t.notOk((await ids('/v1/catalogue/supply')).includes(lost))
  t.match(await get(`/v1/catalogue/supply/${lost}`), { status: 404 })
  t.notMatch((await app.inject('/v1/catalogue/supply?format=csv')).body, 'Bệnh án')
  t.match((await ask('hanoi', 'GET', '/v1/catalogue/office/supply?shown=false&state=published')).body.items, [{ id: lost, standing: 'ended', isShown: false, state: 'published' }])
  t.match(await ask('hanoi', 'POST', '/v1/catalogue/supply', supply({ enterprise: codeOf(2) })), { status: 201, body: { standing: 'ended', isShown: false } }, 'drafted all the same')
  await load([{ ...inHanoi, amendedOn: '2026-11-21', changes: 2 }])
  t.ok((await ids('/v1/catalogue/supply')).includes(lost))
})

t.test('a supply moves with its enterprise, and so does who may write it', async (t) => {
  t.strictSame(await ids('/v1/catalogue/supply?province=48'), [first])
  await load([{ ...inDanang, address: HANOI, amendedOn: '2026-11-20', changes: 1 }])
  t.strictSame(await ids('/v1/catalogue/supply?province=48'), [])
  t.match((await get(`/v1/catalogue/supply/${first}`)).body, { province: '01' })
  t.match(await ask('danang', 'PUT', `/v1/catalogue/supply/${first}/state`, { state: 'withdrawn' }), { status: 403, body: { scope: 'catalogue:01' } })
  await load([{ ...inDanang, amendedOn: '2026-11-21', changes: 2 }])
  t.strictSame(await ids('/v1/catalogue/supply?province=48'), [first])
})

t.test('what agencies need is listed, revised by its own province, and overwritten by nobody', async (t) => {
  const { status, headers, body: { id } } = await ask('danang', 'POST', '/v1/catalogue/demand', demand({ name: 'Bản đồ ngập lụt' }))
  t.match({ status, location: headers['location'] }, { status: 201, location: `/v1/catalogue/demand/${id}` })
  t.strictSame(await ids('/v1/catalogue/demand'), [], 'not yet')
  await ask('danang', 'PUT', `/v1/catalogue/demand/${id}/state`, { state: 'published' })
  for (const query of ['', '?province=48', '?field=environment', '?technology=internet-of-things', '?q=ban+do+ngap']) t.strictSame(await ids(`/v1/catalogue/demand${query}`), [id], query)
  for (const query of ['?province=01', '?field=health', '?q=robot']) t.strictSame(await ids(`/v1/catalogue/demand${query}`), [], query)
  const revise = (who: keyof typeof keys, version: number, given: object = {}) => ask(who, 'PUT', `/v1/catalogue/demand/${id}`, { ...demand({ name: 'Bản đồ ngập lụt', ...given }), version })
  t.match(await revise('hanoi', 2), { status: 403, body: { scope: 'catalogue:48' } })
  const both = await Promise.all([revise('danang', 2, { budgetToVnd: 800_000_000 }), revise('danang', 2, { budgetToVnd: 700_000_000 })])
  t.strictSame(both.map((one) => one.status).sort(), [200, 412], 'of two at once')
  t.match((await get(`/v1/catalogue/demand/${id}`)).body, { budgetToVnd: both[0]!.status === 200 ? 800_000_000 : 700_000_000 })
  t.match(await ask('danang', 'PUT', `/v1/catalogue/demand/${id}/state`, { state: 'withdrawn', reason: 'Đã có' }), { status: 200 })
})

t.test('a demand is matched with reasons, in the order of the rule', async (t) => {
  const { body: { id } } = await ask('danang', 'POST', '/v1/catalogue/demand', demand({ categories: ['ii'] }))
  t.match(await get(`/v1/catalogue/demand/${id}/matches`), { status: 404 }, 'not of a draft')
  await ask('danang', 'PUT', `/v1/catalogue/demand/${id}/state`, { state: 'published' })
  const onlyField = await offer('danang', { name: 'Chỉ lĩnh vực', technologies: ['blockchain'], fields: ['environment'], readiness: 'pilot' })
  const onlyTechnology = await offer('danang', { name: 'Chỉ công nghệ', fields: ['tourism'], readiness: 'ready' })
  const elsewhereOfCategory = await offer('hanoi', { enterprise: codeOf(2), name: 'Nơi khác, nhóm ii', readiness: 'prototype' })
  const elsewhere = await offer('ministry', { enterprise: codeOf(3), name: 'Nơi khác', readiness: 'in-use' })
  const lessReady = await offer('danang', { name: 'Chưa sẵn sàng', readiness: 'prototype' })
  await offer('danang', { name: 'Không liên quan', technologies: ['robotics'], fields: ['health'] })
  const { status, body } = await get(`/v1/catalogue/demand/${id}/matches`)
  t.equal(status, 200)
  const found = body.items.map((one: { supply: { id: number }, reasons: { kind: string }[] }) => [one.supply.id, one.reasons.map(({ kind }) => kind)])
  t.strictSame(found, [
    [first, ['field', 'technology', 'locality', 'readiness']],
    [lessReady, ['field', 'technology', 'locality']],
    [elsewhereOfCategory, ['field', 'technology', 'category']],
    [elsewhere, ['field', 'technology', 'readiness']],
    [onlyField, ['field', 'locality']],
    [onlyTechnology, ['technology', 'locality', 'readiness']],
  ])
  t.strictSame(body.items[0].reasons, [{ kind: 'field', codes: ['agriculture'] }, { kind: 'technology', codes: ['internet-of-things'] }, { kind: 'locality', codes: ['48'] }, { kind: 'readiness', codes: ['in-use'] }])
  t.notOk('score' in body.items[0])
  const walked: number[] = []
  for (let next: string | null = ''; next !== null;) {
    const page = (await get(`/v1/catalogue/demand/${id}/matches?limit=1${next === '' ? '' : `&cursor=${next}`}`)).body as { items: { supply: { id: number } }[], next: string | null }
    walked.push(...page.items.map((one) => one.supply.id))
    next = page.next
  }
  t.strictSame(walked, found.map(([one]: [number]) => one), 'page by page the same')
  const { body: { id: national } } = await ask('ministry', 'POST', '/v1/catalogue/demand', demand({ province: null, technologies: [], fields: ['environment'] }))
  await ask('ministry', 'PUT', `/v1/catalogue/demand/${national}/state`, { state: 'published' })
  t.match((await get(`/v1/catalogue/demand/${national}/matches`)).body.items, [{ supply: { id: onlyField }, reasons: [{ kind: 'field' }] }], 'of an agency of the whole country that asks for a field alone')
  await ask('danang', 'PUT', `/v1/catalogue/demand/${id}/state`, { state: 'withdrawn', reason: 'Đã mua' })
  t.match(await get(`/v1/catalogue/demand/${id}`), { status: 410, body: { type: '/problems/gone' } })
  t.match(await get(`/v1/catalogue/demand/${id}/matches`), { status: 410 })
  t.match((await ask('danang', 'GET', '/v1/catalogue/office/demand?state=withdrawn')).body.items, [{ id, reason: 'Đã mua' }])
})

t.test('a place among the matches is one of the demand as it was read', async (t) => {
  const { body: { id } } = await ask('danang', 'POST', '/v1/catalogue/demand', demand({ categories: ['ii'] }))
  await ask('danang', 'PUT', `/v1/catalogue/demand/${id}/state`, { state: 'published' })
  const matches = (query: string) => get(`/v1/catalogue/demand/${id}/matches?${query}`)
  const { body: { next } } = await matches('limit=3')
  t.match(await matches(`limit=3&cursor=${next}`), { status: 200 })
  const forged = (place: object) => encodeCursor({ version: 2, tier: 0, readiness: 4, id: 1, ...place }, { id })
  t.match(await matches(`cursor=${forged({})}`), { status: 200 })
  for (const place of [{ tier: 99 }, { tier: -1 }, { readiness: 99_999_999_999 }, { readiness: 0 }, { id: 0 }, { id: 1e300 }, { version: 0 }]) t.match(await matches(`cursor=${forged(place)}`), { status: 400, body: { errors: [{ path: 'cursor' }] } }, JSON.stringify(place))
  t.match(await ask('danang', 'PUT', `/v1/catalogue/demand/${id}`, { ...demand({ technologies: [] }), version: 2 }), { status: 200 })
  t.match(await matches(`limit=3&cursor=${next}`), { status: 400, body: { errors: [{ path: 'cursor', message: /revised since/ }] } })
  t.match(await matches(`cursor=${forged({ version: 3, tier: 11 })}`), { status: 200, body: { items: [], next: null } }, 'behind the last step there is nothing')
})

t.test('a province has a feed, and its Atom is well-formed whatever is written in it', async (t) => {
  const { body: { id } } = await ask('danang', 'POST', '/v1/catalogue/demand', demand({ name: 'A & B < C > "D" \u0001\ufffe]]>' }))
  await ask('danang', 'PUT', `/v1/catalogue/demand/${id}/state`, { state: 'published' })
  const { body } = await get('/v1/catalogue/feed?province=48')
  t.match(body, { province: '48', provinceName: 'Thành phố Đà Nẵng' })
  t.match(body.items[0], { kind: 'demand', id, url: new RegExp(`/v1/catalogue/demand/${id}$`) }, 'the newest first')
  t.ok(body.items.some((one: { kind: string, id: number }) => one.kind === 'supply' && one.id === first))
  t.strictSame(new Set((await get('/v1/catalogue/feed?province=48&kind=demand')).body.items.map((one: { kind: string }) => one.kind)), new Set(['demand']))
  const response = await app.inject({ url: '/v1/catalogue/feed?province=48', headers: { accept: 'application/atom+xml' } })
  t.match(response.headers, { 'content-type': /^application\/atom\+xml/, etag: /^"/ })
  const names: string[] = []
  const texts: string[] = []
  const xml = sax.parser(true, { xmlns: true })
  xml.onerror = (err) => { throw err }
  xml.onopentag = ({ name, ...tag }) => {
    names.push(name)
    t.equal((tag as { uri: string }).uri, 'http://www.w3.org/2005/Atom')
  }
  xml.ontext = (text) => { texts.push(text) }
  xml.write(response.body).close()
  t.equal(names.filter((name) => name === 'entry').length, body.items.length)
  for (const name of ['id', 'title', 'updated']) t.equal(names.filter((one) => one === name).length, body.items.length + 1, `${name} of the feed and of each entry`)
  t.ok(texts.some((text) => text.includes('A & B < C > "D" ]]>')), 'read as it was written')
  t.match((await app.inject('/v1/catalogue/feed?province=48&format=csv')).body, /^\ufeffkind,id,title,/)
  t.match(await get('/v1/catalogue/feed?province=99'), { status: 400 })
  t.match(await get('/v1/catalogue/feed'), { status: 400, body: { errors: [{ path: 'province' }] } })
  const empty = await app.inject('/v1/catalogue/feed?province=96&format=atom')
  t.match(empty.body, /<updated>1970/)
  t.strictSame((await get('/v1/catalogue/feed?province=96')).body.items, [])
})
