import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Day } from '../calendar.ts'
import { addDays } from '../calendar.ts'
import { readGeography } from './geography.ts'
import type { Handover, HandoverOptions } from './handover.ts'
import { writeHandover } from './handover.ts'
import { API_PREFIX, buildSandbox, DEFAULT_CLIENT } from './server.ts'
import { createWorld } from './world.ts'

export interface SandboxSettings {
  size: number
  seed: number
  /** 0: a free one. */
  port: number
  vsic: '2018' | '2025'
  /** Where the anchor is remembered and the hand-over file goes. */
  folder: string
  today: Day
}

/** What was decided at the first start on a folder: enterprises that were loaded must not become others. */
interface Anchor { size: number, seed: number, vsic: '2018' | '2025', anchorOn: Day }

export class SandboxMismatch extends Error {
  override name = 'SandboxMismatch'
}

async function anchorOf ({ size, seed, vsic, folder, today }: SandboxSettings): Promise<Anchor> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'anchor.json')
  const known = await readFile(path, 'utf8').then((text) => JSON.parse(text) as Anchor, () => undefined)
  if (!known) {
    const anchor = { size, seed, vsic, anchorOn: today }
    await writeFile(path, `${JSON.stringify(anchor)}\n`)
    return anchor
  }
  if (known.size !== size || known.seed !== seed || known.vsic !== vsic) {
    throw new SandboxMismatch(`The data directory holds the sandbox of size ${known.size}, seed ${known.seed}, VSIC ${known.vsic}; ` +
      `asked for is size ${size}, seed ${seed}, VSIC ${vsic}. Choose another directory with DATA_DIR, or remove this one.`)
  }
  return known
}

/** The stand-in on its own loopback port, with flaws on as the real service has them. */
export async function startSandbox (settings: SandboxSettings) {
  const { size, seed, vsic, anchorOn } = await anchorOf(settings)
  const world = createWorld({ geography: await readGeography(), size, seed, vsic, anchorOn, flaws: 'all' })
  const app = buildSandbox({ world })
  const url = await app.listen({ host: '127.0.0.1', port: settings.port })
  return {
    url,
    access: { baseUrl: `${url}${API_PREFIX}/`, tokenUrl: `${url}/token`, ...DEFAULT_CLIENT },
    cutoff: addDays(anchorOn, -1),
    handover: (options?: HandoverOptions): Promise<Handover> => writeHandover(world, join(settings.folder, `handover-${anchorOn}.ndjson.gz`), options),
    close: () => app.close(),
  }
}

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>
