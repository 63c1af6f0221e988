import { parseArgs } from 'node:util'
import { dayOf, isDay } from '../calendar.ts'
import { configOrExit } from '../config.ts'
import { readGeography } from '../sandbox/geography.ts'
import { writeHandover } from '../sandbox/handover.ts'
import { buildSandbox, DEFAULT_CLIENT } from '../sandbox/server.ts'
import { createWorld } from '../sandbox/world.ts'
import { command, UsageError } from './start/failure.ts'

const text = { type: 'string' } as const
const { sandbox, host, nbrs } = configOrExit()

await command(async () => {
  const { values } = parseArgs({ options: { size: text, port: text, seed: text, anchor: text, out: text, flaws: { type: 'boolean' } } })
  const anchorOn = values.anchor ?? dayOf(new Date())
  const [size, port, seed] = [values.size ?? (sandbox.size || 20_000), values.port ?? sandbox.port, values.seed ?? sandbox.seed].map(Number) as [number, number, number]
  if (!isDay(anchorOn) || !(size >= 1 && size <= 2_000_000) || ![size, port, seed].every(Number.isInteger)) {
    throw new UsageError('Usage: sandbox [--size 1..2000000] [--seed n] [--port n] [--anchor YYYY-MM-DD] [--flaws] [--out file.ndjson.gz]')
  }
  const world = createWorld({ geography: await readGeography(), size, seed, anchorOn, flaws: values.flaws ? 'all' : 'none', vsic: nbrs.vsic.version })
  if (values.out) return console.log(await writeHandover(world, values.out))
  const address = await buildSandbox({ world }).listen({ host, port })
  console.log(`Sandbox at ${address}, client ${DEFAULT_CLIENT.clientId}, secret ${DEFAULT_CLIENT.clientSecret}; Ctrl-C ends it`)
})
