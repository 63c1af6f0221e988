/** `reading` fetches by itself, `open` is filled by chunks; what is held waits for somebody to let it through. */
export const RUN_STATES = ['reading', 'open', 'committing', 'held', 'succeeded', 'failed', 'reverted'] as const
export type RunState = typeof RUN_STATES[number]

/** What may follow what. A run goes back to `reading` only where a crash of the database took what was staged. */
const NEXT: Record<RunState, readonly RunState[]> = {
  reading: ['committing', 'failed'],
  open: ['committing', 'failed'],
  committing: ['held', 'succeeded', 'failed', 'reading'],
  held: ['committing', 'failed'],
  succeeded: ['reverted'],
  failed: [],
  reverted: [],
}

export const mayFollow = (from: RunState, to: RunState): boolean => NEXT[from].includes(to)

/** Thrown where somebody asks a run for what its state does not allow. */
export class WrongState extends Error {
  override name = 'WrongState'
  readonly state: RunState

  constructor (state: RunState, wanted: string) {
    super(`The run is ${state}; ${wanted} is not possible now.`)
    this.state = state
  }
}
