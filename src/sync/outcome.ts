import type { Run } from './commands.ts'
import type { Gate } from './tables.ts'

const SENTENCES: Record<Gate['gate'], (gate: Gate) => string> = {
  drop: ({ found, allowed }) => `${found} % of the live register would be gone (allowed are ${allowed} %)`,
  'province-drop': ({ subject, found, allowed }) => `${found} % of province ${subject} would be gone (allowed are ${allowed} %)`,
  rejects: ({ found, allowed }) => `${found} % of the records were rejected (allowed are ${allowed} %)`,
  'lost-field': ({ subject, found }) => `only ${found} % of the records have ${subject}, which nearly all had before`,
}

/** In a sentence why a run did not end in the register, and what lets it through; undefined where it did. */
export function obstacleOf ({ id, state, gates, failure }: Pick<Run, 'id' | 'state' | 'gates' | 'failure'>): string | undefined {
  if (state === 'failed') return `Run ${id} failed: ${failure ?? 'nobody noted why.'} The register is as it was.`
  if (state !== 'held') return undefined
  const reasons = gates.map((gate) => SENTENCES[gate.gate](gate)).join('; ')
  return `Run ${id} is held, and the register is as it was: ${reasons}. POST /v1/sync/runs/${id}/release lets it through.`
}
