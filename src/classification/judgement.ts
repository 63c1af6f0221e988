import type { Day } from '../calendar.ts'
import type { Bilingual } from '../http/language.ts'
import type { ProblemKind } from '../http/problem-types.ts'

/** How an enterprise stands at the moment of a decision. */
export interface Standing {
  code: string
  version: number
  presence: string
  status: string
  registeredOn: Day
  province: string
  /** From when the latest decision holds; null where there is none or it is left to the rule. */
  decidedFrom: Day | null
}

export interface Asked {
  effectiveFrom: Day
  /** The version that the officer saw; `*` for whichever it is. */
  seen: (version: number) => boolean
}

/** Why a decision cannot be taken: what its problem document says. */
export interface Refusal {
  kind: ProblemKind
  detail?: Bilingual
  /** Of the member that cannot be used. */
  path?: string
  message?: string
  /** Of the province whose scope is missing. */
  province?: string
}

export const UNKNOWN: Refusal = {
  kind: 'not-found',
  detail: { vi: 'Không có doanh nghiệp với mã số này trong dữ liệu đăng ký.', en: 'No enterprise with this code is known to the feed.' },
}
const ENDED: Refusal = {
  kind: 'wrong-state',
  detail: { vi: 'Doanh nghiệp đã giải thể, phá sản hoặc chấm dứt tồn tại; không còn gì để quyết định.', en: 'The enterprise has been dissolved or ceased to exist: there is nothing left to decide.' },
}

/** Who may decide comes before what has changed: an enterprise that has just moved away is another province's, whatever its version. */
export function judge ({ effectiveFrom, seen }: Asked, standing: Standing | undefined, { today, mayDecide }: { today: Day, mayDecide: (province: string) => boolean }): Refusal | null {
  if (!standing || standing.presence === 'withdrawn') return UNKNOWN
  const { province, presence, status, registeredOn, version } = standing
  if (!mayDecide(province)) return { kind: 'forbidden', province }
  if (!seen(version)) return { kind: 'precondition-failed' }
  if (presence === 'gone') return { kind: 'gone' }
  if (status === 'ended') return ENDED
  if (effectiveFrom > today) return { kind: 'invalid-request', path: 'effectiveFrom', message: 'must not be in the future' }
  if (effectiveFrom < registeredOn) return { kind: 'invalid-request', path: 'effectiveFrom', message: `must not be before the first registration, ${registeredOn}` }
  return null
}
