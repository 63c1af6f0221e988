/** How an organisation is reached: never a person. */
export interface Contact { unit: string, email: string | null, phone: string | null, url: string | null }

export const KINDS = ['product', 'service', 'technology'] as const
/** What adoptions are counted by. */
export const COUNTED_BY = ['province', 'field'] as const
export const STATES = ['draft', 'published', 'withdrawn'] as const

/** How near to use something is, after the nine technology readiness levels of ISO 16290: 5 and 6, 7, 8, 9. */
export const READINESS = ['prototype', 'pilot', 'ready', 'in-use'] as const
export type Readiness = typeof READINESS[number]
/** What letter 1080 asks the focal points to compile: what is ready to supply. */
export const READY: Readiness = 'ready'

export const levelOf = (readiness: Readiness): number => READINESS.indexOf(readiness) + 1
export const readinessOf = (level: number): Readiness => READINESS[level - 1]!
