import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import t from 'tap'
import type { CellValue } from '../../src/http/workbook.ts'
import { workbook, workbookOfSheets } from '../../src/http/workbook.ts'
import { readWorkbook } from '../../src/http/workbook-reading.ts'

async function * rowsOf (...rows: CellValue[][]) { yield * rows }
const read = async (file: Readable) => (await readWorkbook(await buffer(file), 100)).map((row) => row.map(({ text }) => text))

t.test('a cell holds no more than Excel takes, and ends in an ellipsis where something is left out', async (t) => {
  const cases: [text: string, expected: string][] = [
    ['ă'.repeat(32_767), 'ă'.repeat(32_767)], ['ă'.repeat(32_768), `${'ă'.repeat(32_766)}…`], ['x'.repeat(100_000), `${'x'.repeat(32_766)}…`],
    [`a${'😀'.repeat(20_000)}`, `a${'😀'.repeat(16_382)}…`], ['😀'.repeat(20_000), `${'😀'.repeat(16_383)}…`], ['&'.repeat(32_767), '&'.repeat(32_767)],
  ]
  for (const [text, expected] of cases) {
    const [[, streamed], [, kept]] = [
      await read(workbook('a', ['column'], rowsOf([text]))), await read(workbookOfSheets([{ title: 'a', header: ['column'], rows: [[text]], widths: [10] }], new Date('2026-11-22'))),
    ]
    for (const row of [streamed, kept]) t.ok(row![0] === expected, `${text.slice(0, 2)} × ${text.length} gives ${row![0]!.length}`)
  }
})
