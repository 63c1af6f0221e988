import { plainCode } from '../../industries/queries.ts'
import { remember, text } from './wire-value.ts'

/** More than a version of VSIC has classes on all its levels below the division; such a list is none of an enterprise. */
export const MAX_ACTIVITIES = 999
/** VSIC's deepest level. */
const MAX_DIGITS = 5
/** `J62010` and the like; a text longer than this is no code. */
const MAX_WRITTEN = 20

/** Empty where there is no code. */
const knownCode = remember((written) => {
  const code = written.length > MAX_WRITTEN ? '' : plainCode(written)
  return code.length > MAX_DIGITS ? '' : code
}, MAX_WRITTEN, 10_000)

export interface Industries { industries: string[], hasMainIndustry: boolean }

/** Activity codes, each once, the main one first; null where there are too many. */
export function industriesOf<A> (activities: readonly A[], codeOf: (activity: A) => unknown, isMain: (activity: A) => boolean): Industries | null {
  if (activities.length > MAX_ACTIVITIES) return null
  const industries: string[] = []
  let main: string | undefined
  for (const activity of activities) {
    const code = knownCode(text(codeOf(activity)) ?? '')
    if (code === '') continue
    if (!industries.includes(code)) industries.push(code)
    if (main === undefined && isMain(activity)) main = code
  }
  if (main === undefined || main === industries[0]) return { industries, hasMainIndustry: main !== undefined }
  return { industries: [main, ...industries.filter((code) => code !== main)], hasMainIndustry: true }
}
