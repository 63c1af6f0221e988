import { addDays, dayOf, daysBetween, isDay } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { dossierRow, Dossiers, dossierState } from './dossiers.ts'
import type { Dossier } from './dossiers.ts'
import { extraByCode, wireOfExtra } from './extras.ts'
import { wireOf } from './world.ts'
import type { World } from './world.ts'

type Query = Readonly<Record<string, string>>
export type Answer = (query: Query) => object

const MAX_DAYS = 5
const MAX_LIMIT = 200
const DEFAULT_LIMIT = 100

/** A refusal by the service is an answer like any other, with Status 0 and a message. */
class Refusal extends Error {}

/** The four operations of the contract, by name. */
export function answers (world: World, now: () => Date): Record<string, Answer> {
  const dossiers = new Dossiers(world)
  const minute = (): number => world.clock.minuteOf(now())
  const told = (list: Dossier[]): Dossier[] => list.filter((dossier) => dossier.minute <= minute())
  const operations: Record<string, Answer> = {
    chiTietDoanhNghiep: (query) => detail(world, required(query, 'msdn').trim(), minute()),
    danhSachHoSoTrongNgay: (query) => {
      const today = dayOf(now())
      const start = world.clock.startOf(today)
      const from = start + minutesOf(query, 'from_ts')
      const to = start + minutesOf(query, 'to_ts')
      return page(world, told(dossiers.on(today)).filter((dossier) => dossier.minute >= from && dossier.minute <= to), query)
    },
    danhSachHoSo: (query) => {
      const today = dayOf(now())
      const days = daysOf(query).filter((day) => day <= today)
      return page(world, days.flatMap((day) => (day < today ? dossiers.listed(day) : told(dossiers.on(day)))), query)
    },
    tinhTrangHoSo: (query) => {
      const dossier = dossiers.byJournal(required(query, 'in_journal_no').trim(), minute())
      if (!dossier) throw new Refusal('Không tìm thấy hồ sơ')
      const state = dossierState(world, dossier)
      return { Status: '1', Message: '', DataCount: 1, Data: world.flaws === 'none' ? [state] : state }
    },
  }
  return Object.fromEntries(Object.entries(operations).map(([name, answer]) => [name, refusing(answer)]))
}

const refusing = (answer: Answer): Answer => (query) => {
  try {
    return answer(query)
  } catch (error) {
    if (error instanceof Refusal) return { Status: '0', Message: error.message, DataCount: 0 }
    throw error
  }
}

function detail (world: World, code: string, minute: number): object {
  const index = world.enterpriseByCode(code)
  const state = index === undefined ? undefined : world.states(index, minute).at(-1)
  if (state) return wireOf(world, state)
  const extra = extraByCode(world, code, minute)
  if (!extra) throw new Refusal('Không tìm thấy doanh nghiệp')
  return wireOfExtra(world, extra)
}

/** The rows asked for; DataCount is of the whole window, whatever the page. */
function page (world: World, list: Dossier[], query: Query): object {
  const offset = count(query, 'offset', 0)
  const limit = Math.min(MAX_LIMIT, count(query, 'limit', DEFAULT_LIMIT))
  const rows = list.slice(offset, offset + limit).map((dossier) => dossierRow(world, dossier))
  const isFlawed = world.flaws === 'all'
  const data = isFlawed && rows.length < 2 ? (rows[0] ?? null) : rows
  return { Status: '1', Message: '', DataCount: isFlawed ? String(list.length) : list.length, Data: data }
}

function required (query: Query, name: string): string {
  const value = query[name]
  if (!value) throw new Refusal(`Thiếu tham số ${name}`)
  return value
}

function count (query: Query, name: string, fallback: number): number {
  const text = query[name] ?? String(fallback)
  if (!/^\d{1,9}$/.test(text)) throw new Refusal(`Tham số ${name} không hợp lệ`)
  return Number(text)
}

function minutesOf (query: Query, name: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(required(query, name))
  if (!match) throw new Refusal(`Tham số ${name} phải có dạng HH:mm`)
  return Number(match[1]) * 60 + Number(match[2])
}

function dateOf (query: Query, name: string): Day {
  const match = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(required(query, name))
  const day = match ? `${match[3]}-${match[2]}-${match[1]}` : ''
  if (!isDay(day)) throw new Refusal(`Tham số ${name} phải là ngày dạng dd/MM/yyyy`)
  return day
}

function daysOf (query: Query): Day[] {
  const from = dateOf(query, 'from_date')
  const days = daysBetween(from, dateOf(query, 'to_date')) + 1
  if (days < 1) throw new Refusal('from_date phải trước to_date')
  if (days > MAX_DAYS) throw new Refusal(`Khoảng thời gian không được quá ${MAX_DAYS} ngày`)
  return Array.from({ length: days }, (_, at) => addDays(from, at))
}
