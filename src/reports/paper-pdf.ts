import { buffer } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import PDFDocument from 'pdfkit'
import type { Block, Paper } from './paper-blocks.ts'
import type { Face } from './paper-fonts.ts'
import { loadFonts } from './paper-fonts.ts'

const MM = 72 / 25.4
const MARGINS = { top: 20 * MM, bottom: 20 * MM, left: 30 * MM, right: 20 * MM }
const WIDTH = 160 * MM
const BOTTOM = (297 - 20) * MM
const INDENT = 10 * MM
const PAD = 3

type Pdf = PDFKit.PDFDocument
interface Look { face?: Face, size?: number, align?: 'left' | 'center' | 'right' | 'justify', indent?: number, gap?: number }

/** Of what is wider than a line pdfkit measures all that is left again and again: 20,000 letters without a blank took it 20 seconds. */
const LONG = /(?:(?![\p{L}\p{M}\p{N}][,.;:]? +[\p{L}\p{N}]).){80}\p{M}{0,20}/gsu
/** The text with places to break a line (U+200B, of no width in these fonts) wherever 80 characters have no blank between two words; a checksum of 64 stays in one. */
export const breakable = (text: string) => text.replace(/[\s\u200b]{40,}/gu, ' ').replace(LONG, (part) => part.replace(/.{20}\p{M}{0,20}/gsu, '$&\u200b'))

/** Writes text below what is there, over pages where it has to. */
function write (pdf: Pdf, text: string, { face = 'regular', size = 14, align = 'left', indent = 0, gap = 4 }: Look = {}): void {
  pdf.font(face).fontSize(size)
  pdf.text(breakable(text), MARGINS.left, pdf.y, { width: WIDTH, align, indent, lineGap: 1.5 })
  pdf.y += gap
}

/** Lines of a column of its own; answers where they end. */
function column (pdf: Pdf, x: number, y: number, width: number, lines: { text: string, face: Face, size: number, align?: Look['align'], after?: number }[]): number {
  let at = y
  for (const { text, face, size, align = 'center', after = 0 } of lines) {
    pdf.font(face).fontSize(size).text(text, x, at, { width, align })
    at = pdf.y + after
  }
  return at
}

const stroke = (pdf: Pdf, centre: number, width: number, y: number) => pdf.lineWidth(0.7).moveTo(centre - width / 2, y).lineTo(centre + width / 2, y).stroke()

