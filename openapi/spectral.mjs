import owasp from '@stoplight/spectral-owasp-ruleset'
import { oas } from '@stoplight/spectral-rulesets'
import designRules from './design-rules.mjs'

export default { extends: [oas, owasp, designRules] }
