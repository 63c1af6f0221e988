import { hash } from 'node:crypto'
import { once } from 'node:events'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { DIGEST_BYTES, passKnown, stagedColumns } from '../enterprises/commands.ts'
import type { Reject } from './feed-record.ts'
import type { LineBlock } from './reading/line-block.ts'
import { TOO_LONG } from './reading/line-block.ts'
import { emptyRead } from './reading/read-block.ts'
import type { Readers } from './reading/readers.ts'
import type { Batch } from './source.ts'

/** What staging a batch came to; added to the run's counts. */
export interface Progress {
  read: number
  staged: number
  rejected: number
  skipped: Record<string, number>
  unknownFields: Record<string, number>
  filled: Record<string, number>
  placed: Record<string, number>
  timings: Record<string, number>
}

export const noProgress = (): Progress =>
  ({ read: 0, staged: 0, rejected: 0, skipped: {}, unknownFields: {}, filled: {}, placed: {}, timings: {} })

const addCounts = (sum: Record<string, number>, counts: Record<string, number>) => {
  for (const [name, n] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + n
}

export function addProgress (sum: Progress, { read, staged, skipped, unknownFields, filled, placed, timings }: Omit<Progress, 'rejected'>, rejected: number): void {
  sum.read += read
  sum.staged += staged
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
    await client.query('begin')
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
  /** Whether any record is known by its bytes: a first load need not look. */
  looksUp: boolean
}

/**
 * Stages a batch: looks up which records are known by their bytes, has the others read, copies those that are good.
 * The caller keeps the counts and commits.
 */
export async function stageBatch ({ client, tx }: StagingTransaction, { block, decided }: Pick<Batch, 'block' | 'decided'>, { runId, readers, looksUp }: StageOptions): Promise<StagedBatch> {
  const lines = [...block.starts.keys()].filter((i) => block.starts[i]! !== block.ends[i]!)
  const digests = digestsOf(block, lines)
  let mark = performance.now()
  const lap = () => {
    const before = mark
    mark = performance.now()
    return mark - before
  }
  const unknown = looksUp && lines.length > 0 ? await passKnown(tx, runId, digests) : [...lines.keys()]
  const match = lap()
  const { read, copy } = unknown.length === 0 ? { read: emptyRead(), copy: NONE } : await readers.read({
    bytes: block.bytes, first: block.first,
    picks: Int32Array.from(unknown.flatMap((at) => [lines[at]!, block.starts[lines[at]!]!, block.ends[lines[at]!]!])),
    digests: unknown.length === lines.length ? digests : Buffer.concat(unknown.map((at) => digests.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES))),
  })
  lap()
  if (copy.length > 0) await copyRows(client, runId, copy)
  const skipped: Record<string, number> = { ...read.skipped }
  const rejects = [...read.rejects]
  decided.forEach((reading, i) => {
    if (reading.kind === 'skip') skipped[reading.reason] = (skipped[reading.reason] ?? 0) + 1
    else rejects.push({ ...reading, line: block.first + block.starts.length + i })
  })
  return {
    read: lines.length + decided.length, staged: read.staged, rejects, skipped,
    unknownFields: read.unknownFields, filled: read.filled, placed: read.placed,
    timings: { match, ...read.timings, copy: lap() },
  }
}

/** The digests of some lines, one behind the other. SHA-256 cut short: with the processor's help it is faster than MD5. */
function digestsOf ({ bytes, starts, ends }: LineBlock, lines: number[]): Buffer {
  const digests = Buffer.allocUnsafe(lines.length * DIGEST_BYTES)
  lines.forEach((i, at) => {
    // Of a line that was too long nothing is left to compare: a digest that no other has.
    const line = starts[i] === TOO_LONG ? Buffer.from(`too long ${performance.now()} ${i}`) : bytes.subarray(starts[i]!, ends[i]!)
    hash('sha256', line, 'buffer').copy(digests, at * DIGEST_BYTES, 0, DIGEST_BYTES)
  })
  return digests
}

async function copyRows (client: pg.PoolClient, runId: number, rows: Uint8Array) {
  const copy = client.query(copyFrom(`copy staging.run_${runId} (${stagedColumns.join(', ')}) from stdin`))
  const done = once(copy, 'finish')
  copy.end(rows)
  await done
}
