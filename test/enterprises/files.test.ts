import { once } from 'node:events'
import { get as httpGet } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { sql } from 'drizzle-orm'
import { unzipSync } from 'fflate'
import t from 'tap'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const TRAPS = ['=1+1', '+84 công ty', '-ÂM', '@SUM(A1)', '\tTAB', 'DẤU "NGOẶC", PHẨY', 'HAI\nDÒNG', 'ễ ợ ữ ằ'.normalize('NFD'), '😀 & <b>', "'ĐÃ CÓ", 'gạch\\chéo\\n', '\\N', '\\.']
const { app, db, get } = await testRegister(t, [
  ...TRAPS.map((name, i) => feedRecord({ code: codeOf(i), name: `${name}`, foreignName: i === 0 ? '=HYPERLINK("x")' : null, charterCapitalVnd: '123456789012345678' })),
  ...Array.from({ length: 30 }, (_, i) => feedRecord({ code: codeOf(i + 50), industries: ['6201', '6202'] })),
])
const file = async (query: string, headers: Record<string, string> = {}) => await app.inject({ url: `/v1/enterprises?${query}`, headers })
const items = (await get('/v1/enterprises?limit=1000')).body.items as Record<string, unknown>[]
const { position } = (await get('/v1/enterprises?limit=1')).body

const sheetOf = (bytes: Buffer): string[][] => {
  const xml = new TextDecoder().decode(unzipSync(bytes)['xl/worksheets/sheet1.xml'])
  const plain = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  return [...xml.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row]) => [...row!.matchAll(/<c(?: t="(\w+)")?(?:\/>|>(.*?)<\/c>)/gs)].map(([, , cell]) => plain((cell ?? '').replace(/<[^>]+>/g, ''))))
}

