import { configOrExit } from '../config.ts'
import { withDatabase } from './start/database.ts'
import { command } from './start/failure.ts'

await command(() => withDatabase(configOrExit(), async () => { process.stdout.write('The schema is up to date.\n') }))
