/** A detail record has a few kilobytes; a line this long is no record and must not fill the memory. */
const MAX_LINE_BYTES = 1_048_576
/** Large enough that a round trip to the database costs little a record, small enough to keep several of them. */
const BLOCK_BYTES = 1 << 20
/** Of lines with next to nothing in them a block holds fewer bytes: each line costs memory beside its bytes. */
const BLOCK_LINES = 20_000

export const TOO_LONG = -1
const NEWLINE = 10
const RETURN = 13

/** Some lines of a feed as they came; their memory may be handed over to a thread. Line i has the number `first + i` and lies from `starts[i]` to `ends[i]`. */
export interface LineBlock {
  bytes: Buffer
  /** `TOO_LONG` for a line that was not kept. */
  starts: number[]
  ends: number[]
  first: number
}

/** Places of the lines that are not blank: index, start and end of each, three numbers a line. */
export type Places = Int32Array

export function placesOf ({ starts, ends }: LineBlock): Places {
  const places = new Int32Array(3 * starts.length)
  let n = 0
  for (let i = 0; i < starts.length; i++) {
    if (starts[i] === ends[i]) continue
    places.set([i, starts[i]!, ends[i]!], n)
    n += 3
  }
  return places.subarray(0, n)
}

export const blockOf = (text: string, first: number): LineBlock => split(Buffer.from(text), first)

function split (bytes: Buffer, first: number, most = Number.POSITIVE_INFINITY): LineBlock & { size: number } {
  const starts: number[] = []
  const ends: number[] = []
  let start = 0
  while (start < bytes.length && starts.length < most) {
    const found = bytes.indexOf(NEWLINE, start)
    const end = found < 0 ? bytes.length : found
    starts.push(start)
    ends.push(end > start && bytes[end - 1] === RETURN ? end - 1 : end)
    start = end + 1
  }
  return { bytes, starts, ends, first, size: Math.min(start, bytes.length) }
}

/** What some programs write before the first line; JSON has no place for it. */
const BYTE_ORDER_MARK = Buffer.from('\uFEFF')

function withoutMark (block: LineBlock): LineBlock {
  const starts = block.bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? [BYTE_ORDER_MARK.length, ...block.starts.slice(1)] : block.starts
  return { ...block, starts }
}

/** Cuts a stream of bytes into blocks of whole lines; the bytes of at most one line more than a block are held. */
export async function * lineBlocks (stream: AsyncIterable<Buffer>, first = 1): AsyncGenerator<LineBlock> {
  let held: Buffer[] = []
  let size = 0
  let number = first
  let isTooLong = false
  function * take (bytes: Buffer): Generator<LineBlock> {
    for (let left = bytes; left.length > 0;) {
      const block = split(left, number, BLOCK_LINES)
      // Copied before the block is given away with its memory.
      left = Buffer.from(left.subarray(block.size))
      yield finish(block)
    }
  }
  function finish (block: LineBlock): LineBlock {
    if (isTooLong) {
      block.starts[0] = TOO_LONG
      isTooLong = false
    }
    const isFirst = number === first
    number += block.starts.length
    return isFirst && block.starts[0] === 0 ? withoutMark(block) : block
  }
  for await (const chunk of stream) {
    held.push(chunk)
    size += chunk.length
    if (size < BLOCK_BYTES) continue
    const bytes = Buffer.concat(held)
    const end = bytes.lastIndexOf(NEWLINE) + 1
    const isRestTooLong = bytes.length - end > MAX_LINE_BYTES
    // A copy, since the block's memory goes to whoever reads it; of a line too long one byte stands for all.
    const rest = Buffer.from(bytes.subarray(end, isRestTooLong ? end + 1 : bytes.length))
    if (end > 0) yield * take(bytes.subarray(0, end))
    isTooLong ||= isRestTooLong
    held = [rest]
    size = rest.length
  }
  if (size > 0) yield * take(Buffer.concat(held))
}