t.test('CSV: one line an enterprise, Vietnamese for Excel, and nothing that runs', async (t) => {
  const { statusCode, headers, body } = await file('format=csv')
  t.equal(statusCode, 200)
  t.match(headers, { 'content-type': 'text/csv; charset=utf-8; header=present', 'content-disposition': `attachment; filename="enterprises-${position}.csv"`, etag: /^"/ })
  t.equal(body.charCodeAt(0), 0xfeff, 'Excel takes it for UTF-8')
  const rows = parse(body, { bom: true, columns: true, record_delimiter: '\r\n' }) as Record<string, string>[]
  t.equal(rows.length, items.length, 'the whole list, not a page')
  t.strictSame(Object.keys(rows[0]!), [...Object.keys(items[0]!).flatMap((name) => name === 'classification' ? ['classification.ruleSet', 'classification.codes', 'classification.periods', 'classification.decision'] : [name])], 'the members of JSON')
  for (const [i, row] of rows.entries()) {
    const item = items[i]!
    t.equal(row['code'], item['code'])
    const name = String(item['name'])
    t.equal(row['name']!.replaceAll('\r\n', '\n'), /^[=+\-@\t\r]/.test(name) ? `'${name}` : name)
    t.notMatch(row['name'], /^[=+\-@\t\r]/)
    t.equal(row['industries'], (item['industries'] as string[]).join(' '))
    for (const member of ['provinceName', 'registeredOn', 'category', 'charterCapitalVnd', 'position', 'statusName'] as const) t.equal(row[member], String(item[member] ?? ''))
  }
  t.equal(rows[0]!['foreignName'], `'=HYPERLINK("x")`)
  t.notMatch(body.replaceAll('\r\n', ''), /\r/, 'and every line ends the same way')
})

t.test('NDJSON: the items of JSON, one a line', async (t) => {
  const { headers, body } = await file('format=ndjson')
  t.match(headers['content-disposition'], '.ndjson"')
  t.ok(body.endsWith('\n'))
  t.strictSame(body.trimEnd().split('\n').map((line) => JSON.parse(line)), items)
})

t.test('XLSX: text as text, numbers as numbers', async (t) => {
  const { headers, rawPayload } = await file('format=xlsx', { 'accept-encoding': 'gzip' })
  t.match(headers, { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'content-disposition': `attachment; filename="enterprises-${position}.xlsx"` })
  t.equal(headers['content-encoding'], undefined, 'it is packed already')
  const [head, ...rows] = sheetOf(rawPayload)
  t.equal(rows.length, items.length)
  const column = (name: string) => head!.indexOf(name)
  for (const [i, row] of rows.entries()) {
    t.equal(row[column('code')], items[i]!['code'])
    t.equal(row[column('name')], items[i]!['name'], 'not defused: a text is none of a formula here')
    t.equal(row[column('charterCapitalVnd')], items[i]!['charterCapitalVnd'], 'no digit is lost')
    t.equal(Number(row[column('position')]), items[i]!['position'])
  }
  const xml = new TextDecoder().decode(unzipSync(rawPayload)['xl/worksheets/sheet1.xml'])
  t.notMatch(xml, /<f>/)
  t.match(xml, /<c><v>\d+<\/v><\/c>/)
})

t.test('files follow filters, sort, page and moment as the list does', async (t) => {
  for (const query of ['sort=-name', 'sort=capital&limit=5', 'industry=6202', `asof=2026-11-01&knownat=${position}`, 'q=hai', 'province=48', 'division=2004&province=01']) {
    const { body } = await get(`/v1/enterprises?${query}${query.includes('limit') ? '' : '&limit=1000'}`)
    t.strictSame((await file(`${query}&format=ndjson`)).body.split('\n').filter(Boolean).map((line) => JSON.parse(line)), body.items, query)
  }
  const first = (await get('/v1/enterprises?limit=10')).body
  t.equal((await file(`format=ndjson&cursor=${first.next}`)).body.trimEnd().split('\n').length, items.length - 10, 'behind a cursor')
  t.match((await file('format=csv&province=99')).json(), { status: 400 })
  t.equal((await file('format=csv&province=99')).headers['content-disposition'], undefined)
  t.match((await file('', { accept: 'text/csv' })).headers['content-type'], 'text/csv', 'asked for by Accept')
  t.equal(gunzipSync((await file('format=csv', { 'accept-encoding': 'gzip' })).rawPayload).toString(), (await file('format=csv')).body)
  const { etag } = (await file('format=csv')).headers
  t.equal((await file('format=csv', { 'if-none-match': String(etag) })).statusCode, 304, 'a file that did not change is not sent')
})

t.test('every list is a file as well', async (t) => {
  for (const [path, rows] of [['localities', 34], ['localities?division=2004', 63], ['localities/48/communes', 94], ['categories', 4], ['classification/rulesets', 1], ['statistics/localities', 34], ['industries?vsic=2025', null]] as const) {
    const url = `/v1/${path}${path.includes('?') ? '&' : '?'}format=`
    const csv = parse((await app.inject(`${url}csv`)).body, { bom: true, columns: true }) as object[]
    if (rows !== null) t.equal(csv.length, rows, path)
    t.equal((await app.inject(`${url}ndjson`)).body.trimEnd().split('\n').length, csv.length)
    t.equal(sheetOf((await app.inject(`${url}xlsx`)).rawPayload).length, csv.length + 1)
  }
})

t.test('a reader who leaves or falls asleep holds nobody up', async (t) => {
  await db.execute(sql`
    insert into enterprise_versions
    select (jsonb_populate_record(v, jsonb_build_object('code', '9' || lpad(n::text, 9, '0'), 'position', 1000000 + n, 'name', repeat('TÊN DÀI ', 100)))).*
    from (select v from enterprise_versions v where code = ${codeOf(50)}) v, generate_series(1, 20000) n`)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const open = async (path: string): Promise<IncomingMessage> => {
    const request = httpGet({ host: '127.0.0.1', port, path, agent: false })
    const [response] = await once(request, 'response') as [IncomingMessage]
    await once(response, 'readable')
    return response
  }
  const busy = async () => Number((await db.execute<{ n: string }>(sql`select count(*) as n from pg_stat_activity where application_name = 'registry-export' and state <> 'idle' and datname = current_database()`)).rows[0]!.n)
  for (const format of ['csv', 'ndjson', 'xlsx']) {
    const sleepers = await Promise.all([1, 2, 3].map(() => open(`/v1/enterprises?format=${format}`)))
    t.equal((await fetch(`http://127.0.0.1:${port}/v1/enterprises?limit=5`)).status, 200, 'while others are answered')
    t.ok(await busy() > 0, `${format} is under way`)
    for (const response of sleepers) response.destroy()
    const since = Date.now()
    while (await busy() > 0 && Date.now() - since < 10_000) await sleep(20)
    t.equal(await busy(), 0, 'and its statement ends with its reader')
  }
  t.equal((await (await fetch(`http://127.0.0.1:${port}/v1/enterprises?format=ndjson`)).text()).trimEnd().split('\n').length, items.length + 20_000, 'the next one gets all of it')
})
