import { rm } from 'node:fs/promises'
import { startEmbedded } from '../../src/db/embedded.ts'
import { EmbeddedFailure } from '../../src/db/embedded/failure.ts'
import { TEST_DATA_DIR } from './database.ts'
import { SCRATCH } from './scratch.ts'
import { countOtherRuns, leaveRuns } from './test-runs.ts'

async function stopUnlessShared () {
  const server = await startEmbedded({ dataDir: TEST_DATA_DIR })
  // Only the holder may look: another run could have joined until now.
  if (await countOtherRuns() > 0) return server.leave()
  await server.stop()
  await rm(SCRATCH, { recursive: true, force: true })
}

if (process.env['TEST_DATABASE_URL'] === undefined) {
  await leaveRuns()
  if (await countOtherRuns() === 0) {
    await stopUnlessShared().catch((err: unknown) => {
      // Another run is just starting, and will stop it.
      if (!(err instanceof EmbeddedFailure) || err.reason !== 'in-use') throw err
    })
  }
}
