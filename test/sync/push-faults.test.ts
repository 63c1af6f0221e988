import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGzip, gzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { hasPersonalData, PERSONAL_CANARIES } from '../../src/sandbox/people.ts'
import { codeOf, detailOf, feedRecord, lineOf } from '../support/feed.ts'
import { GZIP, stateOf, testInlet } from '../support/inlet.ts'
import { digestOf, ndjson } from '../support/push.ts'

const inlet = await testInlet(t, [feedRecord()])
const { app, db, key, open, put, run, post, commit, ended, chunks, abandon, push, stands } = inlet
// Whether a sender gets its answer while it is still sending shows only on a connection.
const address = await app.listen({ port: 0 })
const putOver = async (id: number, body: string | Buffer, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${address}/v1/sync/runs/${id}/chunks/1`, {
    method: 'PUT', body, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson', ...headers }, ...{ duplex: 'half' },
  })
  return { status: answer.status, body: await answer.json() as { type: string } }
}

const record = feedRecord({ code: codeOf(1) })
const good = ndjson([record])
const zipped = gzipSync(good)
const noise = gzipSync(ndjson(Array.from({ length: 200 }, (_, i) => feedRecord({ code: codeOf(i), name: randomBytes(200).toString('hex') }))))
const FORM = 'application/x-www-form-urlencoded'

t.test('a chunk that is not what it says leaves nothing, and can be sent again', async (t) => {
  const before = await stateOf(db)
  const id = await open()
  const refused: [title: string, body: string | Buffer, headers: Record<string, string>, status: number, path?: string][] = [
    ['a gzip stream cut in its last bytes', zipped.subarray(0, -1), GZIP, 400, 'body'],
    ['a gzip stream cut in the middle', noise.subarray(0, noise.length / 2), GZIP, 400, 'body'],
    ['a gzip stream with a flipped bit', Buffer.concat([noise.subarray(0, 5000), Buffer.from([noise[5000]! ^ 1]), noise.subarray(5001)]), GZIP, 400, 'body'],
    ['a gzip stream with something behind it', Buffer.concat([zipped, Buffer.alloc(200_000, 'x')]), GZIP, 400, 'body'],
    ['a gzip stream with zeros behind it', Buffer.concat([zipped, Buffer.alloc(200_000)]), { ...GZIP, 'content-digest': digestOf(zipped) }, 400],
    ['plain lines that claim to be packed', good, GZIP, 400, 'body'],
    ['another digest', good, { 'content-digest': digestOf(`${good} `) }, 400, 'Content-Digest'],
    ['the digest of what is unpacked', zipped, { ...GZIP, 'content-digest': digestOf(good) }, 400, 'Content-Digest'],
    ['a digest of another kind', good, { 'content-digest': 'md5=:AAAA:' }, 400, 'content-digest'],
    ['one record fewer than said', good, { 'record-count': '2' }, 400, 'Record-Count'],
    ['one record more than said', good + good, { 'record-count': '1' }, 400, 'Record-Count'],
    ['a count that is no number', good, { 'record-count': 'all' }, 400, 'record-count'],
    ['an encoding that nobody asked for', good, { 'content-encoding': 'br' }, 400, 'content-encoding'],
    ['a form', good, { 'content-type': FORM }, 415],
    ['JSON', good, { 'content-type': 'application/json' }, 415],
    ['nothing but lines that are no records', gzipSync('{}\n'.repeat(100_500)), GZIP, 400, 'body'],
    ['more lines than a chunk may have', gzipSync('\n'.repeat(11_000_000)), GZIP, 413],
  ]
  for (const [title, body, headers, status, path] of refused) {
    const answer = await put(id, 1, body, headers)
    t.match(answer, { status, body: path === undefined ? {} : { errors: [{ path }] } }, title)
    t.match([await chunks(id), (await run(id)).read], [[], 0], `${title}: nothing of it stays`)
  }
  await stands(t, before)
  t.match(await put(id, 1, zipped, { ...GZIP, 'content-digest': digestOf(zipped), 'record-count': '1' }), { status: 201, body: { records: 1, bytes: zipped.length } })
  t.match(await put(id, 1, zipped, GZIP), { status: 200 }, 'once more changes nothing')
  t.match(await put(id, 1, good), { status: 409, body: { type: '/problems/chunk-conflict' } }, 'the same records in other bytes are another chunk')
  t.match((await run(id)).read, 1)
  await commit(id)
  t.match(await ended(id), { state: 'succeeded', new: 1 })
})

t.test('a body that unpacks to more than any feed is refused, with constant memory and an answer', async (t) => {
  const before = await stateOf(db)
  const id = await open()
  const bomb = async (fill: string, megabytes: number) =>
    Buffer.concat(await Readable.from(Array.from({ length: megabytes }, () => Buffer.alloc(1 << 20, fill))).pipe(createGzip({ level: 1 })).toArray())
  const bombs: [string, Buffer, Record<string, string>][] = [
    ['1.2 GB of blanks', await bomb(' ', 1200), GZIP], ['20 million lines', await bomb('\n', 20), GZIP], ['65 MiB as they are', Buffer.alloc(65 << 20, ' '), {}],
  ]
  for (const [title, body, headers] of bombs) {
    const memory = process.memoryUsage().rss
    const began = performance.now()
    t.match(await putOver(id, body, headers), { status: 413, body: { type: '/problems/body-too-large' } }, title)
    const grown = (process.memoryUsage().rss - memory) >> 20
    t.ok(grown < 300, `${title}: the process grows by ${grown} MiB`)
    t.comment(`${title}: ${body.length} bytes, ${Math.round(performance.now() - began)} ms, ${grown} MiB`)
  }
  await stands(t, before)
  t.match(await putOver(id, good), { status: 201 }, 'and the next chunk goes in')
  await abandon(id)
})

t.test('one bad line stops nothing', async (t) => {
  const line = (given: object) => JSON.stringify({ ...detailOf(record), ...given })
  const main = (given: object) => line({ MainInformation: { ...detailOf(record).MainInformation, ...given } })
  const rejected: [title: string, line: string | Buffer, reason: string, code?: string | null][] = [
    ['half a line', lineOf(record).slice(0, 200), 'unreadable', record.code],
    ['no object', '[1, 2]', 'unreadable', null],
    ['an object of nothing', '{}', 'unreadable', null],
    ['20 MB in one line', main({ NAME: 'x'.repeat(20_000_000) }), 'unreadable', null],
    ['a raw NUL byte', lineOf(record).replace('PHẦN', 'PH\0N'), 'unreadable', record.code],
    ['bytes that are no UTF-8', Buffer.concat([Buffer.from(lineOf(record)).subarray(0, 80), Buffer.from([0xff]), Buffer.from(lineOf(record)).subarray(80)]), 'unreadable', record.code],
    ['half a character as a code', main({ ENTERPRISE_GDT_CODE: '01\ud800' }), 'invalid-code', '01\ufffd'],
    ['a NUL in a code', main({ ENTERPRISE_GDT_CODE: `${record.code}\0${record.code}` }), 'invalid-code'],
    ['a registration in the future', main({ FOUNDING_DATE: '23/11/2026' }), 'future-date', record.code],
    ['an amendment in the future', main({ LAST_AMEND_DATE: '2027-01-01' }), 'future-date', record.code],
    ['31 February', main({ FOUNDING_DATE: '31/02/2020' }), 'invalid-date', record.code],
    ['an amount of 25 digits', main({ CAPITAL_AMOUNT: '1'.repeat(25) }), 'invalid-value', record.code],
    ['an amount that lost its digits', main({ CAPITAL_AMOUNT: 1e30 }), 'invalid-value', record.code],
    ['a negative amount', main({ CAPITAL_AMOUNT: -1 }), 'invalid-value', record.code],
    ['a name of 1,001 letters', main({ NAME: 'x'.repeat(1001) }), 'invalid-value', record.code],
    ['no name', main({ NAME: '\0 ' }), 'missing-field', record.code],
  ]
  const before = await stateOf(db)
  const id = await open()
  const body = Buffer.concat(rejected.flatMap(([, text]) => [Buffer.from(text), Buffer.from('\n')]))
  t.match(await putOver(id, body), { status: 201, body: { records: rejected.length } })
  await commit(id)
  t.match(await ended(id), { state: 'succeeded', read: rejected.length, rejected: rejected.length, new: 0 })
  const { body: { items } } = await inlet.send({ method: 'GET', url: `/v1/sync/runs/${id}/rejects?limit=100` })
  for (const [i, [title, , reason, code]] of rejected.entries()) t.match(items[i], { chunk: 1, line: i + 1, reason, ...code !== undefined && { code } }, title)
  await stands(t, before)
})

t.test('what says the same in another way is unchanged', async (t) => {
  const known = feedRecord({ code: codeOf(2) })
  t.match(await push([known]), { new: 1 })
  const before = await stateOf(db)
  const { MainInformation: main, BusinessActivity, Member, HOAdress } = detailOf(known)
  const others = {
    'letters in parts': lineOf(known).normalize('NFD'),
    'numbers for texts and texts for numbers': JSON.stringify({
      MainInformation: { ...main, ENTERPRISE_GDT_CODE: Number(main.ENTERPRISE_GDT_CODE), NUMBER_CHANGES: '0', CAPITAL_AMOUNT: Number(main.CAPITAL_AMOUNT), ENTERPRISE_STATUS: Number(main.ENTERPRISE_STATUS) },
      BusinessActivity: BusinessActivity.map((activity) => ({ ...activity, CODE: Number(activity.CODE) })), Member: Member.map((member) => ({ ...member, RATIO_PERCENT: '100' })), HOAdress,
    }),
    'control characters and blanks': JSON.stringify({ ...detailOf(known), MainInformation: { ...main, NAME: ` ${main.NAME.replaceAll(' ', ' \0\t ')}` } }),
    'other forms of its dates': JSON.stringify({ ...detailOf(known), MainInformation: { ...main, FOUNDING_DATE: '04/05/2023', LAST_AMEND_DATE: '04052023' } }),
    'fields nobody knows': JSON.stringify({ ...detailOf(known), 'a\0b': 1, 'half\ud800': { FULL_NAME: PERSONAL_CANARIES[0] } }),
  }
  for (const [title, line] of Object.entries(others)) {
    t.not(line, lineOf(known), `${title} are other bytes`)
    t.match(await push([line]), { state: 'succeeded', read: 1, unchanged: 1, rejected: 0 }, title)
  }
  await stands(t, before)
  const last = (await inlet.send({ method: 'GET', url: '/v1/sync/runs?limit=1' })).body.items[0]!
  t.strictSame(last.unknownFields, { 'a b': 1, 'half\ufffd': 1 }, 'unknown fields are counted by their names')
})

t.test('an amount above bigint and half a character are kept as far as they can be', async (t) => {
  const code = codeOf(3)
  t.match(await push([feedRecord({ code, charterCapitalVnd: '9223372036854775808000', name: 'NỬA \ud83d KÝ TỰ' })]), { new: 1, rejected: 0 })
  const { rows } = await db.execute(sql`select name, charter_capital_vnd as capital from enterprise_versions where code = ${code}`)
  t.strictSame(rows, [{ name: 'NỬA \ufffd KÝ TỰ', capital: '9223372036854775808000' }])
})

t.test('no person gets in, whatever is wrong with the record', async (t) => {
  const [mark, , , phone, host] = PERSONAL_CANARIES
  const person = { FULL_NAME: mark, PERS_DOC_NO: '099912345678', DATE_OF_BIRTH: '01/01/1970', MOBILE: `${phone}123456`, EMAIL: `a@${host}` }
  const detail = (given: object, outside: object = {}) => JSON.stringify({ ...detailOf(record), MainInformation: { ...detailOf(record).MainInformation, ...given }, Representatives: person, Member: [{ MEMBER_NAME: mark, COUNTRY: 'VN' }], ...outside })
  const lines = [
    detail({ FOUNDING_DATE: '31/02/2020' }), detail({ NAME: person }), detail({ ENTERPRISE_GDT_CODE: '1' }), detail({}, { HOAdress: { CityName: 'Atlantis' } }), detail({}, { Contact: person, LEGAL: [person] }),
    detail({}).slice(0, -2), `${detail({})}${detail({})}`, JSON.stringify(person), JSON.stringify([person]), JSON.stringify(`${mark}`), JSON.stringify({ code: '1', name: 'X', owner: person }),
  ]
  t.ok(lines.every(hasPersonalData), 'each line holds a person')
  t.match(await push(lines), { state: 'succeeded', read: lines.length, rejected: lines.length - 1 })
  const { rows: [everything] } = await db.execute<{ text: string }>(sql`
    select (select jsonb_agg(to_jsonb(r)) from rejects r)::text || (select jsonb_agg(to_jsonb(r)) from runs r) || (select jsonb_agg(to_jsonb(v)) from enterprise_versions v) as text`)
  t.match(everything!.text, /Atlantis/, 'sees what is kept')
  t.notOk(hasPersonalData(everything!.text))
  for (const canary of PERSONAL_CANARIES) t.notOk(everything!.text.includes(canary), canary)
})

t.test('numbers that cannot be are refused by name', async (t) => {
  const id = await open()
  for (const number of ['1000000000', '0', '1.5', '-1', '100001', '1e3', '01', 'x', '%00']) t.match(await put(id, number, good), { status: 400, body: { errors: [{ path: 'number' }] } }, number)
  await abandon(id)
  const sequences: [object, string][] = [[{ from: 9, to: 8 }, 'sequence'], [{ from: 0, to: 1 }, 'sequence.from'], [{ from: 1, to: 2 ** 53 }, 'sequence.to'], [{ from: 1.5, to: 2 }, 'sequence.from'], [{ from: '1', to: '1' }, 'sequence.from']]
  for (const [sequence, path] of sequences) t.match(await post('', { kind: 'delta', source: 'authority', sequence }), { status: 400, body: { errors: [{ path }] } }, JSON.stringify(sequence))
  t.match(await post('', { kind: 'full', source: 'authority', cutoff: '2026-11-23' }), { status: 400, body: { errors: [{ path: 'cutoff' }] } }, 'a cut-off in the future')
  t.match(await post('', { kind: 'full', source: 'authority', cutoff: '2026-02-29' }), { status: 400 }, 'and on a day that never was')
})

t.test('without a key nothing of a body is taken', async (t) => {
  const id = await open()
  t.match(await put(id, 1, noise, { ...GZIP, authorization: '' }), { status: 401 })
  t.match(await put(id, 1, noise, { ...GZIP, authorization: `Bearer ${key}x` }), { status: 401 })
  t.strictSame(await chunks(id), [])
  await abandon(id)
})

t.test('a commit names the chunks that are missing, the last one too', async (t) => {
  const before = await stateOf(db)
  const id = await open()
  for (const chunk of [2, 5]) t.match(await put(id, chunk, good), { status: 201 })
  for (const dryrun of ['', '?dryrun=true']) {
    t.match(await post(`/${id}/commit${dryrun}`, { chunks: 6 }), { status: 409, body: { type: '/problems/missing-chunk', errors: [1, 3, 4, 6].map((n) => ({ path: `chunks.${n}` })) } })
  }
  t.match(await commit(id), { status: 409, body: { errors: [{ path: 'chunks.1' }, { path: 'chunks.3' }, { path: 'chunks.4' }] } })
  t.match(await run(id), { state: 'open' })
  for (const chunk of [4, 3, 1]) await put(id, chunk, good)
  await commit(id, { chunks: 5 })
  t.match(await ended(id), { state: 'succeeded', read: 5, unchanged: 1, skipped: { duplicate: 4 } })
  await stands(t, before)
})

t.test('a run that is not open takes nothing', async (t) => {
  const refused = async (id: number, state: string) => {
    t.equal((await run(id)).state, state)
    const answer = await put(id, 2, good)
    t.match(answer, { status: 409, body: { type: '/problems/wrong-state', detail: new RegExp(state) } }, state)
  }
  const { id: done } = await push([record])
  await refused(done, 'succeeded')
  t.match(await inlet.send({ method: 'DELETE', url: `/v1/sync/runs/${done}` }), { status: 409 }, 'what is recorded is not given up')
  t.match(await commit(done), { status: 202, body: { state: 'succeeded' } }, 'a commit asked for again changes nothing')

  const given = await open()
  await abandon(given)
  await refused(given, 'failed')
  t.match(await commit(given), { status: 409 })

  const before = await stateOf(db)
  const held = await open()
  await put(held, 1, ndjson([...Array.from({ length: 989 }, (_, i) => feedRecord({ code: codeOf(100 + i) })), ...Array.from({ length: 11 }, () => '{}')]))
  await commit(held)
  t.match(await ended(held), { state: 'held', gates: [{ gate: 'rejects', found: 1.1 }] })
  await refused(held, 'held')
  await stands(t, before)
  await abandon(held)
  t.match(await put(999, 1, good), { status: 404 })
  t.match(await putOver(done, Buffer.alloc(40 << 20, ' ')), { status: 409 }, 'a sender of much gets its answer too')
})

t.test('a gzip body of several parts is one body', async (t) => {
  const id = await open()
  t.match(await put(id, 1, Buffer.concat([zipped, gzipSync('\n\r\n'), zipped]), { ...GZIP, 'record-count': '2' }), { status: 201, body: { records: 2 } })
  t.match(await put(id, 2, gzipSync(''), GZIP), { status: 201, body: { records: 0 } }, 'and one without a record is one too')
  await abandon(id)
})
