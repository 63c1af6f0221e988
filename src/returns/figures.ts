export const MEASURES = ['revenue', 'exports', 'research', 'markets', 'presence', 'staff', 'sought'] as const
export const AREAS = ['nation', 'province', 'zone'] as const
/** What is measured: of a country or a group of skills (`key`), and for a year to come, where the measure has these. */
export interface Measured { measure: typeof MEASURES[number], key: string | null, forYear: number | null }
/** What enterprises of a province tell of it together, apart where they are in a zone. */
export interface Told extends Measured { province: string, zone: string | null, respondents: number, sum: number, largest: number }
export interface Figure extends Measured { area: typeof AREAS[number], code: string | null, respondents: number, sum: number }
/** How many enterprises returned the year at all, whatever they told. */
export interface Returned { province: string, zone: string | null, respondents: number }
