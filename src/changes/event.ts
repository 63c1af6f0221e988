import type { Enterprise } from '../enterprises/schemas.ts'

/** What happened to an enterprise, or to what the whole register rests on. */
export const ENTERPRISE_EVENTS = [
  'enterprise.registered', 'enterprise.changed', 'enterprise.gone', 'enterprise.returned', 'enterprise.withdrawn', 'enterprise.left', 'enterprise.history',
] as const
export const REGISTER_EVENTS = ['reference-data', 'run', 'revert', 'mapping', 'decision', 'rules', 'publication', 'prune'] as const
export const EVENT_TYPES = [...ENTERPRISE_EVENTS, ...REGISTER_EVENTS] as const
export type EventType = typeof EVENT_TYPES[number]

export interface FieldChange { field: string, old: unknown, new: unknown }

/** One position of the register, as the feed tells of it. */
export interface ChangeEvent {
  position: number
  type: string
  code: string | null
  version: number | null
  isCurrent: boolean | null
  provinces: string[]
  validFrom: string | null
  changes: FieldChange[]
  enterprise: Enterprise | null
  subject: string | null
  detail: Record<string, unknown> | null
  run: number | null
  block: { first: number, last: number, kind: string }
  recordedAt: string
}

/** Left out of the comparison: what numbers a version, and names, which follow from codes and the language. */
const NOT_COMPARED = new Set(['code', 'version', 'position', 'validFrom', 'division', 'statusName', 'legalTypeName', 'provinceName', 'communeName'])

/** The members of an enterprise that another version says otherwise. */
export function changesBetween (old: Enterprise, now: Enterprise): FieldChange[] {
  const before = old as Record<string, unknown>
  return Object.entries(now).flatMap(([field, value]) =>
    NOT_COMPARED.has(field) || isSame(before[field], value) ? [] : [{ field, old: before[field], new: value }])
}

const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))

/** What of the detail of an event of the register is everybody's business: no key labels and no reasons of operators. */
const PUBLIC_DETAIL = ['rows', 'closed', 'inserted', 'sha256', 'new', 'changed', 'unchanged', 'gone', 'moved', 'late', 'duplicate', 'list', 'value', 'code', 'enterprises', 'earliest', 'snapshot', 'agency', 'kind', 'division', 'province', 'validFrom', 'validTo', 'draft', 'inForceFrom', 'period', 'state']

export const publicDetail = (detail: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(PUBLIC_DETAIL.filter((name) => detail[name] !== undefined).map((name) => [name, detail[name]]))
