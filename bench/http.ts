import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { command, stopSignal } from '../src/cli/start/failure.ts'
import { callers } from './support/http/cases/callers.ts'
import { counts, list, lookUp } from './support/http/cases/cold.ts'
import { repeated } from './support/http/cases/repeated.ts'
import { paging, search } from './support/http/cases/single.ts'
import { csv, streaming } from './support/http/cases/streams.ts'
import { withPeers } from './support/http/peers.ts'
import type { Program } from './support/http/programs.ts'
import { startService, startYardstick } from './support/http/programs.ts'
import { withRegister } from './support/http/register.ts'
import type { Row, Stage } from './support/http/stage.ts'
import { knownEnterprises } from './support/http/stage.ts'
import { resultTable } from './support/http/table.ts'
import { machine } from './support/report.ts'
import { note, number } from './support/screen.ts'

const CASES: Record<string, (stage: Stage) => Promise<Row[]>> = { repeated, lookup: lookUp, callers, list, counts, paging, search, csv, sse: streaming }
const names = Object.keys(CASES).join(', ')

const { values } = parseArgs({
  options: {
    case: { type: 'string', multiple: true },
    size: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    'skip-peers': { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
})
const [size, rounds] = [Number(values.size), Number(values.rounds)]
if (!(Number.isInteger(size) && size >= 1000 && size <= 2_000_000)) throw new Error('--size is a whole number from 1000 to 2000000')
if (!(Number.isInteger(rounds) && rounds >= 1 && rounds <= 100)) throw new Error('--rounds is a whole number from 1 to 100')
const chosen = values.case ?? Object.keys(CASES)
if (chosen.some((name) => !(name in CASES))) throw new Error(`--case is one of ${names}`)
if (values.profile !== undefined && chosen.length !== 1) throw new Error('--profile goes with one --case')
const signal = stopSignal()

await command(async () => {
  const [began, on] = [new Date(), machine()]
  await withRegister(size, signal, async (register) => {
    const programs: Program[] = []
    const started = async (program: Promise<Program>) => {
      programs.push(await program)
      return programs.at(-1)!
    }
    if (values.profile !== undefined) await mkdir(resolve(values.profile), { recursive: true })
    try {
      const service = await started(startService(register, values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(values.profile)}`]))
      const hello = await started(startYardstick('bare-hello.ts', register))
      const fastify = await started(startYardstick('bare-fastify.ts', register, register.serviceUrl))
      const known = await knownEnterprises(register)
      await withPeers(register, values['skip-peers'], async ({ running, missing }) => {
        const stage: Stage = { register, service, hello, fastify, peers: running, rounds, signal, known }
        const rows: Row[] = []
        for (const name of chosen) {
          note(name)
          try {
            rows.push(...await CASES[name]!(stage))
          } catch (err) {
            signal.throwIfAborted()
            // What the other cases have measured is not to be lost with it.
            note(`${name} failed: ${(err as Error).stack}`)
            rows.push({ name, measured: '–', against: '–', note: 'failed' })
            process.exitCode = 1
          }
        }
        process.stdout.write(`${began.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${on}, Node ${process.versions.node}, PostgreSQL ${register.version}.\n` +
          `${number(known.length)} digital enterprises in a register of ${number(size)}; medians of ${rounds} rounds.` +
          `${missing.length > 0 ? ` Peers: ${missing.join('; ')}.` : ''}\n\n${resultTable(rows)}`)
      })
    } finally {
      for (const program of programs) await program.stop()
    }
  })
})
if (signal.aborted) process.exitCode = 130
