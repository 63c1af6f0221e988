// Run by the Node of the peers' own folder; arguments: that folder, a port, the address of the database.
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [, , folder, port, connectionString] = process.argv as [string, string, string, string, string]
const require = createRequire(join(folder, 'package.json'))
const load = async (name: string) => await import(pathToFileURL(require.resolve(name)).href)

const { postgraphile } = await load('postgraphile')
const { grafserv } = await load('postgraphile/grafserv/node')
const { PostGraphileAmberPreset } = await load('postgraphile/presets/amber')
const { makePgService } = await load('postgraphile/adaptors/pg')

const service = postgraphile({
  extends: [PostGraphileAmberPreset.default ?? PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString, schemas: ['public', 'peers'], poolConfig: { max: 10 } })],
  grafserv: { graphiql: false, watch: false },
  grafast: { explain: false },
}).createServ(grafserv)
const server = createServer()
server.keepAliveTimeout = 72_000
await service.addTo(server)
server.listen(Number(port), '127.0.0.1')
