// Run by the Node of the peers' own folder; arguments: that folder, a port, the address of the database.
import { createRequire } from 'node:module'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [, , folder, port, connectionString] = process.argv as [string, string, string, string, string]
const { DatabaseCapability, loadConfiguration } = await import(pathToFileURL(createRequire(join(folder, 'package.json')).resolve('@platformatic/db')).href)

// Grouped counts are no part of what it generates; a route of one's own is how it is meant to be done.
const counts = join(folder, 'counts.mjs')
await writeFile(counts, `export default async function (app) {
  const { db, sql } = app.platformatic
  app.get('/counts', async ({ query: { status, basis, ownership } }) =>
    await db.query(sql\`select province, category, enterprises::int from peers.counted(\${status.split(',')}, \${basis.split(',')}, \${ownership.split(',')})\`))
}
`)
const config = await loadConfiguration(folder, {
  server: { hostname: '127.0.0.1', port: Number(port), logger: { level: 'error' } },
  db: { connectionString, poolSize: 10, openapi: true, graphql: false, schemalock: false, include: { enterprise_versions: true } },
  plugins: { paths: [counts] },
  watch: false,
})
// In what it takes for a container it would listen to the whole network.
config.server.hostname = '127.0.0.1'
const application = new DatabaseCapability(folder, config)
await application.init()
await application.start({ listen: true })
