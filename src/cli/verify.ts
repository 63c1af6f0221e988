import { configOrExit } from '../config.ts'
import { findFaults } from '../enterprises/queries.ts'
import { findPosition } from '../journal/queries.ts'
import { withDatabase } from './start/database.ts'
import { command } from './start/failure.ts'

await command(() => withDatabase(configOrExit(), async ({ db }) => {
  const faults = await findFaults(db)
  const position = await findPosition(db)
  process.stdout.write(faults.length === 0
    ? `The counts and positions are what the versions say, up to position ${position}.\n`
    : `At position ${position}:\n${faults.map((fault) => `  ${fault}\n`).join('')}`)
  if (faults.length > 0) process.exitCode = 1
}))
