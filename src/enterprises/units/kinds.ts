/** Branch, representative office (Law on Enterprises 59/2020/QH14 Art. 44), business location; `unknown` where the feed does not tell. */
export const UNIT_KINDS = ['branch', 'representative-office', 'business-location', 'unknown'] as const
export type UnitKind = typeof UNIT_KINDS[number]
