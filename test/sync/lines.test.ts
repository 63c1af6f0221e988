import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { linesOf } from '../../src/sync/sources/lines.ts'

const folder = await mkdtemp(join(tmpdir(), 'lines-'))
t.teardown(() => rm(folder, { recursive: true }))
async function read (name: string, bytes: string | Buffer) {
  await writeFile(join(folder, name), bytes)
  const lines: (string | null)[] = []
  for await (const group of linesOf(join(folder, name))) lines.push(...group)
  return lines
}

t.test('reads lines, packed or not, with or without the last line feed', async (t) => {
  t.strictSame(await read('a.ndjson', 'một\nhai\n\nba'), ['một', 'hai', '', 'ba'])
  t.strictSame(await read('a.ndjson.gz', gzipSync('một\nhai\n')), ['một', 'hai'])
  t.strictSame(await read('empty.gz', gzipSync('')), [])
})

t.test('a letter that lies across two chunks stays whole', async (t) => {
  const line = 'ệ'.repeat(300_000)
  t.strictSame(await read('long.gz', gzipSync(`x${line}\ny`)), [`x${line}`, 'y'])
})

t.test('a line of many megabytes is passed over, and the one behind it is read', async (t) => {
  const lines = await read('huge.gz', gzipSync(`a\n${'x'.repeat(20_000_000)}\nb\n${'y'.repeat(5_000_000)}`))
  t.strictSame(lines, ['a', null, 'b', null])
})

t.test('a file that is cut, damaged, no gzip or not there ends the reading with an error', async (t) => {
  const whole = gzipSync(Array.from({ length: 20_000 }, (_, i) => `line ${i * 7919}`).join('\n'))
  await t.rejects(read('cut.gz', whole.subarray(0, whole.length - 20)), { code: 'Z_BUF_ERROR' })
  const damaged = Buffer.from(whole)
  damaged.fill(0, 2000, 2100)
  await t.rejects(read('damaged.gz', damaged))
  await t.rejects(read('plain.gz', 'no gzip'), { code: 'Z_DATA_ERROR' })
  await t.rejects(async () => { for await (const _ of linesOf(join(folder, 'none.gz'))) t.fail('reads nothing') }, { code: 'ENOENT' })
})
