import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip } from 'node:zlib'

/** A detail record has a few kilobytes; a line this long is no record and must not fill the memory. */
const MAX_CHARACTERS = 1_048_576

/** The bytes of a file, unpacked where its name ends in `.gz`. An error of either stream ends the reading. */
function open (path: string): Readable {
  const file = createReadStream(path, { highWaterMark: 1 << 18 })
  if (!path.endsWith('.gz')) return file
  // The callback keeps the error from being unhandled; the reader of the unpacked stream gets it as well.
  return pipeline(file, createGunzip({ chunkSize: 1 << 18 }), () => {})
}

/** The lines of a text file in groups as they arrive; null for one that is too long to be kept. */
export async function * linesOf (path: string): AsyncGenerator<(string | null)[]> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let isTooLong = false
  for await (const chunk of open(path)) {
    const parts: (string | null)[] = (rest + decoder.write(chunk as Buffer)).split('\n')
    rest = parts.pop()!
    if (isTooLong && parts.length > 0) {
      parts[0] = null
      isTooLong = false
    }
    if (rest.length > MAX_CHARACTERS) {
      isTooLong = true
      rest = ''
    }
    if (parts.length > 0) yield parts
  }
  rest += decoder.end()
  if (isTooLong) yield [null]
  else if (rest !== '') yield [rest]
}
