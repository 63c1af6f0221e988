import { buildApp } from './app.ts'
import { configOrExit } from './config.ts'

const config = configOrExit('databaseUrl')
const { host, port, nbrs: { vsic }, logLevel: level } = config
const app = await buildApp({ ...config, vsic, logger: { level } })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => app.close())
try {
  await app.listen({ host, port })
} catch (err) {
  if ((err as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw err
  process.stderr.write(`Port ${port} of ${host} is taken. Stop the program that has it, or set PORT to another one.\n`)
  process.exitCode = 1
  await app.close()
}
