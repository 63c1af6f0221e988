import { configOrExit } from '../config.ts'
import { findFaults } from '../enterprises/queries.ts'
import { findAuditEnd, findAuditFaults } from '../journal/audit-queries.ts'
import { findPosition } from '../journal/queries.ts'
import { withDatabase } from './start/database.ts'
import { command } from './start/failure.ts'

await command(() => withDatabase(configOrExit(), async ({ db }) => {
  const faults = [...await findFaults(db), ...await findAuditFaults(db)]
  const position = await findPosition(db)
  const { number, hash } = await findAuditEnd(db)
  process.stdout.write(faults.length === 0
    ? `The counts and positions are what the versions say, up to position ${position}.\nThe trail is whole: ${number} entries, the last with hash ${hash}.\n`
    : `At position ${position}:\n${faults.map((fault) => `  ${fault}\n`).join('')}`)
  if (faults.length > 0) process.exitCode = 1
}))
