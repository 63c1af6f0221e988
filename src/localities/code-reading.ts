import type { Area, Areas } from './area.ts'
import type { Finding } from './finding.ts'
import { leftOpen, placed, succeeded } from './finding.ts'
import type { Commune } from './new-communes.ts'
import type { Lists } from './name-reading.ts'
import type { OldWard } from './old-wards.ts'

/** An address with a code; `area` is null where no city is given or none can be read from it. */
export interface CodedPlace {
  code: string
  division: '2025' | '2004' | undefined
  area: Area | null
  hasCity: boolean
  district: string
  ward: string
}

/** What a code can stand for in the province that was read, by list, and what the names beside it confirm. */
export interface CodeReading {
  commune: Commune | undefined
  old: OldWard | undefined
  agreed: { commune: Commune | undefined, old: OldWard | undefined }
  provinceCode: string
}

export const isCommuneCode = (code: string): boolean => /^\d{5}$/.test(code)

function liesIn (area: Area | null, provinceCode: string | undefined, origins: readonly string[]): boolean {
  if (!area) return true
  return area.provinceCode === provinceCode && (!area.isFormer || origins.includes(area.oldCode!))
}

export function readCode ({ communes, wards }: Lists, areas: Areas, { code, division, area, district, ward }: CodedPlace): CodeReading | null {
  const unit = division === '2004' ? undefined : communes.byCode(code)
  const former = division === '2025' ? undefined : wards.byCode(code)
  const commune = unit && liesIn(area, unit.provinceCode, unit.origins) ? unit : undefined
  const formerProvince = former && areas.successorOf(former.provinceCode)
  const old = former && liesIn(area, formerProvince, [former.provinceCode]) ? former : undefined
  const provinceCode = commune?.provinceCode ?? (old && formerProvince)
  if (provinceCode === undefined) return null
  const agreed = {
    commune: commune?.names.includes(ward) ? commune : undefined,
    old: old?.name === ward && (district === '' || old.district === district) ? old : undefined,
  }
  return { commune, old, agreed, provinceCode }
}

/**
 * The commune that a code decides. Of a code whose list is not known, or that stands beside a city that cannot be read,
 * the ward's name must be that of the code in one of the lists. Null where the name has to be read.
 */
export function decideByCode ({ commune, old, agreed }: CodeReading, { division, area, hasCity }: CodedPlace, named: Commune | undefined): Finding | null {
  const isTold = division !== undefined && (area !== null || !hasCity)
  const now = isTold ? commune : agreed.commune
  const then = isTold ? old : agreed.old
  if (now && then) return then.successors.length === 1 && then.successors[0] === now.code ? placed('code', now.code) : null
  if (now) return placed('code', now.code)
  return then ? succeeded(then, named) : null
}

/** What is left where the name says nothing: the code, if it means one commune in whichever list has it. */
export function fallBackOnCode ({ commune, old }: CodeReading): Finding {
  if (!commune && old) return succeeded(old, undefined)
  const codes = new Set([commune!.code, ...old?.successors ?? []])
  return codes.size === 1 ? placed('code', commune!.code) : leftOpen('ambiguous', codes)
}
