import { buildApp } from './app.ts'
import { configOrExit } from './config.ts'

const { databaseUrl, publicUrl, nbrs, thresholds, rateLimits, trustProxy, webhooks, host, port, logLevel } = configOrExit('databaseUrl')
const app = await buildApp({ databaseUrl, publicUrl, vsic: nbrs.vsic, thresholds, rateLimits, trustProxy, webhooks, logger: { level: logLevel } })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => app.close())
try {
  await app.listen({ host, port })
} catch (err) {
  if ((err as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw err
  process.stderr.write(`Port ${port} of ${host} is taken. Stop the program that has it, or set PORT to another one.\n`)
  process.exitCode = 1
  await app.close()
}
