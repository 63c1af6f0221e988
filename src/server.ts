import { buildApp } from './app.ts'
import { configOrExit } from './config.ts'

const { databaseUrl, publicUrl, host, port, logLevel } = configOrExit('databaseUrl')
const app = await buildApp({ databaseUrl, publicUrl, logger: { level: logLevel } })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => app.close())
await app.listen({ host, port })
