import { createHash } from 'node:crypto'
import { realpathSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const cache = join(realpathSync(fileURLToPath(new URL('../../node_modules', import.meta.url))), '.cache')
const MEMORY = '/dev/shm'
/** What the tests' databases and the service's own come to, and as much again. */
const ROOM = 4 << 30

function isRoomy (folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize > ROOM
  } catch {
    return false
  }
}

/**
 * A folder of this checkout for what need not outlive a run: in memory where there is room. On ext4 every new file
 * makes it look through those deleted in the last five minutes, and each database is nine hundred of both: 1.0 s, in
 * memory 0.04 s. The choice is made once a run, lest a test that fills the memory divide it.
 */
export const SCRATCH: string = process.env['TEST_SCRATCH'] ?? (isRoomy(MEMORY)
  ? join(MEMORY, `registry-test-${process.getuid?.() ?? ''}-${createHash('sha256').update(cache).digest('hex').slice(0, 12)}`)
  : join(cache, 'registry-test'))
process.env['TEST_SCRATCH'] = SCRATCH
