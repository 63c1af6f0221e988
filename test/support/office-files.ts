import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { text } from 'node:stream/consumers'
import sax from 'sax'
import { extractText, getDocumentProxy } from 'unpdf'
import yauzl from 'yauzl'

const run = promisify(execFile)
const OFFICE = ['/usr/bin/soffice', '/usr/bin/libreoffice', '/opt/libreoffice/program/soffice'].find((path) => existsSync(path))
export const NO_OFFICE = OFFICE === undefined && 'LibreOffice is not on this machine, so nothing here has opened the files: install libreoffice-writer and libreoffice-calc (also -nogui) to have that tried'

/** What LibreOffice makes of a file that it opens; on failure it throws. */
export async function convert (bytes: Buffer, from: string, to: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'office-'))
  try {
    await writeFile(join(folder, `paper.${from}`), bytes)
    await run(OFFICE!, ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', to, '--outdir', folder, join(folder, `paper.${from}`)], { timeout: 400_000 })
    return await readFile(join(folder, `paper.${to.split(':')[0]}`))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A part of a file that is a zip. */
export async function partOf (bytes: Buffer, name: string): Promise<string> {
  const zip = await yauzl.fromBufferPromise(bytes)
  for await (const entry of zip.eachEntry()) if (entry.fileName === name) return await text(await zip.openReadStreamPromise(entry))
  throw new Error(`there is no ${name}`)
}

/** Every part of a file that is XML, by its name. */
export async function partsOf (bytes: Buffer): Promise<Map<string, string>> {
  const [zip, parts] = [await yauzl.fromBufferPromise(bytes), new Map<string, string>()]
  for await (const entry of zip.eachEntry()) if (/\.(xml|rels)$/.test(entry.fileName)) parts.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)))
  return parts
}

/** What is wrong with a text that should be XML; undefined where nothing is. A strict reader stops at what Word stops at. */
export function faultOfXml (source: string): string | undefined {
  // Of characters that XML does not know the reader tells nothing.
  const stranger = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(source)
  if (stranger) return `holds U+${stranger[0].codePointAt(0)!.toString(16)}`
  const parser = sax.parser(true)
  let fault: string | undefined
  parser.onerror = (err) => { fault ??= err.message; parser.resume() }
  parser.write(source).close()
  return fault
}

/** The words of a Word file, a paragraph or cell a line. */
export const wordsOf = async (bytes: Buffer): Promise<string> =>
  (await partOf(bytes, 'word/document.xml')).replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '').replaceAll('&amp;', '&')

/** The words of a PDF, and how many pages it has. */
export async function pagesOf (bytes: Buffer): Promise<{ pages: number, words: string }> {
  const { totalPages, text: words } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
  return { pages: totalPages, words: words.normalize('NFC') }
}
