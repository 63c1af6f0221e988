import { z } from 'zod'
import { issueKey } from '../auth/commands.ts'
import { Scope } from '../auth/schemas.ts'
import { configOrExit } from '../config.ts'
import { connect } from '../db/client.ts'

const [label, ...scopes] = process.argv.slice(2)
const wanted = z.array(Scope).min(1).safeParse(scopes)
if (!label || !wanted.success) {
  process.stderr.write('Usage: issue-key <label> <scope>...\nScopes: admin, publish, feed:write, feed:release, decide:<province|*>, catalogue:<province|*>, reports:<province|*>\n')
  process.exit(64)
}
const { databaseUrl } = configOrExit('databaseUrl')
const { db, close } = connect(databaseUrl)
const { key } = await issueKey(db, { label, scopes: wanted.data })
await close()
process.stdout.write(`${key}\n`)
