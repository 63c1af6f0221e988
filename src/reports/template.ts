/** What a section asks for: a text, a whole number, or yes or no. */
export const SECTION_KINDS = ['text', 'number', 'yes-no'] as const
export type SectionKind = typeof SECTION_KINDS[number]

export interface Section {
  code: string
  kind: SectionKind
  title: string
  titleEn: string
  hint: string | null
  /** Of a text: how many characters it has at most. */
  maxLength: number | null
  isRequired: boolean
}

export interface Template {
  code: string
  version: number
  title: string
  titleEn: string
  source: string
  sections: readonly Section[]
  figures: readonly string[]
}

export type AnswerValue = string | number | boolean
export interface Answer { section: string, value: AnswerValue }
export interface Fault { path: string, message: string }

/** Longest text of a section whose template does not say. */
export const MAX_TEXT = 20_000
const MAX_NUMBER = 1_000_000_000

function faultOfValue ({ kind, maxLength }: Section, value: AnswerValue): string | undefined {
  switch (kind) {
    case 'text': return typeof value !== 'string' ? 'must be text' : value.length > (maxLength ?? MAX_TEXT) ? `must have at most ${maxLength ?? MAX_TEXT} characters` : undefined
    case 'number': return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_NUMBER ? undefined : `must be a whole number from 0 to ${MAX_NUMBER}`
    default: return typeof value === 'boolean' ? undefined : 'must be true or false'
  }
}

/** What of the answers and comments does not fit the template; a draft may lack what is needed. */
export function faultsOfContent (template: Template, answers: readonly Answer[], comments: readonly { figure: string }[]): Fault[] {
  const sections = new Map(template.sections.map((section) => [section.code, section]))
  return [
    ...answers.flatMap(({ section: code, value }, i): Fault[] => {
      const section = sections.get(code)
      if (!section) return [{ path: `answers.${i}.section`, message: `is none of ${[...sections.keys()].join(', ')}` }]
      if (answers.findIndex((one) => one.section === code) < i) return [{ path: `answers.${i}.section`, message: 'is answered twice' }]
      const message = faultOfValue(section, value)
      return message === undefined ? [] : [{ path: `answers.${i}.value`, message }]
    }),
    ...comments.flatMap(({ figure }, i): Fault[] => {
      if (!template.figures.includes(figure)) return [{ path: `comments.${i}.figure`, message: `is none of ${template.figures.join(', ')}` }]
      return comments.findIndex((one) => one.figure === figure) < i ? [{ path: `comments.${i}.figure`, message: 'is commented twice' }] : []
    }),
  ]
}

/** Blanks and characters that nobody sees are no answer. */
const saysSomething = (value: AnswerValue) => typeof value !== 'string' || /[^\s\p{Cf}\p{Cc}]/u.test(value)

/** The sections that have to be answered and are not. */
export const unansweredOf = ({ sections }: Template, answers: readonly Answer[]): Fault[] =>
  sections.filter(({ code, isRequired }) => isRequired && !answers.some(({ section, value }) => section === code && saysSomething(value)))
    .map(({ code }) => ({ path: `answers.${code}`, message: 'has to be answered before the report is submitted' }))
