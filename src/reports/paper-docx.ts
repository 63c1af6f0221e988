import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import type { IBorderOptions, ParagraphChild } from 'docx'
import { AlignmentType, BorderStyle, Document, Header, Packer, PageNumber, Paragraph, Table, TableCell, TableLayoutType, TableRow, TextRun, VerticalAlign, WidthType } from 'docx'
import yauzl from 'yauzl'
import yazl from 'yazl'
import type { Block, Column, Paper } from './paper-blocks.ts'
import { loadFonts, withFonts } from './paper-fonts.ts'

/** Twentieths of a point in a millimetre. */
const MM = 56.6929
const mm = (value: number) => Math.round(value * MM)
/** Sizes are in half points. */
const SIZE = { text: 28, small: 26, head: 24, table: 20, note: 22, tiny: 22 }
const FONT = 'Times New Roman'
const MARGINS = { top: mm(20), bottom: mm(20), left: mm(30), right: mm(20), header: mm(10), footer: mm(10) }

const NONE: IBorderOptions = { style: BorderStyle.NONE, size: 0, color: 'auto' }
const LINE: IBorderOptions = { style: BorderStyle.SINGLE, size: 4, color: '000000' }
const bordersOf = (border: IBorderOptions) => ({ top: border, bottom: border, left: border, right: border })
const TABLE_BORDERS = (border: IBorderOptions) => ({ ...bordersOf(border), insideHorizontal: border, insideVertical: border })

type Align = typeof AlignmentType[keyof typeof AlignmentType]
const ALIGN: Record<Column['align'], Align> = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT }
interface Look { bold?: boolean, italics?: boolean, size?: number, align?: Align, before?: number, after?: number, indent?: number, hanging?: number, keepNext?: boolean, pageBreakBefore?: boolean }

const line = (text: string, { bold = false, italics = false, size = SIZE.text, align = AlignmentType.CENTER, before = 0, after = 0, indent, hanging, keepNext = false, pageBreakBefore = false }: Look = {}, children?: ParagraphChild[]) => new Paragraph({
  alignment: align, spacing: { before, after }, keepNext, pageBreakBefore, ...indent !== undefined && { indent: hanging === undefined ? { firstLine: indent } : { left: indent, hanging } },
  children: children ?? [new TextRun({ text, bold, italics, size })],
})
/** The short stroke under titles that the Decree asks for. */
const stroke = (sides: number, after = 0) => new Paragraph({ spacing: { before: 60, after, line: 40, lineRule: 'exact' }, indent: { left: mm(sides), right: mm(sides) }, border: { top: LINE }, children: [] })

const bare = (width: number, children: Paragraph[]) => new TableCell({ width: { size: mm(width), type: WidthType.DXA }, borders: bordersOf(NONE), margins: { left: 0, right: 0 }, children })
const twoColumns = (widths: [number, number], cells: [Paragraph[], Paragraph[]]) => new Table({
  width: { size: mm(160), type: WidthType.DXA }, columnWidths: widths.map(mm), layout: TableLayoutType.FIXED, borders: TABLE_BORDERS(NONE),
  rows: [new TableRow({ cantSplit: true, children: cells.map((children, i) => bare(widths[i]!, children)) })],
})

function tableOf ({ columns, rows, total }: Extract<Block, { kind: 'table' }>): Table {
  const cell = (text: string, { width, align }: Column, bold: boolean, isHead = false) => new TableCell({
    width: { size: mm(width), type: WidthType.DXA }, verticalAlign: VerticalAlign.CENTER, margins: { left: 60, right: 60, top: 30, bottom: 30 },
    children: [line(text, { size: SIZE.table, bold, align: isHead ? AlignmentType.CENTER : ALIGN[align] })],
  })
  const row = (cells: string[], bold: boolean, isHead = false) => new TableRow({ cantSplit: true, tableHeader: isHead, children: cells.map((text, i) => cell(text, columns[i]!, bold, isHead)) })
  return new Table({
    width: { size: mm(columns.reduce((sum, { width }) => sum + width, 0)), type: WidthType.DXA }, columnWidths: columns.map(({ width }) => mm(width)), layout: TableLayoutType.FIXED, borders: TABLE_BORDERS(LINE),
    rows: [row(columns.map(({ title }) => title), true, true), ...rows.map((cells) => row(cells, false)), ...total ? [row(total, true)] : []],
  })
}

