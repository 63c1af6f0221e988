export const QUESTION_KINDS = ['number', 'choice', 'multi', 'text'] as const
export interface Question { code: string, kind: typeof QUESTION_KINDS[number], text: string, textEn: string | null, unit: string | null, required: boolean, options: { code: string, text: string }[] }
export interface Answer { question: string, number: number | null, choices: string[] | null, text: string | null }

interface Fault { path: string, message: string }

/** What is wrong with a questionnaire. */
export function faultsOfQuestions (questions: readonly Question[]): Fault[] {
  return questions.flatMap(({ code, kind, options }, i) => {
    const hasOptions = kind === 'choice' || kind === 'multi'
    return [
      ...questions.findIndex((one) => one.code === code) < i ? [{ path: `questions.${i}.code`, message: 'is that of an earlier question' }] : [],
      ...hasOptions && options.length < 2 ? [{ path: `questions.${i}.options`, message: 'must be at least two' }] : [],
      ...!hasOptions && options.length > 0 ? [{ path: `questions.${i}.options`, message: `are none of a question of the kind ${kind}` }] : [],
      ...new Set(options.map((one) => one.code)).size < options.length ? [{ path: `questions.${i}.options`, message: 'must not hold a code twice' }] : [],
    ]
  })
}

/** What is wrong with the answers to a questionnaire. */
export function faultsOfAnswers (questions: readonly Question[], answers: readonly Answer[]): Fault[] {
  const known = new Map(questions.map((one) => [one.code, one]))
  const missing = questions.filter(({ code, required }) => required && !answers.some(({ question }) => question === code)).map(({ code }) => ({ path: 'answers', message: `${code} has to be answered` }))
  return [...missing, ...answers.flatMap((answer, i) => {
    const question = known.get(answer.question)
    const path = `answers.${i}`
    if (!question) return [{ path: `${path}.question`, message: 'is none of the questionnaire' }]
    if (answers.findIndex((one) => one.question === answer.question) < i) return [{ path: `${path}.question`, message: 'is answered twice' }]
    return faultsOfAnswer(question, answer).map((message) => ({ path, message }))
  })]
}

function faultsOfAnswer ({ kind, options }: Question, { number, choices, text }: Answer): string[] {
  const given = [...number === null ? [] : ['number'], ...choices === null ? [] : ['choices'], ...text === null ? [] : ['text']]
  const wanted = kind === 'choice' || kind === 'multi' ? 'choices' : kind
  if (given.length !== 1 || given[0] !== wanted) return [`must have ${wanted}, and nothing else`]
  if (choices === null) return []
  const strangers = choices.filter((code) => !options.some((one) => one.code === code))
  if (strangers.length > 0) return [`${strangers.join(', ')}: no such option`]
  if (kind === 'choice' && choices.length !== 1) return ['must be exactly one option']
  return new Set(choices).size < choices.length ? ['must not hold an option twice'] : []
}
