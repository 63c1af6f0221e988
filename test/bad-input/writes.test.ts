import t from 'tap'
import { leavesTraces, refusesStrangers, walk } from '../support/bad-input.ts'

// Not at the register: an operation that lets somebody in does what it is asked.
t.test('an operation that is not open is refused to strangers and to those who may do everything else', refusesStrangers)

walk(({ method }) => method !== 'GET')
leavesTraces()