function head (pdf: Pdf, { issuer, number, placeAndDate, name, title, addressee }: Paper): void {
  const [leftWidth, rightWidth, top] = [68 * MM, 92 * MM, pdf.y]
  const rightX = MARGINS.left + leftWidth
  const [leftCentre, rightCentre] = [MARGINS.left + leftWidth / 2, rightX + rightWidth / 2]
  const underIssuer = column(pdf, MARGINS.left, top, leftWidth, [{ text: issuer, face: 'bold', size: 12 }])
  stroke(pdf, leftCentre, 20 * MM, underIssuer + 2)
  column(pdf, MARGINS.left, underIssuer + 10, leftWidth, [{ text: `Số: ${number}`, face: 'regular', size: 13 }])
  const underMotto = column(pdf, rightX, top, rightWidth, [{ text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', face: 'bold', size: 12 }, { text: 'Độc lập - Tự do - Hạnh phúc', face: 'bold', size: 13 }])
  stroke(pdf, rightCentre, pdf.font('bold').fontSize(13).widthOfString('Độc lập - Tự do - Hạnh phúc'), underMotto + 2)
  pdf.y = column(pdf, rightX, underMotto + 10, rightWidth, [{ text: placeAndDate, face: 'italic', size: 13 }]) + 22
  write(pdf, name, { face: 'bold', align: 'center', gap: 2 })
  write(pdf, title, { face: 'bold', align: 'center', gap: 4 })
  stroke(pdf, MARGINS.left + WIDTH / 2, 40 * MM, pdf.y)
  pdf.y += 14
  write(pdf, `Kính gửi: ${addressee}`, { align: 'center', gap: 12 })
}

function tableOf (pdf: Pdf, { columns, rows: all, total: last }: Extract<Block, { kind: 'table' }>): void {
  const [rows, total] = [all.map((cells) => cells.map(breakable)), last?.map(breakable)]
  const widths = columns.map(({ width }) => width * MM)
  const heightOf = (cells: string[], face: Face) => Math.max(...cells.map((text, i) => pdf.font(face).fontSize(10).heightOfString(text || ' ', { width: widths[i]! - 2 * PAD }))) + 2 * PAD
  const rowOf = (cells: string[], face: Face, isHead = false) => {
    const height = heightOf(cells, face)
    const y = pdf.y
    let x = MARGINS.left
    for (const [i, text] of cells.entries()) {
      const own = pdf.font(face).fontSize(10).heightOfString(text || ' ', { width: widths[i]! - 2 * PAD })
      pdf.lineWidth(0.5).rect(x, y, widths[i]!, height).stroke()
      pdf.text(text, x + PAD, y + (height - own) / 2 + 0.5, { width: widths[i]! - 2 * PAD, align: isHead ? 'center' : columns[i]!.align })
      x += widths[i]!
    }
    pdf.y = y + height
  }
  const titles = columns.map(({ title }) => breakable(title))
  const fits = (height: number) => pdf.y + height <= BOTTOM
  // A head alone at the foot of a page says nothing.
  if (!fits(heightOf(titles, 'bold') + (rows[0] ? heightOf(rows[0], 'regular') : 0))) pdf.addPage()
  rowOf(titles, 'bold', true)
  for (const [cells, face] of [...rows.map((one) => [one, 'regular'] as const), ...total ? [[total, 'bold'] as const] : []]) {
    if (!fits(heightOf(cells, face))) {
      pdf.addPage()
      rowOf(titles, 'bold', true)
    }
    rowOf(cells, face)
  }
  pdf.y += 8
}

function blockOf (pdf: Pdf, block: Block): void {
  switch (block.kind) {
    case 'heading':
      if (pdf.y > BOTTOM - 60) pdf.addPage()
      pdf.y += 6
      write(pdf, block.text, { face: 'bold', indent: INDENT, gap: 4 })
      break
    case 'paragraph':
      write(pdf, block.text, { align: 'justify', indent: INDENT, gap: 6 })
      break
    case 'bullet':
      write(pdf, `– ${block.text}`, { align: 'justify', indent: INDENT, gap: 4 })
      break
    case 'note':
      write(pdf, block.text, { face: 'italic', size: 11, align: 'justify', gap: 6 })
      break
    case 'caption':
      if (pdf.y > BOTTOM - 80) pdf.addPage()
      write(pdf, block.text, { face: 'italic', size: 13, align: 'center', gap: 4 })
      break
    case 'appendix':
      pdf.addPage()
      write(pdf, block.number, { face: 'bold', align: 'center', gap: 0 })
      write(pdf, block.text, { face: 'bold', align: 'center', gap: 8 })
      break
    default: tableOf(pdf, block)
  }
}

/** Others are answered between two blocks: all reports of the nation take seconds. */
async function blocksOf (pdf: Pdf, blocks: readonly Block[]): Promise<void> {
  for (const block of blocks) {
    blockOf(pdf, block)
    await setImmediate()
  }
}

function foot (pdf: Pdf, { receivers, signature: { authority, position, signatory } }: Paper): void {
  const half = WIDTH / 2
  if (pdf.y > BOTTOM - 150) pdf.addPage()
  const y = pdf.y + 8
  const leftEnd = column(pdf, MARGINS.left, y, half, [{ text: 'Nơi nhận:', face: 'boldItalic', size: 12, align: 'left' }, ...receivers.map((one, i) => ({ text: `- ${one}${i === receivers.length - 1 ? '.' : ';'}`, face: 'regular' as const, size: 11, align: 'left' as const }))])
  const rightEnd = column(pdf, MARGINS.left + half, y, half, [...authority === null ? [] : [{ text: authority, face: 'bold' as const, size: 14 }], { text: position, face: 'bold', size: 14, after: 64 }, { text: signatory ?? ' ', face: 'bold', size: 14 }])
  pdf.y = Math.max(leftEnd, rightEnd)
}

/** A PDF with its fonts in it. The same paper gives the same bytes. */
export async function pdfOf (paper: Paper, at: Date): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margins: MARGINS, bufferPages: true, lang: 'vi', displayTitle: true, font: '', info: { Title: paper.title, Author: paper.issuer, CreationDate: at, ModDate: at } } as PDFKit.PDFDocumentOptions)
  const bytes = buffer(pdf)
  for (const [face, font] of Object.entries(loadFonts())) pdf.registerFont(face, font)
  pdf.font('regular')
  pdf.y = MARGINS.top
  head(pdf, paper)
  await blocksOf(pdf, paper.blocks)
  foot(pdf, paper)
  await blocksOf(pdf, paper.appendices)
  const { start, count } = pdf.bufferedPageRange()
  for (let page = start + 1; page < start + count; page++) {
    pdf.switchToPage(page)
    // Above the margin: without this the text would begin a page of its own.
    pdf.page.margins.top = 0
    pdf.font('regular').fontSize(13).text(String(page + 1), MARGINS.left, 10 * MM, { width: WIDTH, align: 'center', lineBreak: false })
  }
  pdf.end()
  return await bytes
}
