/** Codes of the targets that figures are set against. */
export const TARGET = 'directive-01-2030'
export const DENSITY_GOAL = 'density-2030'
