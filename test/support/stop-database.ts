import { rm } from 'node:fs/promises'
import { startEmbedded } from '../../src/db/embedded.ts'
import { ADMIN_URL_FILE, TEST_DATA_DIR } from './database.ts'
import { countOtherRuns, leaveRuns } from './test-runs.ts'

if (process.env['TEST_DATABASE_URL'] === undefined) {
  await leaveRuns()
  if (await countOtherRuns() === 0) {
    const server = await startEmbedded({ dataDir: TEST_DATA_DIR })
    await rm(ADMIN_URL_FILE, { force: true })
    await server.stop()
  }
}
