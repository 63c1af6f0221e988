import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

const CHUNK = 256 * 1024
const LINE_END = 10

/** The lines of a gzip file, byte for byte and with their ends, many at a time. */
export async function * linesOf (path: string): AsyncGenerator<Buffer[]> {
  const file = createReadStream(path, { highWaterMark: CHUNK })
  const text = file.pipe(createGunzip({ chunkSize: CHUNK }))
  file.on('error', (err) => text.destroy(err))
  let rest: Buffer = Buffer.alloc(0)
  try {
    for await (const chunk of text as AsyncIterable<Buffer>) {
      const block = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      const lines: Buffer[] = []
      let from = 0
      for (let at = block.indexOf(LINE_END); at !== -1; at = block.indexOf(LINE_END, from)) {
        lines.push(block.subarray(from, at + 1))
        from = at + 1
      }
      rest = block.subarray(from)
      if (lines.length > 0) yield lines
    }
    if (rest.length > 0) yield [rest]
  } finally {
    file.destroy()
    text.destroy()
  }
}

/** Writes lines as gzip, at the sandbox's own level; returns how many. */
export async function writeLines (path: string, lines: AsyncIterable<Buffer[]>, signal: AbortSignal): Promise<number> {
  let count = 0
  const blocks = async function * () {
    for await (const some of lines) {
      count += some.length
      yield Buffer.concat(some)
    }
  }
  await pipeline(Readable.from(blocks(), { highWaterMark: 2 }), createGzip({ level: 1, chunkSize: CHUNK }), createWriteStream(path), { signal })
  return count
}
