import { hash } from 'node:crypto'
import { DIGEST_BYTES } from '../../enterprises/commands.ts'
import type { Places } from './line-block.ts'
import { TOO_LONG } from './line-block.ts'

/** The digests of some lines, one behind the other. SHA-256 cut short: with the processor's help it is faster than MD5. */
export function digestsOf (bytes: Buffer, places: Places): Buffer {
  const digests = Buffer.allocUnsafeSlow(places.length / 3 * DIGEST_BYTES)
  for (let i = 0, at = 0; i < places.length; i += 3, at += DIGEST_BYTES) {
    const start = places[i + 1]!
    // Of a line that was too long nothing is left to compare: a digest that no other has.
    const line = start === TOO_LONG ? `too long ${performance.timeOrigin + performance.now()} ${i}` : bytes.subarray(start, places[i + 2])
    digests.write(hash('sha256', line), at, DIGEST_BYTES, 'hex')
  }
  return digests
}
