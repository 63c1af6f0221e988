import { writeFile } from 'node:fs/promises'
import { buildApp } from '../app.ts'
import { toYaml } from '../http/openapi-yaml.ts'

// No database is reached: the description comes from the routes alone.
const app = await buildApp({ databaseUrl: 'postgres://unused' })
await app.ready()
await writeFile(new URL('../../openapi/openapi.yaml', import.meta.url), toYaml(app.swagger()))
await app.close()
