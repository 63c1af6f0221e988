import type { Area } from './area.ts'
import type { Finding } from './finding.ts'
import type { WrittenPlace } from './name-reading.ts'

type ByDistrict = Map<string, Map<string, Finding>>

/** By two kinds of day, area, district and ward: no text has to be joined and hashed to look one up. */
function findingsOf (memory: Map<Area, ByDistrict>, area: Area, district: string): Map<string, Finding> {
  const districts = memory.get(area) ?? new Map<string, Map<string, Finding>>()
  const wards = districts.get(district) ?? new Map<string, Finding>()
  memory.set(area, districts.set(district, wards))
  return wards
}

/** Remembers what was found for names that the lists have; other names do not come back often enough to be kept. */
export function rememberFindings (read: (place: WrittenPlace) => Finding, isListed: (name: string) => boolean, limit: number): (place: WrittenPlace) => Finding {
  const old = new Map<Area, ByDistrict>()
  const later = new Map<Area, ByDistrict>()
  let kept = 0
  return (place) => {
    const { area, district, ward, isOld } = place
    const memory = isOld ? old : later
    const known = memory.get(area)?.get(district)?.get(ward)
    if (known) return known
    const finding = read(place)
    if (!isListed(ward) || !(district === '' || isListed(district))) return finding
    if (kept >= limit) {
      old.clear()
      later.clear()
      kept = 0
    }
    findingsOf(memory, area, district).set(ward, finding)
    kept++
    return finding
  }
}
