/** An enterprise in a zone, from a day until (and including) another; null where it is open. */
export interface Tenant { enterprise: string, from: string | null, to: string | null }
/** An enterprise that takes part in a programme or an event: with what kind of support, and what came of it, which officers alone are told. */
export interface Participant extends Tenant { kind: string | null, outcome: string | null }
/** Who holds an event, with its code where it is a body that the registry knows. */
export interface Organiser { name: string, agency: string | null }
/** A side of a transfer of technology, with its code where it is an enterprise or a body that the registry knows; no person. */
export interface Party { role: typeof ROLES[number], name: string, country: string, enterprise: string | null, agency: string | null }
export interface EventDocument { title: string, url: string | null }
/** A piece of the recommended open-source list. */
export interface Software { name: string, licence: string, use: string, url: string | null, tested: string | null }

export const COLLECTIONS = ['products', 'platforms', 'honours', 'zones', 'credentials', 'programmes', 'events', 'transfers', 'support-services'] as const
export type Collection = typeof COLLECTIONS[number]
/** What an enterprise has or is in; services are of the bodies that offer them. */
export const OF_ENTERPRISE = COLLECTIONS.filter((one) => one !== 'support-services')

export const ROLES = ['transferor', 'transferee'] as const

export const KINDS = {
  products: ['key-product', 'strategic-chip'],
  platforms: ['shared-platform'],
  honours: ['make-in-viet-nam', 'other'],
  zones: ['concentrated-zone', 'software-park', 'chain', 'incubator'],
  credentials: ['patent', 'utility-solution', 'industrial-design', 'trademark', 'software-copyright', 'layout-design', 'management-certificate', 'security-assessment'],
  programmes: ['support-programme', 'project', 'advice', 'innovation-network', 'association'],
  events: ['forum', 'trade-promotion', 'fair'],
  transfers: ['assignment', 'licence'],
  'support-services': ['incubation', 'laboratory', 'testing', 'research', 'training', 'advice', 'funding', 'workspace', 'data'],
} as const satisfies Record<Collection, readonly string[]>

export const STATES = {
  products: ['proposed', 'supported', 'recognised', 'ended'],
  platforms: ['proposed', 'developed', 'in-use', 'ended'],
  honours: ['awarded', 'revoked'],
  zones: ['planned', 'established', 'ended'],
  credentials: ['applied', 'valid', 'revoked', 'refused'],
  programmes: ['planned', 'running', 'ended'],
  events: ['planned', 'held', 'cancelled'],
  transfers: ['agreed', 'registered', 'ended', 'cancelled'],
  'support-services': ['offered', 'ended'],
} as const satisfies Record<Collection, readonly string[]>

/** What an item has where its collection has no such member. */
export const WITHOUT = {
  enterprise: null, year: null, award: null, since: null, until: null, parent: null, product: null, number: null, standard: null, agency: null, plan: null, place: null, country: null,
  zone: null, terms: null, url: null, email: null, tenants: [], participants: [], organisers: [], documents: [], parties: [],
}

/** Directive 01/CT-TTg I.9 and I.10: at least five to ten before 2025, national ones. */
export const GOALS: Partial<Record<Collection, { minimum: number, maximum: number, before: string, source: string, counts: string }>> = {
  products: { minimum: 5, maximum: 10, before: '2025-01-01', source: 'Chỉ thị 01/CT-TTg (14/01/2020), I.9', counts: 'recognised' },
  platforms: { minimum: 5, maximum: 10, before: '2025-01-01', source: 'Chỉ thị 01/CT-TTg (14/01/2020), I.10', counts: 'in-use' },
}
