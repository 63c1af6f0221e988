/** An enterprise in a zone, from a day until (and including) another; null where it is open. */
export interface Tenant { enterprise: string, from: string | null, to: string | null }
/** An enterprise that takes part in a programme or an event: with what kind of support, and what came of it, which officers alone are told. */
export interface Participant extends Tenant { kind: string | null, outcome: string | null }
/** Who holds an event, with its code where it is a body that the registry knows. */
export interface Organiser { name: string, agency: string | null }
export interface EventDocument { title: string, url: string | null }
/** A piece of the recommended open-source list. */
export interface Software { name: string, licence: string, use: string, url: string | null, tested: string | null }

export const COLLECTIONS = ['products', 'platforms', 'honours', 'zones', 'credentials', 'programmes', 'events'] as const
export type Collection = typeof COLLECTIONS[number]

export const KINDS = {
  products: ['key-product', 'strategic-chip'],
  platforms: ['shared-platform'],
  honours: ['make-in-viet-nam', 'other'],
  zones: ['concentrated-zone', 'software-park', 'chain', 'incubator'],
  credentials: ['patent', 'utility-solution', 'industrial-design', 'trademark', 'software-copyright', 'layout-design', 'management-certificate', 'security-assessment'],
  programmes: ['support-programme', 'project', 'advice', 'innovation-network', 'association'],
  events: ['forum', 'trade-promotion', 'fair'],
} as const satisfies Record<Collection, readonly string[]>

export const STATES = {
  products: ['proposed', 'supported', 'recognised', 'ended'],
  platforms: ['proposed', 'developed', 'in-use', 'ended'],
  honours: ['awarded', 'revoked'],
  zones: ['planned', 'established', 'ended'],
  credentials: ['applied', 'valid', 'revoked', 'refused'],
  programmes: ['planned', 'running', 'ended'],
  events: ['planned', 'held', 'cancelled'],
} as const satisfies Record<Collection, readonly string[]>

/** What an item has where its collection has no such member. */
export const WITHOUT = {
  enterprise: null, year: null, award: null, since: null, until: null, parent: null, product: null, number: null, standard: null, agency: null, plan: null, place: null, country: null,
  tenants: [], participants: [], organisers: [], documents: [],
}

/** Directive 01/CT-TTg I.9 and I.10: at least five to ten before 2025, national ones. */
export const GOALS: Partial<Record<Collection, { minimum: number, maximum: number, before: string, source: string, counts: string }>> = {
  products: { minimum: 5, maximum: 10, before: '2025-01-01', source: 'Chỉ thị 01/CT-TTg (14/01/2020), I.9', counts: 'recognised' },
  platforms: { minimum: 5, maximum: 10, before: '2025-01-01', source: 'Chỉ thị 01/CT-TTg (14/01/2020), I.10', counts: 'in-use' },
}
