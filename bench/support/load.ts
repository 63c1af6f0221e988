import { createReadStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { HandoverFile } from './handover-files.ts'
import { runProgram } from './program.ts'
import type { Register, RunRow } from './register.ts'
import { lastRun, settle } from './register.ts'
import { megabytes, note, number, seconds } from './screen.ts'

export interface Load {
  name: string
  seconds: number
  peak: number | undefined
  run: RunRow
}

/** Before a load, and not part of it. The yardstick's file has just been written, so this one is to come from memory too. */
export async function prepareLoad (register: Register, file: HandoverFile): Promise<void> {
  await settle(register)
  await finished(createReadStream(file.path, { highWaterMark: 1 << 20 }).resume())
}

/** `npm run sync -- --file`: from the start of the command to its end, when all is committed, classified and counted. */
export async function load (register: Register, name: string, file: HandoverFile, cutoff: string): Promise<Load> {
  const { seconds: took, peak } = await runProgram('cli/sync.js', ['--file', file.path, '--cutoff', cutoff], register)
  const run = await lastRun(register)
  if (run.state !== 'succeeded') throw new Error(`The run of "${name}" is ${run.state}: nothing was measured.`)
  if (run.read < file.records) throw new Error(`The run of "${name}" read ${run.read} of ${file.records} records.`)
  note(`${name}: ${seconds(took)} for ${number(run.read)} records, ${number(run.new)} new, ${number(run.changed)} changed, peak ${megabytes(peak)}`)
  return { name, seconds: took, peak, run }
}

/** A case that did something else than it is called after proves nothing. */
export function expectChanges ({ name, run }: Load, least: number, most: number) {
  if (run.new !== 0 || run.changed < least || run.changed > most) {
    throw new Error(`"${name}" brought ${run.new} new and ${run.changed} changed; expected none new and ${least} to ${most} changed.`)
  }
}
