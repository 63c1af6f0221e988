/** The part of a file that a request wants: bytes from `start` to `end`, both included. */
export interface ByteRange { start: number, end: number }

/**
 * Of a `Range` header (RFC 9110 §14): the one range that it names, `unsatisfiable` where the file has none of it.
 * Undefined where the whole file is the answer: without a header, with another unit, several ranges, or nonsense.
 */
export function byteRangeOf (header: string | undefined, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [, from, to] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(header ?? '') ?? []
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined
  if (from === '') return Number(to) === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - Number(to)), end: size - 1 }
  if (to !== '' && Number(to) < Number(from)) return undefined
  return Number(from) >= size ? 'unsatisfiable' : { start: Number(from), end: to === '' ? size - 1 : Math.min(Number(to), size - 1) }
}
