import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { finished, pipeline, Transform } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { and, eq } from 'drizzle-orm'
import type pg from 'pg'
import type { Database } from '../db/client.ts'
import { dropStaging, findKnown } from '../enterprises/commands.ts'
import { saveProgress, saveRejects } from './commands.ts'
import type { Author } from '../journal/audit.ts'
import { recordAudit } from '../journal/audit.ts'
import { findRun } from './queries.ts'
import { lineBlocks } from './reading/line-block.ts'
import type { Readers } from './reading/readers.ts'
import { addProgress, inTransaction, noProgress, stageBatch } from './staging.ts'
import { runChunks } from './tables.ts'

export const MAX_CHUNK = 100_000
/** Of the body as sent, and unpacked: what gzip blows up further is no feed. */
export const MAX_CHUNK_BYTES = 64 * 1_048_576
const MAX_UNPACKED_BYTES = 1024 * 1_048_576
/** Line numbers of a chunk begin here times its number, so that a record's number in the run tells both. */
const CHUNK_LINES = 10_000_000

export interface ChunkBody {
  /** Who sends it. */
  by: Author
  stream: Readable
  isGzip: boolean
  /** What the sender says: SHA-256 over the bytes as sent, hexadecimal; number of records. */
  sha256: string | undefined
  records: number | undefined
}

/** More than this in one chunk is no feed with bad records, but no feed: keeping them all would only fill the database. */
const MAX_REJECTS = 100_000

export type ChunkFault = 'too-large' | 'too-many-rejects' | 'digest' | 'record-count' | 'cut' | 'damaged' | 'conflict'

/** Thrown for a chunk that is not taken; nothing of it stays. */
export class ChunkRefused extends Error {
  override name = 'ChunkRefused'
  readonly fault: ChunkFault
  readonly sha256: string | undefined

  constructor (fault: ChunkFault, sha256?: string) {
    super(`The chunk is refused: ${fault}.`)
    this.fault = fault
    this.sha256 = sha256
  }
}

export type Chunk = typeof runChunks.$inferSelect

const findChunk = async (db: Database, runId: number, number: number): Promise<Chunk | undefined> =>
  (await db.select().from(runChunks).where(and(eq(runChunks.runId, runId), eq(runChunks.number, number))))[0]

const limited = (limit: number, onBytes: (bytes: Buffer) => void = () => {}) => {
  let size = 0
  return new Transform({
    transform (bytes: Buffer, _encoding, done) {
      size += bytes.length
      onBytes(bytes)
      if (size > limit) done(new ChunkRefused('too-large'))
      else done(null, bytes)
    },
  })
}

const ZLIB_FAULTS: Record<string, ChunkFault> = { Z_BUF_ERROR: 'cut', Z_DATA_ERROR: 'damaged' }

/**
 * Like a pipeline, but refusing the rest does not tear the request down: a sender that is still sending would see its
 * connection break, and never read why. What it goes on to send is thrown away, up to the size of another chunk.
 */
function pour (from: Readable, into: Transform): Transform {
  finished(from, { writable: false }, (err) => { if (err) into.destroy(new ChunkRefused('cut')) })
  // Whoever reads gets it as well.
  into.on('error', () => {})
  into.once('close', () => {
    let rest = 0
    from.on('data', (bytes: Buffer) => {
      rest += bytes.length
      if (rest > MAX_CHUNK_BYTES) from.destroy()
    }).resume()
  })
  return from.pipe(into)
}

/** Counts and hashes the bytes as they were sent, and unpacks them. */
function open ({ stream, isGzip }: Pick<ChunkBody, 'stream' | 'isGzip'>) {
  const hash = createHash('sha256')
  let bytes = 0
  const sent = limited(MAX_CHUNK_BYTES, (part) => {
    bytes += part.length
    hash.update(part)
  })
  const poured = pour(stream, sent)
  const lines = isGzip ? pipeline(poured, createGunzip(), limited(MAX_UNPACKED_BYTES), () => {}) : poured
  return { lines, sum: () => ({ sha256: hash.digest('hex'), bytes }) }
}

/**
 * Stages a chunk in one transaction: all of it, once its end has come and its digest is right, or nothing. The same
 * chunk again changes nothing and answers what is there; another content under its number is refused.
 */
export async function takeChunk (pool: pg.Pool, db: Database, runId: number, number: number, body: ChunkBody, readers: () => Promise<Readers>): Promise<{ chunk: Chunk, isRepeated: boolean }> {
  const known = await findChunk(db, runId, number)
  if (known) return await compareChunk(known, body)
  try {
    // They are made over the same connections: whoever waits for them must not hold one.
    const reading = await readers()
    const chunk = await inTransaction(pool, async ({ client, tx }) => {
      const known = await findKnown(tx, false)
      const { lines, sum } = open(body)
      const progress = noProgress()
      const first = number * CHUNK_LINES
      for await (const block of lineBlocks(lines, first + 1)) {
        if (block.first + block.starts.length > first + CHUNK_LINES) throw new ChunkRefused('too-large')
        const { rejects, ...staged } = await stageBatch(client, { block, decided: [] }, { runId, readers: reading, known })
        await saveRejects(tx, runId, rejects.map((reject) => ({ ...reject, line: reject.line - first })), number)
        addProgress(progress, staged, rejects.length)
        if (progress.rejected > MAX_REJECTS) throw new ChunkRefused('too-many-rejects')
      }
      const { sha256, bytes } = sum()
      if (body.sha256 !== undefined && body.sha256 !== sha256) throw new ChunkRefused('digest')
      if (body.records !== undefined && body.records !== progress.read) throw new ChunkRefused('record-count')
      const [chunk] = await tx.insert(runChunks).values({ runId, number, sha256, bytes, records: progress.read }).onConflictDoNothing().returning()
      // Another request with this number was faster.
      if (!chunk) throw new ChunkRefused('conflict', sha256)
      await saveProgress(tx, runId, progress, { state: 'open' })
      await recordAudit(tx, { by: body.by, action: 'run.fill', subject: `run/${runId}`, after: { chunk: number, sha256, bytes, records: progress.read } })
      return chunk
    })
    return { chunk, isRepeated: false }
  } catch (err) {
    await dropAfterEnd(db, runId).catch(() => undefined)
    const winner = err instanceof ChunkRefused && err.sha256 !== undefined ? await findChunk(db, runId, number) : undefined
    if (winner && winner.sha256 === (err as ChunkRefused).sha256) return { chunk: winner, isRepeated: true }
    const fault = ZLIB_FAULTS[String((err as NodeJS.ErrnoException).code)]
    throw fault ? new ChunkRefused(fault) : err
  }
}

/** A run that ended while its chunk was arriving could not drop what the chunk was filling. */
async function dropAfterEnd (db: Database, runId: number): Promise<void> {
  if ((await findRun(db, runId))?.finishedAt) await dropStaging(db, runId)
}

/** Only the bytes are compared: nothing of them is read. */
async function compareChunk (known: Chunk, body: ChunkBody): Promise<{ chunk: Chunk, isRepeated: boolean }> {
  const { lines, sum } = open({ ...body, isGzip: false })
  for await (const _ of lines) { /* hashed on its way */ }
  const { sha256 } = sum()
  if (body.sha256 !== undefined && body.sha256 !== sha256) throw new ChunkRefused('digest')
  if (sha256 !== known.sha256) throw new ChunkRefused('conflict')
  return { chunk: known, isRepeated: true }
}
