const FIRST_BYTES = 1 << 16
/** Bytes that one code unit takes at most. */
const WIDEST = 3

/**
 * Text as UTF-8 in memory that grows with it. Every line is encoded at once: kept as texts, the lines of a block would
 * be carried along by each collection of garbage until the last of them is there.
 */
export function createLineBuffer () {
  let bytes = Buffer.allocUnsafeSlow(0)
  let size = 0
  return {
    add (line: string): void {
      const most = size + line.length * WIDEST
      if (most > bytes.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(most, 2 * bytes.length, FIRST_BYTES))
        bytes.copy(larger, 0, 0, size)
        bytes = larger
      }
      size += bytes.write(line, size, 'utf8')
    },
    /** Nobody may add to it any more: its memory may be handed over. */
    bytes: (): Buffer => bytes.subarray(0, size),
  }
}

export type LineBuffer = ReturnType<typeof createLineBuffer>
