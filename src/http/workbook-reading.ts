import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import sax from 'sax'
import yauzl from 'yauzl'

/** A cell as its file has it: what a formula came to is no value that anybody wrote. */
export interface ReadCell { text: string, isFormula: boolean }

/** Thrown for what is no workbook, or too much of one. */
export class UnreadableWorkbook extends Error {
  override name = 'UnreadableWorkbook'
}

/** Thrown where a file has more rows than are taken. */
export class TooManyRows extends Error {
  override name = 'TooManyRows'
}

/** What the parts that are read may come to when they are unpacked: a file of some kilobytes can hold gigabytes. */
const MAX_UNPACKED = 32 * 2 ** 20
const MAX_COLUMNS = 100

const named = (name: string) => name.slice(name.indexOf(':') + 1)

/** Walks XML without a document type: entities of its own making are an attack. */
function walk (xml: string, on: { open?: (name: string, attributes: Record<string, string>) => void, close?: (name: string) => void, text?: (text: string) => void }): void {
  const parser = sax.parser(true)
  parser.onerror = (err) => { throw new UnreadableWorkbook(`is no XML: ${err.message.split('\n')[0]}`) }
  parser.ondoctype = () => { throw new UnreadableWorkbook('has a document type') }
  parser.onopentag = ({ name, attributes }) => on.open?.(named(name), attributes as Record<string, string>)
  parser.onclosetag = (name) => on.close?.(named(name))
  parser.ontext = (value) => on.text?.(value)
  parser.oncdata = (value) => on.text?.(value)
  parser.write(xml).close()
}

async function unpack (bytes: Buffer): Promise<Map<string, () => Promise<string>>> {
  const zip = await yauzl.fromBufferPromise(bytes).catch((err: Error) => { throw new UnreadableWorkbook(`is no XLSX file: ${err.message}`) })
  const parts = new Map<string, () => Promise<string>>()
  let left = MAX_UNPACKED
  for await (const entry of zip.eachEntry()) {
    parts.set(entry.fileName, async () => {
      // What it says of its size is held to while it is unpacked.
      left -= entry.uncompressedSize
      if (left < 0) throw new UnreadableWorkbook(`holds more than ${MAX_UNPACKED / 2 ** 20} MiB when it is unpacked`)
      return await text(Readable.from(await zip.openReadStreamPromise(entry)))
    })
  }
  return parts
}

/** Texts that cells refer to by number. Of rich text the parts are joined; readings (`rPh`) are left out. */
function sharedTexts (xml: string): string[] {
  const texts: string[] = []
  let current = ''
  let [isText, isReading] = [false, false]
  walk(xml, {
    open: (name) => {
      if (name === 'si') current = ''
      if (name === 't') isText = true
      if (name === 'rPh') isReading = true
    },
    text: (value) => { if (isText && !isReading) current += value },
    close: (name) => {
      if (name === 'si') texts.push(current)
      if (name === 't') isText = false
      if (name === 'rPh') isReading = false
    },
  })
  return texts
}

function firstSheet (workbook: string, relations: string): string {
  let id: string | undefined
  walk(workbook, { open: (name, attributes) => { if (name === 'sheet') id ??= Object.entries(attributes).find(([key]) => named(key) === 'id' && key !== 'id')?.[1] } })
  let target = 'worksheets/sheet1.xml'
  walk(relations, { open: (name, attributes) => { if (name === 'Relationship' && attributes['Id'] === id) target = attributes['Target'] ?? target } })
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`
}

/** `C7` is in the third column. */
function columnOf (reference: string | undefined, otherwise: number): number {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  return letters === undefined ? otherwise : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function rowsOf (xml: string, texts: string[], maxRows: number): ReadCell[][] {
  const rows: ReadCell[][] = []
  let row: ReadCell[] = []
  let cell = { text: '', isFormula: false, type: '', column: 0 }
  let isValue = false
  walk(xml, {
    open: (name, attributes) => {
      if (name === 'row') row = []
      if (name === 'c') cell = { text: '', isFormula: false, type: attributes['t'] ?? 'n', column: columnOf(attributes['r'], row.length) }
      if (name === 'f') cell.isFormula = true
      if (name === 'v' || name === 't') isValue = true
    },
    text: (value) => { if (isValue) cell.text += value },
    close: (name) => {
      if (name === 'v' || name === 't') isValue = false
      if (name === 'c') {
        if (cell.column >= MAX_COLUMNS) throw new UnreadableWorkbook(`has more than ${MAX_COLUMNS} columns`)
        while (row.length < cell.column) row.push({ text: '', isFormula: false })
        row[cell.column] = { text: cell.type === 's' ? texts[Number(cell.text)] ?? '' : cell.text, isFormula: cell.isFormula }
      }
      if (name !== 'row' || !row.some((one) => one.text !== '' || one.isFormula)) return
      if (rows.length > maxRows) throw new TooManyRows()
      rows.push(row)
    },
  })
  return rows
}

/** The rows of a workbook's first sheet that hold anything, the header among them; at most `maxRows` besides it. */
export async function readWorkbook (bytes: Buffer, maxRows: number): Promise<ReadCell[][]> {
  try {
    const parts = await unpack(bytes)
    const part = async (name: string) => await parts.get(name)?.() ?? ''
    const [workbook, relations] = [await part('xl/workbook.xml'), await part('xl/_rels/workbook.xml.rels')]
    if (workbook === '') throw new UnreadableWorkbook('is no XLSX file: it has no workbook')
    const shared = await part('xl/sharedStrings.xml')
    const sheet = await part(firstSheet(workbook, relations === '' ? '<none/>' : relations))
    if (sheet === '') throw new UnreadableWorkbook('has no sheet')
    return rowsOf(sheet, shared === '' ? [] : sharedTexts(shared), maxRows)
  } catch (err) {
    if (err instanceof UnreadableWorkbook || err instanceof TooManyRows) throw err
    throw new UnreadableWorkbook(`cannot be read: ${(err as Error).message.slice(0, 200)}`)
  }
}
