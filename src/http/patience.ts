import { sqlState } from '../db/errors.ts'
import { HttpProblem } from './problem.ts'

const LOCK_NOT_AVAILABLE = '55P03'
const RETRY_AFTER = '10'

/** What a command does that waits briefly for the register; where it is being written for longer, the caller is asked to come again. */
export async function orComeAgain<T> (work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (err) {
    if (sqlState(err) === LOCK_NOT_AVAILABLE) throw new HttpProblem('run-in-progress', undefined, { headers: { 'retry-after': RETRY_AFTER }, cause: err })
    throw err
  }
}
