import { sql } from 'drizzle-orm'
import type { Day } from '../../calendar.ts'
import type { Database } from '../../db/client.ts'
import { communeOf, placeTitleOf, provinceOf } from '../../localities/queries.ts'
import { isKnown } from '../moment.ts'
import { listNames, loadMappingRows } from '../queries.ts'
import type { View } from '../rendering.ts'
import { createValueMapping } from '../value-mapping.ts'
import type { UnitKind } from './kinds.ts'

interface UnitRow extends Record<string, unknown> {
  code: string
  kind: UnitKind
  name: string | null
  value: string | null
  valueName: string | null
  province: string | null
  provinceName: string | null
  commune: string | null
  communeName: string | null
  address: string | null
  registeredOn: Day | null
  validFrom: Day
  position: string
}

/**
 * The units of an enterprise by code, behind `after`: of each the state that holds at the moment. A raw status means
 * what the mapping says that was in force then.
 */
export async function listUnits (db: Database, enterpriseCode: string, view: View, { after = '', limit }: { after?: string | undefined, limit: number }) {
  const isOld = view.division === '2004'
  const province = isOld ? sql`u.old_province_code` : sql`u.province_code`
  const { rows } = await db.execute<UnitRow>(sql`
    select u.code, u.kind, u.name, u.status_raw as value, u.status_raw_name as "valueName", ${province} as province, ${placeTitleOf('p', view.language)} as "provinceName",
      ${isOld ? sql`null` : sql`u.commune_code`} as commune, ${isOld ? sql`null` : placeTitleOf('c', view.language)} as "communeName",
      u.address, u.registered_on as "registeredOn", u.valid_from as "validFrom", u.recorded_from as position
    from (
      select distinct on (u.code) u.* from unit_versions u
      where u.enterprise_code = ${enterpriseCode} and u.code > ${after} and ${isKnown('u', view)} and u.valid_from <= ${view.day}::date
      order by u.code, u.valid_from desc, u.changes desc, u.version desc limit ${limit}
    ) u
    left join provinces p on ${provinceOf('p', province, view.division, view.day, isKnown('p', view))}
    left join communes c on ${communeOf('c', sql`u.commune_code`, view.day, isKnown('c', view))}
    order by u.code`)
  const mapping = createValueMapping(await loadMappingRows(db, view))
  const names = await listNames(db, 'legal_statuses', view)
  return rows.map(({ value, valueName, position, ...row }) => {
    const status = mapping('status', { value, name: valueName })
    return { ...row, status, statusName: names.get(status) ?? status, division: view.division, position: Number(position) }
  })
}
