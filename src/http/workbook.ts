import { Readable } from 'node:stream'
import yazl from 'yazl'
import { xml } from './xml.ts'

export type CellValue = string | number | boolean | null
export type Row = readonly CellValue[]

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
/** A sheet holds no more (ECMA-376, as Excel reads it); what follows goes to the next one. */
const MAX_ROWS = 1_048_576
const ROWS_A_CHUNK = 200
/** A cell holds no more UTF-16 units; of a file with a longer one Excel says that it is damaged. */
const MAX_UNITS = 32_767

/** Text as a cell can hold it: where something is left out it ends in an ellipsis, and no character is halved. */
function fitting (text: string): string {
  if (text.length <= MAX_UNITS) return text
  const kept = text.slice(0, MAX_UNITS - 1)
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`
}

function cell (value: CellValue): string {
  if (value === null) return '<c/>'
  if (typeof value === 'number') return `<c><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c t="b"><v>${value ? 1 : 0}</v></c>`
  return `<c t="inlineStr"><is><t xml:space="preserve">${xml(fitting(value))}</t></is></c>`
}
const row = (cells: Row) => `<row>${cells.map(cell).join('')}</row>`

const FROZEN = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'

/** The text of one sheet; takes from `rows` what fits into it. */
async function * sheet (header: string[], rows: AsyncIterator<Row>): AsyncGenerator<string> {
  yield `${HEAD}<worksheet xmlns="${MAIN}">${FROZEN}<sheetData>${row(header)}`
  let chunk = ''
  for (let count = 1; count < MAX_ROWS; count++) {
    const { value, done } = await rows.next()
    if (done) break
    chunk += row(value)
    if (count % ROWS_A_CHUNK === 0) {
      yield chunk
      chunk = ''
    }
  }
  yield `${chunk}</sheetData></worksheet>`
}

/**
 * An XLSX file as a stream: every text a text (no code loses its zeros, nothing becomes a formula), numbers as numbers.
 * Written as it is read, in constant memory, as many sheets as it takes.
 */
export function workbook (title: string, header: string[], rows: AsyncIterable<Row>): Readable {
  const zip = new yazl.ZipFile()
  const file = zip.outputStream as unknown as Readable
  const source = rows[Symbol.asyncIterator]()
  // Its parts in the order of the file: the sheets, then what lists them.
  async function fill () {
    let sheets = 0
    for (let isOver = false; !isOver;) {
      sheets++
      let written = 0
      const counted: AsyncIterator<Row> = {
        next: async () => {
          const result = await source.next()
          if (result.done) isOver = true
          else written++
          return result
        },
      }
      const part = Readable.from(sheet(header, counted), { objectMode: false })
      file.once('close', () => part.destroy())
      zip.addReadStream(part, `xl/worksheets/sheet${sheets}.xml`)
      await new Promise<void>((resolve, reject) => part.once('end', resolve).once('error', reject).once('close', resolve))
      if (file.destroyed || written < MAX_ROWS - 1) break
    }
    for (const [path, text] of parts(title, sheets)) zip.addBuffer(Buffer.from(HEAD + text), path)
    zip.end()
  }
  file.once('close', () => void source.return?.())
  fill().catch((err: Error) => file.destroy(err))
  return file
}

export interface Sheet { title: string, header: string[], rows: readonly Row[], widths: readonly number[] }

/** A workbook of several sheets that are in memory already; the same ones and the same instant give the same bytes. */
export function workbookOfSheets (sheets: readonly Sheet[], mtime: Date): Readable {
  const zip = new yazl.ZipFile()
  const options = { mtime, forceDosTimestamp: true }
  for (const [i, { header, rows, widths }] of sheets.entries()) {
    const columns = widths.map((width, n) => `<col min="${n + 1}" max="${n + 1}" width="${width}" customWidth="1"/>`).join('')
    const body = `${HEAD}<worksheet xmlns="${MAIN}">${FROZEN}<cols>${columns}</cols><sheetData>${row(header)}${rows.map(row).join('')}</sheetData></worksheet>`
    zip.addBuffer(Buffer.from(body), `xl/worksheets/sheet${i + 1}.xml`, options)
  }
  for (const [path, text] of partsOf(sheets.map(({ title }) => title))) zip.addBuffer(Buffer.from(HEAD + text), path, options)
  zip.end()
  return zip.outputStream as unknown as Readable
}

const parts = (title: string, sheets: number) => partsOf(Array.from({ length: sheets }, (_, i) => i === 0 ? title : `${title} ${i + 1}`))

function partsOf (titles: string[]): [string, string][] {
  const numbers = titles.map((_, i) => i + 1)
  const name = (n: number) => xml(titles[n - 1]!.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31))
  return [
    ['[Content_Types].xml', `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>` +
      numbers.map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPES}.worksheet+xml"/>`).join('') + '</Types>'],
    ['_rels/.rels', `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ['xl/workbook.xml', `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${numbers.map((n) => `<sheet name="${name(n)}" sheetId="${n}" r:id="r${n}"/>`).join('')}</sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', `<Relationships xmlns="${PACKAGE}/relationships">${numbers.map((n) =>
      `<Relationship Id="r${n}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${n}.xml"/>`).join('')}</Relationships>`],
  ]
}
