/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function dice (seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const encoded = [
  '', ' ', ',', '0', '-1', '01', '1.5', '1e3', '0x10', '9'.repeat(400), '1e309', 'NaN', 'null', 'TRUE', '[]', '{}',
  '１２٣', 'Ωβγ企業', '𝒳'.repeat(40), `e${'\u0301'.repeat(300)}`, '\u202egnp', 'x'.repeat(3000), 'Đ'.repeat(700), '\0', 'a\0b', '\r\nset-cookie: a=b', '\u001b[31m', '\ufeff', '\ufffd',
  '\' or 1=1 --', '"; drop table keys; --', '%', '_%_', '\\\\\'', '$1', ':a', '/*', '&|!()', 'a <-> b', '((((((((', '[a-', '(a+)+$', '.*+?^{}$()|[]\\',
  '../../etc/passwd', '<script>', '__proto__', 'constructor', '2026-02-30', '0000-00-00', '2026-11-22T00:00:00Z', '-infinity', 'tomorrow',
].map((text) => encodeURIComponent(text))
/** Wrong where they are not text at all. */
const raw = ['%ff', '%c3%28', 'vi%E1%BB', '%u0041', '%', '%zz', '+']

/** Values as they stand in a URL. */
export const BAD_VALUES: readonly string[] = [...encoded, ...raw]

/** What `valid` becomes when a letter is lost, doubled, changed or cut off, and when something is put before or behind it. */
export function misspellings (valid: string, random: () => number): string[] {
  const at = Math.floor(random() * valid.length)
  const letter = valid[at] ?? ''
  return [
    valid.slice(0, at) + valid.slice(at + 1), valid.slice(0, at) + letter + valid.slice(at), `${valid.slice(0, at)}~${valid.slice(at + 1)}`,
    valid.slice(0, Math.ceil(valid.length / 2)), `${valid},`, ` ${valid}`, `${valid}\0`, valid + valid, valid.toUpperCase() === valid ? valid.toLowerCase() : valid.toUpperCase(),
  ].map((text) => encodeURIComponent(text))
}

/** Cursors that nobody was given: cut, bent, made up, and with what is in it replaced. */
export function badCursors (cursor: string, random: () => number): string[] {
  const made = () => Array.from(cursor, () => 'ABCDEFabcdef0123456789-_'[Math.floor(random() * 24)]).join('')
  const at = Math.floor(random() * cursor.length)
  const forged = [{}, [], 0, null, { code: '%' }, { after: -1 }, { position: 9e15 }, { code: { a: 1 } }].map((value) => cursor.slice(0, 12) + Buffer.from(JSON.stringify(value)).toString('base64url'))
  return [cursor.slice(0, -1), cursor.slice(0, 12), cursor.slice(1), `${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`, made(), made(), `${cursor}AA`, ...forged]
}

export const BAD_HEADERS: readonly Record<string, string>[] = [
  { range: 'bytes=9-1' }, { range: 'bytes=abc' }, { range: 'bytes=0-0,-1,5-,,' }, { range: 'lines=1-' }, { range: `bytes=${'9'.repeat(300)}-` },
  { 'if-none-match': '"' }, { 'if-none-match': '*, *' }, { 'if-none-match': 'W/' }, { 'if-none-match': `"${'x'.repeat(4000)}"` }, { 'if-match': 'nonsense' }, { 'if-modified-since': 'yesterday' },
  { 'accept-language': ';q=,,*;q=9' }, { 'accept-language': 'x'.repeat(5000) }, { 'accept-encoding': 'nonsense;q=x' }, { 'last-event-id': '-1' }, { 'content-type': 'nonsense' },
]

const nested = (open: string, close: string) => open.repeat(20_000) + close.repeat(20_000)

/** Bodies that are no JSON, or no JSON that anybody wants. */
export const BAD_BODIES: readonly (string | Buffer)[] = [
  '', ' ', '{', '{"a":}', '[1,]', 'null', 'true', '0', '1e999', '"text"', '[]', '[[]]', '{}', '{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{"admin":true}}}',
  nested('[', ']'), nested('{"a":', '}').replace('{"a":}', '{"a":1}'), `{"a":${'9'.repeat(5000)}}`, '{"a":"\\u0000"}', '{"a":"\\ud800"}', '\ufeff{}', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), Buffer.from([0x1f, 0x8b, 0, 0, 0]),
  '{"a":1,"a":2}', '<xml/>', 'a=b&c=d',
]

/** What a member of a body may be replaced by. */
export const BAD_MEMBERS: readonly unknown[] = [
  null, true, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, '', ' ', 'x'.repeat(20_000), '\0', 'a\0b', '\ufffd', '\' or 1=1 --', '__proto__', '2026-02-30', 'http://127.0.0.1:1/', 'file:///etc/passwd',
  [], [[]], [null], Array(2000).fill('0'), {}, { a: { b: { c: [] } } },
]
