import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { identify, isSame } from '../../src/db/embedded/running-process.ts'
import type { ProcessIdentity } from '../../src/db/embedded/running-process.ts'
import { TEST_DATA_DIR } from './database.ts'

const folder = join(TEST_DATA_DIR, 'runs')

/** Notes that this run of tap (our parent) uses the server. */
export async function joinRuns () {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, String(process.ppid)), JSON.stringify(identify(process.ppid)))
}

export const leaveRuns = () => rm(join(folder, String(process.ppid)), { force: true })

/** How many other runs in this checkout are using the server now; the notes of killed ones are removed. */
export async function countOtherRuns (): Promise<number> {
  let count = 0
  for (const name of await readdir(folder).catch(() => [])) {
    if (name === String(process.ppid)) continue
    const run = await readFile(join(folder, name), 'utf8').then((text) => JSON.parse(text) as ProcessIdentity, () => undefined)
    if (run && isSame(run)) count++
    else await rm(join(folder, name), { force: true })
  }
  return count
}
