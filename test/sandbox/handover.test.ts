import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import t from 'tap'
import { expectHandover } from '../../src/sandbox/expectations.ts'
import { REJECTS } from '../../src/sandbox/extras.ts'
import { writeHandover } from '../../src/sandbox/handover.ts'
import { createWorld } from '../../src/sandbox/world.ts'
import { bodyOf, factsOf } from './facts.ts'
import { smallGeography } from './geography.ts'

const options = { geography: smallGeography, seed: 5, size: 3000, anchorOn: '2026-11-22' }
const digest = async (path: string): Promise<string> => createHash('sha256').update(await readFile(path)).digest('hex')
const MB = 1024 * 1024

async function linesOf (path: string): Promise<string[]> {
  const lines: string[] = []
  for await (const line of createInterface({ input: createReadStream(path).pipe(createGunzip()) })) lines.push(line)
  return lines
}

t.test('the file holds every state before the anchor day, one a line', async (t) => {
  const world = createWorld(options)
  const folder = t.testdir()
  const progress: number[] = []
  const handover = await writeHandover(world, join(folder, 'a.ndjson.gz'), { onProgress: (done, total) => progress.push(done / total) })
  const lines = await linesOf(handover.path)
  t.match(handover, { enterprises: 3000, cutoff: '2026-11-21', records: lines.length })
  t.equal(progress.at(-1), 1)
  t.strictSame(await readdir(folder), ['a.ndjson.gz'], 'nothing unfinished stays')
  const expected = Array.from({ length: 3000 }, (_, index) => world.states(index, -1)).flat().map(({ code, changes }) => `${code} ${changes}`)
  const found = lines.map((line) => bodyOf(JSON.parse(line)).MainInformation).map((main) => `${main.ENTERPRISE_GDT_CODE} ${main.NUMBER_CHANGES}`)
  t.strictSame(found, expected)
})

t.test('the same seed writes the same bytes', async (t) => {
  const folder = t.testdir()
  const write = async (name: string, seed: number): Promise<string> =>
    await digest((await writeHandover(createWorld({ ...options, seed, size: 1000, flaws: 'all' }), join(folder, name))).path)
  const first = await write('a', 5)
  t.equal(await write('b', 5), first)
  t.not(await write('c', 6), first)
})

t.test('a flawed file holds the facts of the clean one, and the extras that are expected', async (t) => {
  const clean = createWorld(options)
  const flawed = createWorld({ ...options, flaws: 'all' })
  const { path, records } = await writeHandover(flawed, join(t.testdir(), 'a.ndjson.gz'))
  const expected = expectHandover(flawed)
  t.equal(expected.records, records)
  t.equal(expected.enterprises, 3000)
  t.strictSame([...new Set(expected.rejects.map(({ reason }) => reason))].sort(), [...REJECTS].sort())
  t.ok(Object.values(expected.skips).every((count) => count > 0))

  const rejected = new Set(expected.rejects.map(({ code }) => code))
  const facts = new Map<string, object>()
  const found = { unreadable: 0, rejects: 0, branch: 0, 'business-location': 0, household: 0, duplicate: 0, late: 0 }
  let last = ''
  for (const line of await linesOf(path)) {
    if (!line.endsWith('}')) {
      found.unreadable++
      t.throws(() => JSON.parse(line))
      continue
    }
    const record: unknown = JSON.parse(line)
    const code = String(bodyOf(record).MainInformation.ENTERPRISE_GDT_CODE)
    const key = `${code} ${bodyOf(record).MainInformation.NUMBER_CHANGES}`
    if (rejected.has(code)) found.rejects++
    else if (/^\d{10}-?\d{3}$/.test(code)) found.branch++
    else if (code.length === 5) found['business-location']++
    else if (code.length === 12) found.household++
    else if (facts.has(key)) found.duplicate++
    else facts.set(key, factsOf(record))
    if (key < last && key.startsWith(last.slice(0, 10))) found.late++
    last = key
  }
  const cut = expected.rejects.filter(({ reason }) => reason === 'unreadable').length
  t.match(found, { ...expected.skips, unreadable: cut, rejects: expected.rejects.length - cut })
  t.ok(found.late > 20, 'states come out of order')
  const states = Array.from({ length: 3000 }, (_, index) => clean.states(index, -1)).flat()
  t.equal(facts.size, states.length, 'no good enterprise is missing or shadowed')
  t.ok(states.every(({ code, changes }) => facts.has(`${code} ${changes}`)))
})

t.test('a write that fails leaves nothing behind', async (t) => {
  const folder = t.testdir({ taken: {} })
  await t.rejects(writeHandover(createWorld({ ...options, size: 1000 }), join(folder, 'taken')))
  t.strictSame(await readdir(folder), ['taken'])
})

t.test('memory does not grow with the size', async (t) => {
  const world = createWorld({ ...options, size: 200_000 })
  const before = process.memoryUsage().rss
  let most = before
  const look = (): void => { most = Math.max(most, process.memoryUsage().rss) }
  let states = 0
  for (let index = 0; index < world.size; index++) {
    states += world.states(index, -1).length
    if (index % 20_000 === 0) look()
  }
  const enough = new Error('enough is written')
  await t.rejects(writeHandover(world, join(t.testdir(), 'a.ndjson.gz'), {
    onProgress: (done) => {
      look()
      if (done > 20_000) throw enough
    },
  }), enough)
  t.ok(states > 2 * world.size)
  t.ok(most - before < 200 * MB, `${Math.round((most - before) / MB)} MB more`)
})
