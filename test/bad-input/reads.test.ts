import { walk } from '../support/bad-input.ts'

walk(({ method }) => method === 'GET')
