import type { Day } from '../calendar.ts'
import { feedDate } from './clock.ts'
import { Dice, STREAM } from './dice.ts'
import { extraOf } from './extras.ts'
import type { Extra } from './extras.ts'
import { compactDate } from './flaws.ts'
import { contactOf } from './people.ts'
import { enterpriseId, legalTypeId } from './record.ts'
import type { EventKind, State } from './state.ts'
import { DAY_MINUTES } from './timeline.ts'
import type { World } from './world.ts'

/** One event as a file that an enterprise handed in, or the extra that came along with it. */
export interface Dossier { journal: string, minute: number, state: State, extra?: Extra }

/** The five kinds of dossier of the national service; what it has no kind for is a change. */
const TYPES: Partial<Record<EventKind, string>> = {
  founded: 'Đăng ký mới',
  suspended: 'Tạm ngừng',
  reactivated: 'Hoạt động trở lại',
  dissolving: 'Giải thể',
  ended: 'Giải thể',
}
const OWN_JOURNAL = 10_000_000_000
const EXTRA_JOURNAL = 20_000_000_000
const KEPT_DAYS = 12

export class Dossiers {
  readonly #world: World
  readonly #days = new Map<Day, Dossier[]>()

  constructor (world: World) {
    this.#world = world
  }

  /** A day's dossiers by the minute; computed once for the days asked for last. */
  on (day: Day): Dossier[] {
    const known = this.#days.get(day)
    if (known) return known
    const start = this.#world.clock.startOf(day)
    const dossiers = this.#events(start, start + DAY_MINUTES).flatMap((state) => this.#ofEvent(state))
    if (this.#days.size >= KEPT_DAYS) this.#days.delete(this.#days.keys().next().value!)
    this.#days.set(day, dossiers)
    return dossiers
  }

  /** As `on`, in the order in which the service lists a day that is over: any order, where it has flaws. */
  listed (day: Day): Dossier[] {
    const dossiers = this.on(day)
    if (this.#world.flaws === 'none') return dossiers
    const shuffled = [...dossiers]
    const dice = new Dice(this.#world.seed, STREAM.order, this.#world.clock.startOf(day))
    for (let left = shuffled.length; left > 1; left--) {
      const at = dice.below(left)
      ;[shuffled[at], shuffled[left - 1]] = [shuffled[left - 1]!, shuffled[at]!]
    }
    return shuffled
  }

  /** The dossier of a number, once its event has happened. */
  byJournal (journal: string, until: number): Dossier | undefined {
    if (!/^[12]\d{10}$/.test(journal)) return undefined
    const key = Number(journal) % OWN_JOURNAL
    const state = this.#world.states(Math.floor(key / 1000), until)[key % 1000]
    return state && this.#ofEvent(state).find((dossier) => dossier.journal === journal)
  }

  #events (from: number, to: number): State[] {
    const { timeline } = this.#world
    const events: State[] = []
    const last = timeline.foundedBefore(to)
    for (let index = timeline.foundedBefore(from); index < last; index++) events.push(this.#world.states(index, timeline.foundedAt(index))[0]!)
    for (const { index, minute } of timeline.slotsBetween(from, to)) {
      const state = this.#world.states(index, minute).at(-1)
      if (state && state.changes > 0 && state.minute === minute) events.push(state)
    }
    return events.sort((a, b) => a.minute - b.minute || a.index - b.index)
  }

  #ofEvent (state: State): Dossier[] {
    const key = state.index * 1000 + state.changes
    const own = { journal: String(OWN_JOURNAL + key), minute: state.minute, state }
    const extra = extraOf(this.#world, state)
    if (!extra) return [own]
    return [own, extra.kind === 'duplicate' ? own : { ...own, journal: String(EXTRA_JOURNAL + key), extra }]
  }
}

/** A row of the two lists. */
export function dossierRow (world: World, { journal, minute, state, extra }: Dossier): Record<string, string | number> {
  const day = (minutes: number): string => feedDate(world.clock.dayOf(minutes))
  const row = {
    IN_JOURNAL_NO: journal,
    DOCUMENT_TYPE: TYPES[state.event] ?? 'Thay đổi',
    ENTERPRISE_CODE: String(enterpriseId(state.index)),
    ENTERPRISE_GDT_CODE: extra?.code ?? state.code,
    NAME: state.name,
    SITE_ID: state.place.now.cityId,
    RECEIPT_DATE: day(minute - 3 * DAY_MINUTES),
    PLAN_DATE: day(minute),
    PROCESS_STATUS: 'Đã chấp thuận',
    PROCESSED_DATE: day(minute),
  }
  if (world.flaws === 'none') return row
  const dice = new Dice(world.seed, STREAM.flaw, state.index, 1_000_000 + state.changes)
  if (dice.chance(0.3)) for (const field of ['RECEIPT_DATE', 'PLAN_DATE', 'PROCESSED_DATE'] as const) row[field] = compactDate(row[field])
  if (dice.chance(0.12)) Object.assign(row, { NAME: row.NAME.normalize('NFD'), DOCUMENT_TYPE: row.DOCUMENT_TYPE.normalize('NFD') })
  return dice.chance(0.2) ? { ...row, IN_JOURNAL_NO: Number(journal), SITE_ID: Number(row.SITE_ID) } : row
}

/** What `tinhTrangHoSo` adds to a row. */
export function dossierState (world: World, dossier: Dossier): Record<string, string | number> {
  const { state } = dossier
  return {
    ...dossierRow(world, dossier),
    ENTERPRISE_TYPE_ID: legalTypeId(state),
    REGISTRATION_DATE: feedDate(world.clock.dayOf(state.foundedAt)),
    SUPPLEMENT_DATE: '',
    SUBMISSION_TYPE: 'Qua mạng',
    ...contactOf(state),
  }
}
