import PDFDocument from 'pdfkit'
import t from 'tap'
import type { Block, Paper } from '../../src/reports/paper-blocks.ts'
import { docxOf } from '../../src/reports/paper-docx.ts'
import { breakable, pdfOf } from '../../src/reports/paper-pdf.ts'
import { pagesOf, wordsOf } from '../support/office-files.ts'

const AT = new Date('2026-12-20T02:00:00Z')
const paper = (blocks: Block[]): Paper => ({
  issuer: 'BỘ KHOA HỌC VÀ CÔNG NGHỆ', number: '12/BC-BKHCN', placeAndDate: 'Hà Nội, ngày 20 tháng 12 năm 2026', name: 'BÁO CÁO', title: 'Tổng hợp', addressee: 'Thủ tướng Chính phủ',
  blocks, appendices: [], receivers: ['Lưu: VT'], signature: { authority: null, position: 'BỘ TRƯỞNG', signatory: null },
})
const paragraph = (text: string): Block => ({ kind: 'paragraph', text })
/** The letters of a PDF, without numbers of pages. */
const lettersOf = async (pdf: Buffer) => (await pagesOf(pdf)).words.replace(/[\s\u200b\d]/g, '')

t.test('a word of 20,000 letters is on the pages whole, in a paragraph and in a table', async (t) => {
  const word = Array.from({ length: 5000 }, (_, n) => String(n).padStart(4, '0').replace(/\d/g, (digit) => 'ABCDEFGHIJ'[Number(digit)]!)).join('')
  t.ok((await lettersOf(await pdfOf(paper([paragraph(word)]), AT))).includes(word))
  const cell = word.slice(0, 2000)
  t.ok((await lettersOf(await pdfOf(paper([{ kind: 'table', columns: [{ title: 'Nội dung', width: 160, align: 'left' }], rows: [[cell]] }]), AT))).includes(cell))
})

t.test('what cannot be broken by itself is not measured again and again', async (t) => {
  const measured = t.capture(PDFDocument.prototype, 'widthOfString', PDFDocument.prototype.widthOfString)
  for (const unit of ['a', 'W', 'a\u00a0', '! ', '( ', ' ', '\u200b ', 'o\u0331', '\u0901']) {
    await pdfOf(paper([paragraph(`x${unit.repeat(4000 / unit.length)}x`)]), AT)
    const letters = measured().reduce((sum, { args }) => sum + String((args as unknown[])[0]).length, 0)
    t.ok(letters < 40_000, `${letters} letters were measured for ${JSON.stringify(unit)}`)
  }
})

t.test('ordinary prose, a checksum and the marks of a letter are left as they are', async (t) => {
  const prose = `Mã kiểm SHA-256: ${'9f86d081'.repeat(8)}. ${'Đã quán triệt Chỉ thị, ban hành kế hoạch; giao 34 đầu mối: 12, 13. '.repeat(50)}`
  t.equal(breakable(prose), prose)
  t.match(breakable('o\u0331'.repeat(500)), /^(?:(?:o\u0331)+\u200b)+/)
  t.notMatch(breakable('o\u0331'.repeat(500)), /\u200b\u0331/)
})

t.test('others are answered while a long paper is made', async (t) => {
  const long = paper(Array.from({ length: 300 }, (_, n) => paragraph(`Đoạn ${n}. Ban hành kế hoạch và giao đầu mối.`)))
  let turns = 0
  let isOver = false
  const turn = () => {
    turns++
    if (!isOver) setImmediate(turn)
  }
  turn()
  await pdfOf(long, AT)
  isOver = true
  t.ok(turns >= 300, `${turns} turns of the event loop`)
})

t.test('a Word file holds the same words', async (t) => {
  const word = 'ư'.repeat(20_000)
  t.ok((await wordsOf(await docxOf(paper([paragraph(word)]), AT))).includes(word))
})
