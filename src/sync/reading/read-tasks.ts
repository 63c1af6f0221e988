import { DIGEST_BYTES } from '../../enterprises/commands.ts'
import type { Places } from './line-block.ts'
import { TOO_LONG } from './line-block.ts'
import type { ReadingRules, ReadRecords } from './read-line.ts'
import { emptyRead, readLine } from './read-line.ts'
import { digestsOf } from './line-digests.ts'

/** Lines of a block, to be digested. */
export interface DigestTask {
  bytes: Uint8Array
  places: Places
}

/** Lines of a block, to be read; their digests one behind the other. */
export interface ReadTask extends DigestTask {
  first: number
  digests: Uint8Array
}

export interface Digested {
  /** Handed back. */
  bytes: Uint8Array
  digests: Uint8Array
}

export interface ReadResult {
  read: Omit<ReadRecords, 'copy' | 'unitCopy'>
  /** The good ones in COPY's text format. */
  copy: Uint8Array
  /** The dependent units, likewise. */
  units: Uint8Array
}

/** After its way between threads a buffer is a bare array. */
export const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, byteLength)

export const digestLines = ({ bytes, places }: DigestTask): Digested => ({ bytes, digests: digestsOf(bufferOf(bytes), places) })

export function readLines ({ bytes, places, first, digests }: ReadTask, rules: ReadingRules): ReadResult {
  const buffer = bufferOf(bytes)
  const hex = bufferOf(digests).toString('hex')
  const into = emptyRead()
  for (let i = 0, at = 0; i < places.length; i += 3, at += 2 * DIGEST_BYTES) {
    const [index, start, end] = [places[i]!, places[i + 1]!, places[i + 2]!]
    readLine(into, start === TOO_LONG ? null : buffer.subarray(start, end), { line: first + index, digest: hex.slice(at, at + 2 * DIGEST_BYTES) }, rules)
  }
  const { copy, unitCopy, ...read } = into
  return { read, copy: copy.bytes(), units: unitCopy.bytes() }
}
