/** An enterprise in a zone, from a day until (and including) another; null where it is open. */
export interface Tenant { enterprise: string, from: string | null, to: string | null }
/** A piece of the recommended open-source list. */
export interface Software { name: string, licence: string, use: string, url: string | null, tested: string | null }

export const COLLECTIONS = ['products', 'platforms', 'honours', 'zones'] as const
export type Collection = typeof COLLECTIONS[number]

export const KINDS = {
  products: ['key-product', 'strategic-chip'],
  platforms: ['shared-platform'],
  honours: ['make-in-viet-nam', 'other'],
  zones: ['concentrated-zone', 'software-park', 'chain', 'incubator'],
} as const satisfies Record<Collection, readonly string[]>

export const STATES = {
  products: ['proposed', 'supported', 'recognised', 'ended'],
  platforms: ['proposed', 'developed', 'in-use', 'ended'],
  honours: ['awarded', 'revoked'],
  zones: ['planned', 'established', 'ended'],
} as const satisfies Record<Collection, readonly string[]>

/** Directive 01/CT-TTg I.9 and I.10: at least five to ten before 2025, national ones. */
export const GOALS: Partial<Record<Collection, { minimum: number, maximum: number, before: string, source: string, counts: string }>> = {
  products: { minimum: 5, maximum: 10, before: '2025-01-01', source: 'Chỉ thị 01/CT-TTg (14/01/2020), I.9', counts: 'recognised' },
  platforms: { minimum: 5, maximum: 10, before: '2025-01-01', source: 'Chỉ thị 01/CT-TTg (14/01/2020), I.10', counts: 'in-use' },
}
