import { cpus, loadavg, release, totalmem, type } from 'node:os'
import type { Files } from './handover-files.ts'
import type { Latencies } from './latency.ts'
import type { Load } from './load.ts'
import type { Push } from './push.ts'
import { megabytes, number, seconds, table } from './screen.ts'

export interface Measured {
  size: number
  files: Files
  postgres: string
  /** Versions in the register after the first load. */
  rows: number
  yardsticks: number[]
  loads: { first: Load, again: Load, renamed: Load }
  push: Push | undefined
  memory: { small: Load, large: Load }
  latencies: Latencies<unknown>
}

interface Row { name: string, measured: string, against: string, ratio: number, reach: number }

const SECONDS_TO_SEE = 5
const MEMORY = 300e6
const ALIKE = 1.2

const milliseconds = (value: number) => `${value.toFixed(1)} ms`

/** Taken before anything is measured. */
export const machine = () =>
  `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}, load ${loadavg()[0]!.toFixed(2)} before`

/** All that was measured, as Markdown. */
export function report (began: Date, on: string, measured: Measured): string {
  const { size, files, postgres, rows, yardsticks } = measured
  return `${began.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${on}, Node ${process.versions.node}, PostgreSQL ${postgres}.\n` +
    `${number(size)} enterprises in ${number(files.whole.records)} records, ${number(rows)} versions. ` +
    `The yardstick, COPY of these versions, took ${yardsticks.map(seconds).join(' and ')}; the faster one counts.${doubt(yardsticks)}\n\n` +
    `${table(['case', 'measured', 'against', 'ratio', 'reach', ''], cases(measured).map(cells))}\n` +
    `Stages as each run tells them, in seconds; stages that go on side by side do not add up to the whole.\n\n${stages(measured)}`
}

/** Two yardsticks of one run that are not alike tell of a neighbour on the machine. */
function doubt (yardsticks: number[]): string {
  const spread = Math.max(...yardsticks) / Math.min(...yardsticks)
  return spread <= ALIKE ? '' : ` They differ by ${((spread - 1) * 100).toFixed(0)} %: the machine was busy, and these figures are not to be quoted.`
}

function cases ({ yardsticks, loads, push, memory, latencies: { idle, busy } }: Measured): Row[] {
  const yardstick = Math.min(...yardsticks)
  const ofLoad = (load: Load, reach: number): Row =>
    ({ name: load.name, measured: seconds(load.seconds), against: seconds(yardstick), ratio: load.seconds / yardstick, reach })
  const ofMemory = ({ run, peak }: Load): Row =>
    ({ name: `peak memory, ${number(run.read)} records`, measured: megabytes(peak), against: megabytes(MEMORY), ratio: peak === undefined ? Number.NaN : peak / MEMORY, reach: 1 })
  const failed = busy.failed > 0 ? `, ${busy.failed} failed` : ''
  return [
    ofLoad(loads.first, 3),
    ofLoad(loads.again, 0.6),
    ofLoad(loads.renamed, 0.8),
    {
      name: push ? `delta of ${number(push.records)}, visible after commit` : 'delta: this build takes no push',
      measured: push ? seconds(push.visibleSeconds) : '–', against: seconds(SECONDS_TO_SEE), ratio: push ? push.visibleSeconds / SECONDS_TO_SEE : Number.NaN, reach: 1,
    },
    ofMemory(memory.small),
    ofMemory(memory.large),
    { name: `p50 of a read during a full load (${number(busy.requests)} asked${failed})`, measured: milliseconds(busy.p50), against: milliseconds(idle.p50), ratio: busy.p50 / idle.p50, reach: Number.NaN },
    { name: 'p99 of the same', measured: milliseconds(busy.p99), against: milliseconds(idle.p99), ratio: busy.p99 / idle.p99, reach: 3 },
  ]
}

function cells ({ name, measured, against, ratio, reach }: Row): string[] {
  const verdict = Number.isNaN(ratio) || Number.isNaN(reach) ? '' : ratio <= reach ? 'reached' : 'missed'
  return [name, measured, against, Number.isNaN(ratio) ? '–' : `${ratio.toFixed(2)} ×`, Number.isNaN(reach) ? '' : `≤ ${reach} ×`, verdict]
}

function stages ({ loads, push, memory }: Measured): string {
  const runs = [
    ...[loads.first, loads.again, loads.renamed, memory.small, memory.large].map(({ name, seconds, peak, run }) => ({ name, whole: seconds, peak, run })),
    ...push ? [{ name: 'delta, pushed (peak of the server)', whole: push.sentSeconds + push.visibleSeconds, peak: push.peak, run: push.run }] : [],
  ]
  const names = [...new Set(runs.flatMap(({ run }) => Object.keys(run.timings)))]
  return table(['load', 'records', ...names, 'whole', 'µs a record', 'peak'], runs.map(({ name, whole, peak, run }) => [
    name, number(run.read), ...names.map((stage) => stage in run.timings ? (run.timings[stage]! / 1000).toFixed(2) : ''),
    whole.toFixed(2), (whole / run.read * 1e6).toFixed(1), megabytes(peak),
  ]))
}
