/**
 * What one enterprise says of another: the four ways in which the Law on Enterprises 59/2020/QH14 lets one come out of
 * another (Art. 198 chia, 199 tách, 200 hợp nhất, 201 sáp nhập), each from either end.
 */
export const RELATION_KINDS = [
  'divided-from', 'divided-into', 'separated-from', 'separated-into', 'consolidated-from', 'consolidated-into', 'merged-from', 'merged-into',
] as const
export type RelationKind = typeof RELATION_KINDS[number]

export const REORGANISATIONS = ['division', 'separation', 'consolidation', 'merger'] as const
export type Reorganisation = typeof REORGANISATIONS[number]
export type Role = 'predecessor' | 'successor'

const ACTS: Record<string, Reorganisation> = { divided: 'division', separated: 'separation', consolidated: 'consolidation', merged: 'merger' }

/** What the other enterprise of a relation is to the one that states it. */
export function readRelation (kind: string): { kind: Reorganisation, role: Role } {
  const [act, direction] = kind.split('-')
  return { kind: ACTS[act!]!, role: direction === 'from' ? 'predecessor' : 'successor' }
}

/** The same relation as the other end states it. */
export const fromOtherEnd = (kind: RelationKind): RelationKind =>
  (kind.endsWith('-from') ? kind.replace('-from', '-into') : kind.replace('-into', '-from')) as RelationKind
