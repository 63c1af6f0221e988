import t from 'tap'
import { createLineBuffer } from '../../src/sync/reading/line-buffer.ts'

t.test('holds lines of any length one behind the other, as UTF-8', async (t) => {
  const lines = createLineBuffer()
  t.equal(lines.bytes().length, 0)
  const texts = ['', 'a\n', `${'Ạ'.repeat(70_000)}\n`, 'đ'.repeat(200_000), '😀\n', 'x'.repeat(65_536)]
  for (const text of texts) lines.add(text)
  t.equal(lines.bytes().toString(), texts.join(''))
})
