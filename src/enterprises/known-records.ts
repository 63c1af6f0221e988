import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { roomToSort, seenTable } from './staging.ts'
import { hasForgottenUnit } from './units/record.ts'

/** Bytes of a digest: enough for a comparison, and what a UUID holds. */
export const DIGEST_BYTES = 16

/** Says of which records the bytes were read before. `digests` are those of the records, one behind the other; answers the indexes of those that are new. */
export type KnownRecords = (digests: Buffer) => Promise<number[]>

/** A record without a date of its own is known only as long as its version is the current one. */
export const isInForce = (known: SQL): SQL => sql`
  (${known}.is_dated or exists (select from enterprise_versions v where v.code = ${known}.code and v.version = ${known}.version and v.is_current))`

/** False on a register without records: then there is nothing to look up. */
export async function hasKnownRecords (db: Database): Promise<boolean> {
  const { rows: [found] } = await db.execute<{ exists: boolean }>(sql`select exists (select from known_records) as exists`)
  return found!.exists
}

/** Knows nothing: a first load need not look. */
export const noneKnown: KnownRecords = async (digests) => [...Array(digests.length / DIGEST_BYTES).keys()]

/** Asks the database each time: for some thousand records. */
export const askKnown = (tx: Database): KnownRecords => async (digests) => {
  const { rows } = await tx.execute<{ i: number }>(sql`
    select i
    from (select ${digests}::bytea as digests) d cross join generate_series(0, ${digests.length / DIGEST_BYTES - 1}::int) i
    left join known_records k on k.digest = encode(substring(d.digests from i * ${DIGEST_BYTES} + 1 for ${DIGEST_BYTES}), 'hex')::uuid and ${isInForce(sql`k`)}
    where k.digest is null order by i`)
  return rows.map(({ i }) => i)
}

/** Whether something that a run repeats is not known any more: it was taken back, or is gone, since the run was read. */
export async function hasForgotten (tx: Database, runId: number): Promise<boolean> {
  await roomToSort(tx)
  const { rows: [found] } = await tx.execute<{ exists: boolean }>(sql`
    select exists (select from ${seenTable(runId)} s left join known_records k on k.digest = s.digest and ${isInForce(sql`k`)} where k.digest is null) as exists`)
  return found!.exists || await hasForgottenUnit(tx, runId)
}

/** Of each digest half is kept: 8 bytes for a record that is known, 25 MB for a register of a million enterprises. */
const KEPT_BYTES = 8
const PAGE = 100_000
/** Records that share an entry of the directory, on average. */
const SHARING = 4

/**
 * Reads the digests once and looks them up in memory: for a whole file, whose records would otherwise be looked for all
 * over an index. One it misses is only read again; one it takes for another is found when the run is recorded, which
 * compares whole digests.
 */
export async function loadKnown (db: Database): Promise<KnownRecords> {
  const has = await loadDigests(db, sql`known_records`, isInForce(sql`k`))
  return async (digests) => {
    const unknown: number[] = []
    for (let i = 0, at = 0; at < digests.length; i++, at += DIGEST_BYTES) if (!has(digests.readUInt32BE(at), digests.readUInt32BE(at + 4))) unknown.push(i)
    return unknown
  }
}

/** Whether a digest, by the two halves of what is kept of it, is among those of a relation `k`. */
export async function loadDigests (db: Database, from: SQL, where: SQL = sql`true`): Promise<(high: number, low: number) => boolean> {
  const { rows: [counted] } = await db.execute<{ n: number }>(sql`select count(*)::int as n from ${from} k`)
  const most = counted!.n
  const high = new Uint32Array(most)
  const low = new Uint32Array(most)
  let n = 0
  for (let after: string | null = null; ;) {
    const { rows: [page] }: { rows: { digests: Buffer | null, last: string | null }[] } = await db.execute(sql`
      select string_agg(substring(uuid_send(digest) for ${KEPT_BYTES}), '' order by digest) filter (where ${where}) as digests, max(digest::text) as last
      from (select * from ${from} k ${after === null ? sql`` : sql`where digest > ${after}::uuid`} order by digest limit ${PAGE}) k`)
    if (page!.last === null) break
    after = page!.last
    const digests = page!.digests ?? Buffer.alloc(0)
    for (let at = 0; at < digests.length && n < most; at += KEPT_BYTES, n++) {
      high[n] = digests.readUInt32BE(at)
      low[n] = digests.readUInt32BE(at + 4)
    }
  }
  return lookUp(high.subarray(0, n), low.subarray(0, n))
}

/** Whether a number in two halves is among sorted ones. A directory by the first bits leads to a few of them. */
function lookUp (high: Uint32Array, low: Uint32Array): (h: number, l: number) => boolean {
  const shift = 32 - Math.min(24, Math.max(1, Math.ceil(Math.log2(high.length / SHARING))))
  const starts = new Uint32Array(2 ** (32 - shift) + 1)
  for (const h of high) starts[(h >>> shift) + 1]!++
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
  return (h, l) => {
    for (let at = starts[h >>> shift]!; at < starts[(h >>> shift) + 1]!; at++) if (high[at] === h && low[at] === l) return true
    return false
  }
}
