import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Day } from '../../src/calendar.ts'
import { addDays } from '../../src/calendar.ts'
import { readGeography } from '../../src/sandbox/geography.ts'
import { writeHandover } from '../../src/sandbox/handover.ts'
import { createWorld } from '../../src/sandbox/world.ts'
import { amendmentsOf, headOf, RENAMED_EVERY, withRenamed } from './amendments.ts'
import { writeLines } from './lines.ts'
import { note } from './screen.ts'

export interface HandoverFile { path: string, records: number }

/** What is loaded and pushed; all of it follows from size, seed and day. */
export interface Files {
  cutoff: Day
  whole: HandoverFile
  renamed: HandoverFile
  delta: HandoverFile
  small: HandoverFile
  large: HandoverFile
}

const SEED = 1
/** A fixed day, so that two runs of the benchmark measure the same records. */
const ANCHOR = '2026-11-01'
const DELTA = 10_000
const SMALL = 100_000
const LARGE = 2_000_000

const root = fileURLToPath(new URL('../../', import.meta.url))
export const CACHE = join(root, 'node_modules/.cache/bench-sync')

/** The files of a size, written at the first run and kept as long as what makes them stays the same. */
export async function handoverFiles (size: number, signal: AbortSignal): Promise<Files> {
  const name = `${size}-${SEED}-${ANCHOR}-${await origin()}`
  const folder = join(CACHE, name)
  const read = async () => JSON.parse(await readFile(join(folder, 'files.json'), 'utf8')) as Files
  if (!await stat(folder).then(() => true, () => false)) {
    await mkdir(CACHE, { recursive: true })
    const former = (await readdir(CACHE)).filter((other) => other.startsWith(`${size}-`))
    for (const other of former) await rm(join(CACHE, other), { recursive: true })
    const draft = `${folder}.part`
    await mkdir(draft)
    await writeFile(join(draft, 'files.json'), JSON.stringify(await writeAll(draft, size, signal)))
    await rename(draft, folder)
  }
  const { cutoff, ...files } = await read()
  const within = (file: HandoverFile) => ({ ...file, path: join(folder, file.path) })
  return { cutoff, whole: within(files.whole), renamed: within(files.renamed), delta: within(files.delta), small: within(files.small), large: within(files.large) }
}

async function writeAll (folder: string, size: number, signal: AbortSignal): Promise<Files> {
  note(`Writing the hand-over files of ${size} enterprises; the next run finds them`)
  const world = createWorld({ geography: await readGeography(), size, seed: SEED, anchorOn: ANCHOR, flaws: 'all' })
  const cutoff = addDays(ANCHOR, -1)
  const path = join(folder, 'whole.ndjson.gz')
  const onProgress = () => signal.throwIfAborted()
  const { records } = await writeHandover(world, path, { onProgress })
  const write = async (name: string, lines: AsyncIterable<Buffer[]>): Promise<HandoverFile> => {
    note(`Writing ${name}`)
    return { path: name, records: await writeLines(join(folder, name), lines, signal) }
  }
  const whole = { path: basename(path), records }
  // Less than the whole even of a small file, so that the load after it brings something.
  const few = Math.min(SMALL, Math.floor(records / 4))
  return {
    cutoff,
    whole,
    renamed: await write(`renamed-${RENAMED_EVERY}.ndjson.gz`, withRenamed(path, cutoff)),
    delta: await write('delta.ndjson.gz', amendmentsOf(path, cutoff, DELTA, records)),
    small: await write('small.ndjson.gz', headOf(path, few)),
    large: records > LARGE ? await write('large.ndjson.gz', headOf(path, LARGE)) : whole,
  }
}

/** Of everything that the files are made from. */
async function origin (): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of ['src/sandbox', 'seeds', 'bench/support']) {
    for (const name of (await readdir(join(root, folder))).sort()) {
      if (folder !== 'bench/support' || /^(amendments|handover-files|lines)\.ts$/.test(name)) hash.update(name).update(await readFile(join(root, folder, name)))
    }
  }
  return hash.digest('hex').slice(0, 12)
}
