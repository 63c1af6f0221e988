import { and, asc, eq, gt, inArray, isNull, or } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { enterpriseVersions as versions } from '../enterprises/tables.ts'
import { isCommune } from '../localities/queries.ts'
import { communes } from '../localities/tables.ts'

export interface AddressFilter {
  province?: string | undefined
  reason?: string | undefined
}

export interface AddressKey { province: string, code: string }

const behind = ({ province, code }: AddressKey) =>
  or(gt(versions.provinceCode, province), and(eq(versions.provinceCode, province), gt(versions.code, code)))

/** Enterprises of all trades that stand in their province without a commune, by province and code. */
export const listOpenAddresses = (db: Database, { province, reason }: AddressFilter, { after, limit }: { after: AddressKey | undefined, limit: number }) =>
  db.select({
    code: versions.code, name: versions.name, address: versions.address, addressParts: versions.addressParts,
    province: versions.provinceCode, reason: versions.placedBy, candidates: versions.communeCandidates, validFrom: versions.validFrom,
  }).from(versions)
    .where(and(
      eq(versions.isCurrent, true), isNull(versions.communeCode), eq(versions.presence, 'present'),
      province ? eq(versions.provinceCode, province) : undefined,
      reason ? eq(versions.placedBy, reason) : undefined,
      after && behind(after),
    ))
    .orderBy(asc(versions.provinceCode), asc(versions.code)).limit(limit)

/** Communes by their code, as they are called on the day. */
export async function nameCommunes (db: Database, codes: string[], on: Day) {
  const rows = await db.select({ code: communes.code, name: communes.name, type: communes.type })
    .from(communes).where(and(inArray(communes.code, codes), isCommune(communes.code, on)))
  return new Map(rows.map((row) => [row.code, row]))
}
