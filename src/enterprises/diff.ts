/** What a run would make of the register, or has made of it. */
export interface Diff {
  /** Enterprises told of for the first time, or again after they were gone. */
  new: number
  /** Further versions. */
  changed: number
  /** Of those, late ones that do not become the current version. */
  late: number
  gone: number
  /** Enterprises whose head office changes its province. */
  moved: number
  unchanged: number
  /** Records of the run that say the same as another of it. */
  duplicate: number
  /** States of dependent units that were not known. Units are no enterprises and are in none of the other counts. */
  units: number
  /** All trades, per province that changes. */
  provinces: ProvinceDiff[]
  /** Active enterprises that count, and candidates, by category on the day of the run. */
  categories: { category: string, basis: string, before: number, after: number }[]
}

export interface ProvinceDiff {
  province: string
  before: number
  after: number
  new: number
  changed: number
  gone: number
  movedIn: number
  movedOut: number
}
