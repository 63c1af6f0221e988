import { Readable } from 'node:stream'
import t from 'tap'
import type { LineBlock } from '../../src/sync/reading/line-block.ts'
import { blockOf, lineBlocks, TOO_LONG } from '../../src/sync/reading/line-block.ts'

const texts = ({ bytes, starts, ends }: LineBlock) => starts.map((start, i) => start === TOO_LONG ? null : bytes.subarray(start, ends[i]).toString())
const read = async (chunks: (string | Buffer)[], first?: number) => {
  const blocks: LineBlock[] = []
  for await (const block of lineBlocks(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), first)) blocks.push(block)
  return blocks
}
/** Larger than a block, so that every chunk becomes one. */
const filler = 'x'.repeat(700_000)

t.test('lines end at newlines, with or without a return, the last one also without', async (t) => {
  t.strictSame(texts(blockOf('a\r\n\nbc\n\rd', 1)), ['a', '', 'bc', '\rd'])
  t.strictSame((await read(['a\nb', 'c\nd'])).flatMap(texts), ['a', 'bc', 'd'])
  t.strictSame(await read([]), [])
  t.strictSame((await read(['\n'])).flatMap(texts), [''])
})

t.test('a letter or a line that two chunks share is whole', async (t) => {
  const line = `${filler}Đặng`
  const bytes = Buffer.from(`${line}\n`.repeat(9))
  const chunks = Array.from({ length: Math.ceil(bytes.length / 65_537) }, (_, i) => bytes.subarray(i * 65_537, (i + 1) * 65_537))
  const blocks = await read(chunks)
  t.ok(blocks.length > 1)
  t.ok(blocks.flatMap(texts).every((text) => text === line))
  t.strictSame(blocks.map(({ first }) => first), blocks.map((_, i) => 1 + blocks.slice(0, i).reduce((sum, { starts }) => sum + starts.length, 0)))
})

t.test('a line of many megabytes is passed over, and the ones around it are read', async (t) => {
  const blocks = await read(['a\n', ...Array.from({ length: 30 }, () => filler), '\nb\n', 'c'], 5)
  t.strictSame(blocks.flatMap(texts), ['a', null, 'b', 'c'])
  t.equal(blocks[0]!.first, 5)
  t.ok(blocks.every(({ bytes }) => bytes.length < 4 * 1_048_576), 'and never kept')
  t.strictSame((await read(Array.from({ length: 30 }, () => filler))).flatMap(texts), [null], 'also where nothing follows it')
})

t.test('a byte order mark is no part of the first line', async (t) => {
  t.strictSame((await read(['\uFEFF{}\n{}'])).flatMap(texts), ['{}', '{}'])
})

t.test('a block of next to empty lines is small, and all of them are there', async (t) => {
  const blocks = await read([`${'\n'.repeat(50_000)}end\n`])
  t.ok(blocks.length > 1)
  t.equal(blocks.reduce((sum, { starts }) => sum + starts.length, 0), 50_001)
  t.strictSame([texts(blocks.at(-1)!).at(-1), blocks.at(-1)!.first + blocks.at(-1)!.starts.length - 1], ['end', 50_001])
})
