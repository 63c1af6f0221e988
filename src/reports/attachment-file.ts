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
/** Macros, controls and packed objects; the tables behind a chart are none of these. */
const FORBIDDEN = /(^|\/)vbaProject\.bin$|(^|\/)activeX\/|(^|\/)embeddings\/.*\.(bin|exe|js|vbs|bat|cmd)$/i

/** Thrown for what is not what its name says, or must not be attached. */
export class UnfitFile extends Error {
  override name = 'UnfitFile'
}

const extensionOf = (name: string): Extension | undefined => {
  const [, extension = ''] = /\.([a-z]+)$/.exec(name.toLowerCase()) ?? []
  return extension === 'jpeg' ? 'jpg' : extension in MEDIA_TYPES ? extension as Extension : undefined
}

const begins = (bytes: Buffer, ...values: number[]) => values.every((value, i) => bytes[i] === value)
const isPdf = (bytes: Buffer) => /^%PDF-[12]\.\d/.test(bytes.toString('latin1', 0, 8)) && bytes.subarray(-2048).includes('%%EOF')

/** What the bytes are, whatever they are called; undefined for everything that is not taken. */
async function kindOf (bytes: Buffer): Promise<Extension | undefined> {
  if (isPdf(bytes)) return 'pdf'
  if (begins(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  if (begins(bytes, 0xff, 0xd8, 0xff)) return 'jpg'
  return begins(bytes, 0x50, 0x4b, 0x03, 0x04) ? await kindOfZip(bytes) : undefined
}

/** Unpacks every part to its end, and keeps nothing: what a part says of its size is held against what comes. */
async function kindOfZip (bytes: Buffer): Promise<Extension | undefined> {
  const zip = await yauzl.fromBufferPromise(bytes, { validateEntrySizes: true }).catch((err: Error) => { throw new UnfitFile(`is no whole file: ${err.message.slice(0, 100)}`) })
  if (zip.entryCount > MAX_PARTS) throw new UnfitFile(`has more than ${MAX_PARTS} parts`)
  const names = new Set<string>()
  let unpacked = 0
  for await (const entry of zip.eachEntry()) {
    names.add(entry.fileName)
    if (unpacked + entry.uncompressedSize > MAX_UNPACKED) throw new UnfitFile(`comes to more than ${MAX_UNPACKED / 2 ** 20} MiB when it is unpacked`)
    if (entry.isEncrypted()) throw new UnfitFile('is encrypted')
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      unpacked += (chunk as Buffer).length
      if (unpacked > MAX_UNPACKED) throw new UnfitFile(`comes to more than ${MAX_UNPACKED / 2 ** 20} MiB when it is unpacked`)
    }
  }
  if (!names.has('[Content_Types].xml')) return undefined
  if ([...names].some((name) => FORBIDDEN.test(name))) throw new UnfitFile('holds macros or programs')
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
