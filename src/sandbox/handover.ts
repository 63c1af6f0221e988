import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { addDays } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { mix, STREAM } from './dice.ts'
import { extraOf, wireOfExtra } from './extras.ts'
import type { Extra } from './extras.ts'
import { wireOf } from './world.ts'
import type { World } from './world.ts'

export interface Handover { path: string, records: number, enterprises: number, cutoff: Day }
export interface HandoverOptions { onProgress?: (done: number, total: number) => void }

const CHUNK = 256 * 1024
/** In a flawed file some lines are held back until this many wait, and then come last first. */
const HELD = 64
const HELD_PER_MILLE = 33
const REVERSED_PER_MILLE = 100

/**
 * Writes the first load: gzip NDJSON, one record a line, every state of every enterprise up to the end of the day before
 * the anchor day. The file appears under its name when it is whole.
 */
export async function writeHandover (world: World, path: string, { onProgress }: HandoverOptions = {}): Promise<Handover> {
  const unfinished = `${path}.part`
  const counts = { records: 0 }
  try {
    await pipeline(
      Readable.from(chunks(world, counts, onProgress), { highWaterMark: 2 }),
      createGzip({ level: 1, chunkSize: CHUNK }),
      createWriteStream(unfinished, { highWaterMark: CHUNK }),
    )
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  return { path, records: counts.records, enterprises: world.size, cutoff: addDays(world.anchorOn, -1) }
}

function * chunks (world: World, counts: { records: number }, onProgress: HandoverOptions['onProgress']): Generator<Buffer> {
  const last = world.size - 1
  let text = ''
  let held: string[] = []
  for (let index = 0; index <= last; index++) {
    for (const line of linesOf(world, index)) {
      counts.records += 1
      if (world.flaws === 'all' && mix(world.seed, STREAM.order, counts.records) % 1000 < HELD_PER_MILLE) held.push(line)
      else text += line
    }
    if (held.length >= HELD || index === last) {
      text += held.reverse().join('')
      held = []
    }
    if (text.length < CHUNK && index < last) continue
    yield Buffer.from(text)
    text = ''
    onProgress?.(index + 1, world.size)
  }
}

/** The states of an enterprise, in a flawed file with what comes along with them and now and then the latest first. */
function linesOf (world: World, index: number): string[] {
  const states = world.states(index, -1)
  if (world.flaws === 'none') return states.map((state) => lineOf(wireOf(world, state)))
  const lines = states.flatMap((state) => {
    const extra = extraOf(world, state)
    return extra ? [lineOf(wireOf(world, state)), extraLine(world, extra)] : lineOf(wireOf(world, state))
  })
  return mix(world.seed, STREAM.order, index, 1) % 1000 < REVERSED_PER_MILLE ? lines.reverse() : lines
}

const lineOf = (record: object): string => `${JSON.stringify(record)}\n`

function extraLine (world: World, extra: Extra): string {
  if (extra.kind !== 'unreadable') return lineOf(wireOfExtra(world, extra))
  const whole = JSON.stringify(wireOf(world, extra.host)).replace(extra.host.code, extra.code)
  return `${whole.slice(0, Math.floor(whole.length * 0.6))}\n`
}
