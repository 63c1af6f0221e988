import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Tinos has the widths of Times New Roman, all Vietnamese letters, and a licence that lets it be embedded (OFL 1.1). */
const FREE_FONT = 'Tinos'
const FACES = { regular: '400Regular/Tinos_400Regular.ttf', bold: '700Bold/Tinos_700Bold.ttf', italic: '400Regular_Italic/Tinos_400Regular_Italic.ttf', boldItalic: '700Bold_Italic/Tinos_700Bold_Italic.ttf' }
export type Face = keyof typeof FACES
/** In the order in which a Word file numbers them. */
const ORDER: readonly Face[] = ['regular', 'bold', 'italic', 'boldItalic']

let fonts: Record<Face, Buffer> | undefined
/** Two megabytes that nobody reads before the first paper is asked for. */
export const loadFonts = (): Record<Face, Buffer> =>
  fonts ??= Object.fromEntries(Object.entries(FACES).map(([face, path]) => [face, readFileSync(fileURLToPath(import.meta.resolve(`@expo-google-fonts/tinos/${path}`)))])) as Record<Face, Buffer>

/** The key by which a face is veiled in a Word file: the same for the same bytes, where the library takes another each time. */
const keyOf = (face: Buffer): string => createHash('sha256').update(face).digest('hex').slice(0, 32).toUpperCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** The first 32 bytes against the key from its end, twice (ECMA-376, part 4, 2.8.1). */
function veiled (face: Buffer): Buffer {
  const key = Buffer.from(keyOf(face).replaceAll('-', ''), 'hex').reverse()
  const bytes = Buffer.from(face)
  for (let i = 0; i < 32; i++) bytes[i]! ^= key[i % 16]!
  return bytes
}

/** A part of a Word file with the fonts in it: veiled by keys that stay, and told to be the one that stands in for the font that is named. */
export function withFonts (name: string, part: Buffer): Buffer {
  const faces = loadFonts()
  const [, number] = /^word\/fonts\/font(\d)\.odttf$/.exec(name) ?? []
  if (number !== undefined) return veiled(faces[ORDER[Number(number) - 1]!])
  if (name !== 'word/fontTable.xml') return part
  let at = 0
  return Buffer.from(part.toString('utf8')
    .replace(/(?<=w:fontKey="\{)[0-9A-F-]{36}(?=\}")/g, () => keyOf(faces[ORDER[at++]!]))
    .replace(/(<w:font w:name="[^"]+">)<w:family w:val="auto"\/>/, `$1<w:altName w:val="${FREE_FONT}"/><w:family w:val="roman"/>`))
}
