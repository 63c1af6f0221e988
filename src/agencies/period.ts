import type { Day } from '../calendar.ts'

/** From its first day to its last, both within it; without a last one it goes on. */
export interface Period { validFrom: Day, validTo: Day | null }

const END = '9999-12-31'

export const isReversed = ({ validFrom, validTo }: Period): boolean => validTo !== null && validTo < validFrom
export const overlaps = (a: Period, b: Period): boolean => a.validFrom <= (b.validTo ?? END) && b.validFrom <= (a.validTo ?? END)
/** Whether its last day is behind this one. */
export const isOver = ({ validTo }: Pick<Period, 'validTo'>, day: Day): boolean => validTo !== null && validTo < day
/** Whether a body is there on every first day of the period: one that ends meanwhile goes on in its successor. */
export const isThereOn = ({ validFrom, validTo }: { validFrom: Day | null, validTo: Day | null }, day: Day): boolean => (validFrom ?? '') <= day && day <= (validTo ?? END)
