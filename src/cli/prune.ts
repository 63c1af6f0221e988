import { parseArgs } from 'node:util'
import { pruneFeed } from '../changes/commands.ts'
import { configOrExit } from '../config.ts'
import { withDatabase } from './start/database.ts'
import { command, UsageError } from './start/failure.ts'

await command(async () => {
  const { before = '' } = parseArgs({ options: { before: { type: 'string' } } }).values
  if (!/^[1-9]\d{0,14}$/.test(before)) throw new UsageError('Say which events are no longer served: npm run prune -- --before POSITION. No version of an enterprise is removed.')
  await withDatabase(configOrExit(), async ({ db }) => {
    const { earliest, snapshot } = await pruneFeed(db, Number(before))
    process.stdout.write(`The feed begins at position ${earliest}; who asks for earlier ones is sent to snapshot ${snapshot}.\n`)
  })
})
