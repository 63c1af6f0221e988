import { parseArgs } from 'node:util'
import { command, stopSignal } from '../src/cli/start/failure.ts'
import { RENAMED_EVERY } from './support/amendments.ts'
import { handoverFiles } from './support/handover-files.ts'
import { measureLatency } from './support/latency.ts'
import { expectChanges, load, prepareLoad } from './support/load.ts'
import { push } from './support/push.ts'
import { withRegister } from './support/register.ts'
import { machine, report } from './support/report.ts'
import { withService } from './support/service.ts'
import { copyVersions, exportVersions } from './support/yardstick.ts'

const { values } = parseArgs({ options: { size: { type: 'string', default: '1000000' } } })
const size = Number(values.size)
if (!(Number.isInteger(size) && size >= 1000 && size <= 2_000_000)) throw new Error('--size is a whole number from 1000 to 2000000')
const signal = stopSignal()

await command(async () => {
  const files = await handoverFiles(size, signal)
  const { cutoff } = files
  const [began, on] = [new Date(), machine()]

  // Everything of time against one yardstick, in one database.
  const main = await withRegister(signal, async (register) => {
    await prepareLoad(register, files.whole)
    const first = await load(register, 'first full load', files.whole, cutoff)
    const versions = await exportVersions(register)
    const before = await copyVersions(register, versions)
    await prepareLoad(register, files.whole)
    const again = await load(register, 'the same file again', files.whole, cutoff)
    expectChanges(again, 0, 0)
    await prepareLoad(register, files.renamed)
    const renamed = await load(register, '1 % changed, full file', files.renamed, cutoff)
    const most = files.whole.records / RENAMED_EVERY
    expectChanges(renamed, Math.floor(most * 0.9), Math.ceil(most))
    const after = await copyVersions(register, versions)
    const pushed = await withService(register, (service) => push(register, service, files.delta))
    return { postgres: register.version, rows: versions.records, yardsticks: [before, after], loads: { first, again, renamed }, push: pushed }
  })

  // Another register that knows a few enterprises: readers ask for them while all the others are loaded.
  const side = await withRegister(signal, async (register) => {
    await prepareLoad(register, files.small)
    const small = await load(register, 'a small file into an empty register', files.small, cutoff)
    await prepareLoad(register, files.large)
    const latencies = await withService(register, (service) =>
      measureLatency(register, service, () => load(register, 'a large file behind it, while readers ask', files.large, cutoff)))
    return { memory: { small, large: latencies.outcome }, latencies }
  })

  process.stdout.write(report(began, on, { size, files, ...main, ...side }))
})
if (signal.aborted) process.exitCode = 130
