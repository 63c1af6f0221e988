import { sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { DIGEST_BYTES, loadDigests } from '../known-records.ts'

export type KnownUnitKind = 'branch' | 'business-location'

/** Says of which units the bytes were read before. Of the digests only those at the indexes are asked for; answers what is known among them. */
export type KnownUnits = (digests: Buffer, indexes: number[]) => Promise<Map<number, KnownUnitKind>>

const isLocation = sql`length(code) = 5`

/** Knows nothing: a first load need not look. */
export const noUnitsKnown: KnownUnits = async () => new Map()

/** Asks the database each time: for some thousand records. */
export const askKnownUnits = (tx: Database): KnownUnits => async (digests, indexes) => {
  if (indexes.length === 0) return new Map()
  const asked = indexes.map((i) => digests.toString('hex', i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES))
  const { rows } = await tx.execute<{ nth: number, is_location: boolean }>(sql`
    select nth::int, ${isLocation} as is_location
    from unnest(${sql.param(asked)}::uuid[]) with ordinality a (digest, nth) join known_units k on k.digest = a.digest`)
  return new Map(rows.map(({ nth, is_location }) => [indexes[nth - 1]!, is_location ? 'business-location' : 'branch']))
}

/** Reads the digests once and looks them up in memory: for a whole file. */
export async function loadKnownUnits (db: Database): Promise<KnownUnits> {
  const kinds = [
    ['branch', await loadDigests(db, sql`(select * from known_units where not ${isLocation})`)],
    ['business-location', await loadDigests(db, sql`(select * from known_units where ${isLocation})`)],
  ] as const
  return async (digests, indexes) => {
    const found = new Map<number, KnownUnitKind>()
    for (const i of indexes) {
      const [high, low] = [digests.readUInt32BE(i * DIGEST_BYTES), digests.readUInt32BE(i * DIGEST_BYTES + 4)]
      const kind = kinds.find(([, has]) => has(high, low))?.[0]
      if (kind) found.set(i, kind)
    }
    return found
  }
}
