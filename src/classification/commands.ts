export type { DraftRequest } from './draft-commands.ts'
export { draftRuleSet } from './draft-commands.ts'