function blockOf (block: Block): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading': return [line(block.text, { bold: true, align: AlignmentType.LEFT, before: 160, after: 60, indent: mm(10), keepNext: true })]
    case 'paragraph': return [line(block.text, { align: AlignmentType.JUSTIFIED, before: 60, after: 60, indent: mm(10) })]
    case 'bullet': return [line(`– ${block.text}`, { align: AlignmentType.JUSTIFIED, before: 40, after: 40, indent: mm(10) })]
    case 'note': return [line(block.text, { italics: true, size: SIZE.note, align: AlignmentType.JUSTIFIED, before: 120, after: 60 })]
    case 'caption': return [line(block.text, { italics: true, size: SIZE.small, before: 100, after: 60, keepNext: true })]
    case 'appendix': return [line(block.number, { bold: true, pageBreakBefore: true }), line(block.text, { bold: true, after: 120 })]
    default: return [tableOf(block), line('', { size: 8 })]
  }
}

const head = ({ issuer, number, placeAndDate, name, title, addressee }: Paper): (Paragraph | Table)[] => [
  twoColumns([68, 92], [
    [line(issuer, { bold: true, size: SIZE.head }), stroke(24, 80), line(`Số: ${number}`, { size: SIZE.small })],
    [line('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { bold: true, size: SIZE.head }), line('Độc lập - Tự do - Hạnh phúc', { bold: true, size: SIZE.small }), stroke(18, 80), line(placeAndDate, { italics: true, size: SIZE.small })],
  ]),
  line(name, { bold: true, before: 360 }), line(title, { bold: true }), stroke(60, 160),
  line(`Kính gửi: ${addressee}`, { before: 120, after: 160 }),
]

const foot = ({ receivers, signature: { authority, position, signatory } }: Paper): (Paragraph | Table)[] => [
  line('', { size: 12 }),
  twoColumns([80, 80], [
    [line('Nơi nhận:', { bold: true, italics: true, size: 24, align: AlignmentType.LEFT }), ...receivers.map((one, i) => line(`- ${one}${i === receivers.length - 1 ? '.' : ';'}`, { size: SIZE.tiny, align: AlignmentType.LEFT }))],
    [...authority === null ? [] : [line(authority, { bold: true })], line(position, { bold: true, after: 1400 }), line(signatory ?? '', { bold: true })],
  ]),
]

/** The same paper gives the same bytes: parts are packed anew with the instant of the paper in place of that of the packing, and fonts under keys that stay. */
async function withInstant (bytes: Buffer, at: Date): Promise<Buffer> {
  const from = await yauzl.fromBufferPromise(bytes)
  const into = new yazl.ZipFile()
  for await (const entry of from.eachEntry()) {
    const part = await buffer(await from.openReadStreamPromise(entry))
    const isCore = entry.fileName === 'docProps/core.xml'
    into.addBuffer(isCore ? Buffer.from(part.toString('utf8').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, `${at.toISOString().slice(0, 19)}Z`)) : withFonts(entry.fileName, part), entry.fileName, { mtime: at, forceDosTimestamp: true })
  }
  into.end()
  return await buffer(into.outputStream as unknown as Readable)
}

/** A Word file. Its font is the one that the Decree names; one of the same widths is in the file under its name, for programs that lack it. */
export async function docxOf (paper: Paper, at: Date): Promise<Buffer> {
  const { regular: data, ...faces } = loadFonts()
  const document = new Document({
    title: paper.title, creator: paper.issuer, lastModifiedBy: paper.issuer, description: '', revision: 1,
    fonts: [{ name: FONT, data, ...faces }],
    styles: { default: { document: { run: { font: FONT, size: SIZE.text, language: { value: 'vi-VN' } } } } },
    sections: [{
      properties: { titlePage: true, page: { size: { width: mm(210), height: mm(297) }, margin: MARGINS } },
      headers: { first: new Header({ children: [new Paragraph({ children: [] })] }), default: new Header({ children: [line('', {}, [new TextRun({ children: [PageNumber.CURRENT], size: SIZE.small })])] }) },
      children: [...head(paper), ...paper.blocks.flatMap(blockOf), ...foot(paper), ...paper.appendices.flatMap(blockOf)],
    }],
  })
  return await withInstant(await Packer.toBuffer(document), at)
}
