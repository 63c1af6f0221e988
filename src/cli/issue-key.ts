import { z } from 'zod'
import { issueKey } from '../auth/commands.ts'
import { Scope } from '../auth/schemas.ts'
import { configOrExit } from '../config.ts'
import { withDatabase } from './start/database.ts'
import { command, UsageError } from './start/failure.ts'

const USAGE = `Say whose key it is and what it may do: npm run issue-key -- LABEL SCOPE...
Scopes: admin, publish, webhooks, feed:write, feed:release, decide:, catalogue: or reports: with a province or *, such as decide:79,
and submit: with the code of a body or an enterprise, or *, such as submit:mof`

await command(async () => {
  const [label, ...given] = process.argv.slice(2)
  const scopes = z.array(Scope).min(1).safeParse(given)
  if (!label || !scopes.success) throw new UsageError(USAGE)
  const config = configOrExit()
  await withDatabase(config, async ({ db }) => {
    const { key } = await issueKey(db, { label, scopes: scopes.data, environment: config.environment })
    process.stdout.write(`${key}\n`)
  })
})
