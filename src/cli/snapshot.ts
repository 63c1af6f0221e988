import { join } from 'node:path'
import { dayOf } from '../calendar.ts'
import { makeSnapshot } from '../changes/commands.ts'
import { configOrExit } from '../config.ts'
import { withDatabase } from './start/database.ts'
import { command } from './start/failure.ts'

const config = configOrExit()

await command(() => withDatabase(config, async (database) => {
  const { position, rows, files } = await makeSnapshot(database, { folder: join(config.dataDir, 'snapshots'), today: dayOf(new Date()) })
  process.stdout.write(`Snapshot ${position}: ${rows} enterprises\n${files.map(({ name, bytes, sha256 }) => `  ${name} ${bytes} bytes, SHA-256 ${sha256}\n`).join('')}`)
}))
