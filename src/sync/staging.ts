import { once } from 'node:events'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Known } from '../enterprises/commands.ts'
import { DIGEST_BYTES, stagedColumns, unitColumns } from '../enterprises/commands.ts'
import type { Reject } from './feed-record.ts'
import type { Places } from './reading/line-block.ts'
import { placesOf } from './reading/line-block.ts'
import { emptyRead } from './reading/read-line.ts'
import { bufferOf } from './reading/read-tasks.ts'
import type { Readers } from './reading/readers.ts'
import type { Batch } from './source.ts'

/** What staging a batch came to; added to the run's counts. */
export interface Progress {
  read: number
  staged: number
  /** Of dependent units; each counts as skipped too. */
  units: number
  rejected: number
  skipped: Record<string, number>
  unknownFields: Record<string, number>
  filled: Record<string, number>
  placed: Record<string, number>
  timings: Record<string, number>
}

export const noProgress = (): Progress =>
  ({ read: 0, staged: 0, units: 0, rejected: 0, skipped: {}, unknownFields: {}, filled: {}, placed: {}, timings: {} })

const addCounts = (sum: Record<string, number>, counts: Record<string, number>) => {
  for (const [name, n] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + n
}

export function addProgress (sum: Progress, { read, staged, units, skipped, unknownFields, filled, placed, timings }: Omit<Progress, 'rejected'>, rejected: number): void {
  sum.read += read
  sum.staged += staged
  sum.units += units
  sum.rejected += rejected
  addCounts(sum.skipped, skipped)
  addCounts(sum.unknownFields, unknownFields)
  addCounts(sum.filled, filled)
  addCounts(sum.placed, placed)
  addCounts(sum.timings, timings)
}

export type StagedBatch = Omit<Progress, 'rejected'> & { rejects: (Reject & { line: number })[] }

/** A transaction of a connection of its own: rows are copied on the one, all else goes through the other. */
export interface StagingTransaction {
  client: pg.PoolClient
  tx: NodePgDatabase
}

/** Runs the work in a transaction; `commit` says whether it may stay. */
export async function inTransaction<T> (pool: pg.Pool, work: (transaction: StagingTransaction) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    // What it stages is gone after a crash anyway, and the rest with it: nobody need wait for the disk.
    await client.query('begin; set local synchronous_commit = off')
    const result = await work({ client, tx: drizzle({ client }) })
    await client.query('commit')
    client.release()
    return result
  } catch (err) {
    // A connection in the middle of a COPY or a failed transaction is not worth keeping.
    client.release(true)
    throw err
  }
}

const NONE = new Uint8Array()

export interface StageOptions {
  runId: number
  readers: Readers
  known: Known
}

/**
 * Stages a batch: looks up which records are known by their bytes and notes them, has the others read, copies those that
 * are good. The caller keeps the counts and commits.
 */
export async function stageBatch (client: pg.PoolClient, { block, decided }: Pick<Batch, 'block' | 'decided'>, { runId, readers, known }: StageOptions): Promise<StagedBatch> {
  const places = placesOf(block)
  const lines = places.length / 3
  let mark = performance.now()
  const lap = () => {
    const before = mark
    mark = performance.now()
    return mark - before
  }
  const { bytes, digests: digested } = await readers.digest({ bytes: block.bytes, places })
  const digests = bufferOf(digested)
  const unseen = lines > 0 ? await known.records(digests) : []
  if (unseen.length < lines) await copyRows(client, `seen_${runId} (digest)`, digestRows(digests, seenLines(lines, unseen)))
  const seenUnits = await known.units(digests, unseen)
  if (seenUnits.size > 0) await copyRows(client, `units_${runId} (raw_digest)`, digestRows(digests, seenUnits.keys()))
  const unknown = seenUnits.size > 0 ? unseen.filter((i) => !seenUnits.has(i)) : unseen
  const match = lap()
  const { read, copy, units } = unknown.length === 0 ? { read: emptyRead(), copy: NONE, units: NONE } : await readers.read({ bytes, first: block.first, ...pick(unknown, places, digests) })
  lap()
  if (copy.length > 0) await copyRows(client, `run_${runId} (${stagedColumns.join(', ')})`, copy)
  if (units.length > 0) await copyRows(client, `units_${runId} (${unitColumns.join(', ')})`, units)
  const skipped: Record<string, number> = { ...read.skipped }
  for (const kind of seenUnits.values()) skipped[kind] = (skipped[kind] ?? 0) + 1
  const rejects = [...read.rejects]
  decided.forEach((reading, i) => {
    if (reading.kind === 'skip') skipped[reading.reason] = (skipped[reading.reason] ?? 0) + 1
    else rejects.push({ ...reading, line: block.first + block.starts.length + i })
  })
  return {
    read: lines + decided.length, staged: read.staged, units: seenUnits.size + read.units, rejects, skipped,
    unknownFields: read.unknownFields, filled: read.filled, placed: read.placed,
    timings: { match, ...read.timings, copy: lap() },
  }
}

/** The places and digests of some of the lines. */
function pick (unknown: number[], places: Places, digests: Buffer): { places: Places, digests: Buffer } {
  if (3 * unknown.length === places.length) return { places, digests }
  const picked = new Int32Array(3 * unknown.length)
  for (const [i, at] of unknown.entries()) picked.set(places.subarray(3 * at, 3 * at + 3), 3 * i)
  return { places: picked, digests: Buffer.concat(unknown.map((at) => digests.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES))) }
}

/** The digests of some of the lines, as COPY's text. */
function digestRows (digests: Buffer, indexes: Iterable<number>): string {
  const hex = digests.toString('hex')
  const rows: string[] = []
  for (const i of indexes) rows.push(hex.slice(2 * i * DIGEST_BYTES, 2 * (i + 1) * DIGEST_BYTES))
  return `${rows.join('\n')}\n`
}

/** All lines but the unknown ones. */
function * seenLines (lines: number, unknown: number[]): Generator<number> {
  let next = 0
  for (let i = 0; i < lines; i++) {
    if (unknown[next] === i) next++
    else yield i
  }
}

async function copyRows (client: pg.PoolClient, into: string, rows: Uint8Array | string) {
  const copy = client.query(copyFrom(`copy staging.${into} from stdin`))
  const done = once(copy, 'finish')
  copy.end(rows)
  await done
}
