import type { LightMyRequestResponse } from 'fastify'
import t from 'tap'
import { z } from 'zod'
import { preferredLanguage } from '../../src/http/language.ts'
import { decodeCursor, encodeCursor, Limit } from '../../src/http/page.ts'
import { HttpProblem } from '../../src/http/problem.ts'
import { Day, flag, list } from '../../src/http/query.ts'
import { serializerCompiler } from '../../src/http/serializer.ts'
import { NO_DATABASE, testApp } from '../support/app.ts'
import { probe } from '../support/probe.ts'

const After = z.object({ after: z.string() })

t.test('a cursor brings back what it was made of, for the same filters', async (t) => {
  const filters = { province: ['01', '79'], q: 'viễn thông', category: undefined, limit: 50 }
  const cursor = encodeCursor({ after: '0100000000' }, filters)
  t.match(cursor, /^[\w-]+$/)
  t.strictSame(decodeCursor(cursor, After, filters), { after: '0100000000' })
  t.strictSame(decodeCursor(cursor, After, { q: 'viễn thông', limit: 7, cursor, province: ['01', '79'] }), { after: '0100000000' }, 'in any order, page by page')
  t.equal(decodeCursor(undefined, After, filters), undefined, 'and the first page needs none')
})

t.test('a cursor of another question, or of nobody, is refused by name', async (t) => {
  const cursor = encodeCursor({ after: '1' }, { q: 'a' })
  const flipped = cursor.slice(0, -1) + (cursor.endsWith('A') ? 'B' : 'A')
  const notJson = encodeCursor({ toJSON: () => 1 }, { q: 'a' })
  for (const [text, query] of [[cursor, { q: 'b' }], [cursor, {}], [flipped, { q: 'a' }], ['abc', { q: 'a' }], ['', { q: 'a' }], [notJson, { q: 'a' }], [encodeCursor({ after: 'a\0' }, { q: 'a' }), { q: 'a' }]] as const) {
    t.throws(() => decodeCursor(text, After, query), { statusCode: 400, errors: [{ path: 'cursor' }] })
  }
  t.throws(() => decodeCursor(cursor, z.object({ before: z.string() }), { q: 'a' }), HttpProblem)
})

t.test('following next reads every item once', async (t) => {
  const app = await testApp(t, { databaseUrl: NO_DATABASE, routes: probe })
  const codes: string[] = []
  let url: string | undefined = '/v1/things?colour=red,blue&limit=50'
  while (url) {
    const response: LightMyRequestResponse = await app.inject(url)
    const { items, next } = response.json()
    codes.push(...items.map(({ code }: { code: string }) => code))
    url = /^<(.*)>; rel="next"$/.exec(String(response.headers['link'] ?? ''))?.[1]
    t.equal(url === undefined, next === null, 'the header says what the body says')
    if (url) t.equal(new URL(url, 'http://x').searchParams.get('cursor'), next)
  }
  t.equal(codes.length, 120)
  t.equal(new Set(codes).size, 120)
})

t.test('a limit is read strictly', async (t) => {
  t.equal(Limit.parse(undefined), 50)
  t.equal(Limit.parse('1000'), 1000)
  for (const text of ['0', '1001', '1e3', '0x10', ' 5', '5 ', '', '05', '+5', '5.0', '１', ['5', '6'], 5]) t.notOk(Limit.safeParse(text).success, JSON.stringify(text))
})

t.test('a list has one form', async (t) => {
  const Codes = list(z.string().regex(/^\d\d$/), { max: 3, description: 'Codes.' })
  t.strictSame(Codes.parse('79,01,79'), ['01', '79'])
  for (const text of ['', ',', '01,', '1', '01,02,03,04', ['01', '02']]) t.notOk(Codes.safeParse(text).success, JSON.stringify(text))
})

t.test('a flag is true or false, a day exists', async (t) => {
  t.equal(flag('x').parse('true'), true)
  t.equal(flag('x').parse('false'), false)
  for (const text of ['1', 'TRUE', 'yes', '', ['true', 'true']]) t.notOk(flag('x').safeParse(text).success)
  t.equal(Day.parse('2024-02-29'), '2024-02-29')
  for (const text of ['2023-02-29', '2024-2-9', '20240229', '2024-02-29T00:00:00Z', '']) t.notOk(Day.safeParse(text).success)
})

t.test('the language is the one that the caller prefers, else Vietnamese', async (t) => {
  const cases: [header: string | undefined, language: string][] = [
    [undefined, 'vi'], ['', 'vi'], ['en', 'en'], ['en-US,en;q=0.9', 'en'], ['vi-VN,vi;q=0.9,en;q=0.8', 'vi'], ['EN', 'en'], ['fr', 'vi'], ['fr, en;q=0.1', 'en'],
    ['en;q=0.5, vi;q=0.7', 'vi'], ['en, *;q=0.1', 'en'], ['*, en;q=0.1', 'vi'], ['en;q=0', 'vi'], ['en;q=nonsense', 'vi'], [',,;', 'vi'], ['en,'.repeat(1000), 'vi'],
  ]
  for (const [header, language] of cases) t.equal(preferredLanguage(header), language, JSON.stringify(header?.slice(0, 40)))
})

t.test('the serializer writes what the schema names', async (t) => {
  const Sample = z.object({
    text: z.string().nullable(),
    inner: z.object({ size: z.int() }).nullable(),
    names: z.array(z.string()).nullable(),
    kind: z.enum(['a', 'b']).nullable(),
    day: z.iso.date(),
    at: z.date().nullable(),
    counts: z.record(z.string(), z.int()),
    either: z.union([z.object({ type: z.literal('x'), x: z.int() }), z.object({ type: z.literal('y'), y: z.string().nullable() })]),
    maybe: z.string().optional(),
  }).meta({ id: 'SerializerSample' })
  const serialize = serializerCompiler({ schema: z.object({ items: z.array(Sample) }), method: 'GET', url: '/' })
  const nothing = { text: null, inner: null, names: null, kind: null, day: '2026-07-01', at: null, counts: {}, either: { type: 'y', y: null } }
  const full = { text: 'ễ "', inner: { size: 1 }, names: ['ô'], kind: 'a', day: '2026-07-01', at: new Date(0), counts: { '01': 2 }, either: { type: 'x', x: 1 }, maybe: '' }
  t.strictSame(JSON.parse(serialize({ items: [nothing, { ...full, extra: 1, inner: { size: 1, extra: 1 } }], extra: 1 })), { items: [nothing, { ...full, at: '1970-01-01T00:00:00.000Z' }] })
  t.throws(() => serialize({ items: [{}] }), /required/, 'and fails where a member is missing')
  const other = serializerCompiler({ schema: { type: 'object' }, method: 'GET', url: '/' })
  t.equal(other({ a: 1 }), '{"a":1}', 'a schema that is not zod is plain JSON')
})
