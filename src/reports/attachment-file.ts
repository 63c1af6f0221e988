import yauzl from 'yauzl'

/** What may be attached: what officers print and sign, and tables. */
export const MEDIA_TYPES = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  png: 'image/png',
  jpg: 'image/jpeg',
} as const
export type Extension = keyof typeof MEDIA_TYPES

export const MAX_BYTES = 10 * 2 ** 20
/** What the parts of a file may come to together: some kilobytes can hold gigabytes. */
const MAX_UNPACKED = 100 * 2 ** 20
const MAX_PARTS = 5000
/** Macros, controls and packed objects; the tables behind a chart are none of these. Programs are none wherever they are. */
const FORBIDDEN = /(^|\/)vbaProject\.bin$|(^|\/)(activeX|macrosheets)\/|(^|\/)embeddings\/.*\.bin$|\.(exe|dll|com|scr|msi|jar|js|jse|vbs|vbe|wsf|hta|bat|cmd|ps1|sh|lnk)$/i
const CONTENT_TYPES = '[Content_Types].xml'
/** What parts are, whatever they are called; looked for without the NULs that UTF-16 brings. */
const FORBIDDEN_TYPES = /macroEnabled|vbaProject|activeX|ms-excel\.(intl)?macrosheet/i

/** Thrown for what is not what its name says, or must not be attached. */
export class UnfitFile extends Error {
  override name = 'UnfitFile'
}

const extensionOf = (name: string): Extension | undefined => {
  const [, extension = ''] = /\.([a-z]+)$/.exec(name.toLowerCase()) ?? []
  return extension === 'jpeg' ? 'jpg' : extension in MEDIA_TYPES ? extension as Extension : undefined
}

const begins = (bytes: Buffer, ...values: number[]) => values.every((value, i) => bytes[i] === value)
const isPdf = (text: string) => /^%PDF-[12]\.\d/.test(text) && /\d\s+\d+\s+obj\b/.test(text) && text.slice(-2048).includes('%%EOF')
const isPng = (bytes: Buffer) => begins(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) && bytes.toString('latin1', 12, 16) === 'IHDR' && bytes.subarray(-1024).includes('IEND')
/** Cameras write more behind its end. */
const isJpeg = (bytes: Buffer) => begins(bytes, 0xff, 0xd8, 0xff) && bytes.subarray(-4096).includes(Buffer.from([0xff, 0xd9]))

/** Names as they stand in the open, followed by what ends a name and begins a value; the bytes of a picture are hardly ever that. Those within packed objects are not seen. */
function refuseActive (text: string): void {
  const plain = text.replace(/#([2-7][0-9a-f])/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
  if (/\/Encrypt\s*(\d+\s+\d+\s+R\b|<<)/.test(plain)) throw new UnfitFile('is encrypted')
  if (/\/S\s*\/(JavaScript|Launch)(?=[\s/<>[\]()])|\/JS\s*(\(|<|\d+\s+\d+\s+R\b)|\/JavaScript\s*(\d+\s+\d+\s+R\b|<<)/.test(plain)) throw new UnfitFile('holds scripts or programs')
}

/** What the bytes are, whatever they are called; undefined for everything that is not taken. */
async function kindOf (bytes: Buffer): Promise<Extension | undefined> {
  if (begins(bytes, 0x25, 0x50, 0x44, 0x46)) {
    const text = bytes.toString('latin1')
    if (!isPdf(text)) return undefined
    refuseActive(text)
    return 'pdf'
  }
  if (isPng(bytes)) return 'png'
  if (isJpeg(bytes)) return 'jpg'
  return begins(bytes, 0x50, 0x4b, 0x03, 0x04) ? await kindOfZip(bytes) : undefined
}

/** Unpacks every part to its end, and keeps only what the parts are said to be: what a part says of its size is held against what comes. */
async function kindOfZip (bytes: Buffer): Promise<Extension | undefined> {
  const zip = await yauzl.fromBufferPromise(bytes, { validateEntrySizes: true }).catch((err: Error) => { throw new UnfitFile(`is no whole file: ${err.message.slice(0, 100)}`) })
  if (zip.entryCount > MAX_PARTS) throw new UnfitFile(`has more than ${MAX_PARTS} parts`)
  const names = new Set<string>()
  const types: Buffer[] = []
  let unpacked = 0
  for await (const entry of zip.eachEntry()) {
    names.add(entry.fileName)
    if (unpacked + entry.uncompressedSize > MAX_UNPACKED) throw new UnfitFile(`comes to more than ${MAX_UNPACKED / 2 ** 20} MiB when it is unpacked`)
    if (entry.isEncrypted()) throw new UnfitFile('is encrypted')
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      unpacked += (chunk as Buffer).length
      if (unpacked > MAX_UNPACKED) throw new UnfitFile(`comes to more than ${MAX_UNPACKED / 2 ** 20} MiB when it is unpacked`)
      if (entry.fileName === CONTENT_TYPES) types.push(chunk as Buffer)
    }
  }
  if (!names.has(CONTENT_TYPES)) return undefined
  if ([...names].some((name) => FORBIDDEN.test(name)) || FORBIDDEN_TYPES.test(Buffer.concat(types).toString('latin1').replaceAll('\0', ''))) throw new UnfitFile('holds macros or programs')
  return names.has('word/document.xml') ? 'docx' : names.has('xl/workbook.xml') ? 'xlsx' : undefined
}

/** The media type of a file that may be attached, by its bytes. Throws `UnfitFile` with what is wrong. */
export async function judgeFile (name: string, bytes: Buffer): Promise<string> {
  const named = extensionOf(name)
  if (!named) throw new UnfitFile(`must be called .${Object.keys(MEDIA_TYPES).join(', .')}`)
  const found = await kindOf(bytes).catch((err: unknown) => { throw err instanceof UnfitFile ? err : new UnfitFile('cannot be read to its end') })
  if (!found) throw new UnfitFile('is none of the kinds of files that are taken, whatever it is called')
  if (found !== named) throw new UnfitFile(`is called .${named} and holds .${found}`)
  return MEDIA_TYPES[found]
}
