import { configOrExit } from '../config.ts'
import { loadSeeds, withDatabase } from './start/database.ts'
import { command } from './start/failure.ts'

await command(() => withDatabase(configOrExit(), async (database) => {
  for (const { file, rows, closed, inserted, skipped } of await loadSeeds(database)) {
    process.stdout.write(`${file}: ${skipped ? 'unchanged' : `${rows} rows, ${closed} closed, ${inserted} inserted`}\n`)
  }
}))
