import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'

type Row = Readonly<Record<string, string>>

export interface ProvinceRow { division: string, code: string, name: string, type: string, validFrom: string }
export interface CommuneRow { code: string, provinceCode: string, name: string, type: string, validFrom: string }
export interface SuccessionRow { oldLevel: string, oldCode: string, oldName: string, oldDistrict: string, oldProvinceCode: string, newCode: string }
export interface PopulationRow { provinceCode: string, population: number }
export interface IndustryRow { vsic: string, code: string, name: string, scope: string }

/** The reference data on which the made-up enterprises stand. */
export interface Geography {
  provinces: ProvinceRow[]
  communes: CommuneRow[]
  successions: SuccessionRow[]
  populations: PopulationRow[]
  industries: IndustryRow[]
}

/** `seeds/` beside `src` or `dist`. */
export const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url))
/** The only base that exists for all 34 units. */
const BASE = 'registered-2024'

/** Reads the reference data from the seed files themselves: the sandbox has no database. */
export async function readGeography (folder: string = SEEDS): Promise<Geography> {
  const files = await readdir(folder)
  const read = async (table: string): Promise<Row[]> => {
    const file = files.find((name) => name.replace(/^\d+-/, '').replaceAll('-', '_') === `${table}.csv`)
    if (!file) throw new Error(`The sandbox needs the table ${table} in ${folder}`)
    return parse<Record<string, string>>(await readFile(join(folder, file), 'utf8'), { columns: true, bom: true })
  }
  const [provinces, communes, successions, populations, industries] =
    await Promise.all(['provinces', 'communes', 'commune_successions', 'populations', 'industries'].map(read)) as [Row[], Row[], Row[], Row[], Row[]]
  return {
    provinces: provinces.map((r) => ({ division: r.division!, code: r.code!, name: r.name!, type: r.type!, validFrom: r.valid_from! })),
    communes: communes.map((r) => ({ code: r.code!, provinceCode: r.province_code!, name: r.name!, type: r.type!, validFrom: r.valid_from! })),
    successions: successions.map((r) => ({ oldLevel: r.old_level!, oldCode: r.old_code!, oldName: r.old_name!, oldDistrict: r.old_district!, oldProvinceCode: r.old_province_code!, newCode: r.new_code! })),
    populations: populations.filter((r) => r.base === BASE && r.division === '2025').map((r) => ({ provinceCode: r.province_code!, population: Number(r.population) })),
    industries: industries.map((r) => ({ vsic: r.vsic!, code: r.code!, name: r.name!, scope: r.scope! })),
  }
}
