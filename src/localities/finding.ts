import type { Commune } from './new-communes.ts'
import type { OldWard } from './old-wards.ts'

/** How a commune was found. */
export const PLACED_BY = ['code', 'name', 'succession'] as const
/** Why a commune stays open, for review. */
export const LEFT_OPEN = ['divided', 'abolished', 'ambiguous', 'unreadable'] as const

export interface Finding {
  placedBy: typeof PLACED_BY[number] | typeof LEFT_OPEN[number]
  communeCode: string | null
  candidates: readonly string[]
  /** The unit of 2004 of the old ward that was found. */
  from: string | null
}

const MAX_CANDIDATES = 20
const NO_CANDIDATES: readonly string[] = Object.freeze([])

export const placed = (placedBy: typeof PLACED_BY[number], communeCode: string, from: string | null = null): Finding =>
  ({ placedBy, communeCode, candidates: NO_CANDIDATES, from })

/** A list cut off could lack the right one, so a longer one is left away. */
export function leftOpen (placedBy: typeof LEFT_OPEN[number], communes: Iterable<string>, from: string | null = null): Finding {
  const codes = [...new Set(communes)].sort()
  return { placedBy, communeCode: null, candidates: codes.length > MAX_CANDIDATES ? NO_CANDIDATES : codes, from }
}

/** Several communes make a name ambiguous; a single one that only resembles it is no reading. */
export function resembling (communes: Iterable<string>): Finding {
  const codes = new Set(communes)
  return leftOpen(codes.size > 1 ? 'ambiguous' : 'unreadable', codes)
}

/** Where an old ward went. One that was divided stays open unless the name written is that of one of its successors. */
export function succeeded (ward: OldWard, named: Commune | undefined): Finding {
  if (ward.successors.length === 1) return placed('succession', ward.successors[0]!, ward.provinceCode)
  if (named && ward.successors.includes(named.code)) return placed('name', named.code, ward.provinceCode)
  return { placedBy: 'divided', communeCode: null, candidates: ward.successors, from: ward.provinceCode }
}
