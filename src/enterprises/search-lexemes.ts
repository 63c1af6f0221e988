import type { Question } from './search-question.ts'
import { begunWords, MOST_BEGUN, usesOf } from './search-question.ts'

/** What it costs, in microseconds, to look at a row, to go through a list of the index or two, and to join the lists of all words with one beginning. */
const COST = { row: 3, listed: 0.03, either: 0.08, joined: 0.1, list: 10 }
/** A beginning that has more words than were counted may have many more. */
const MANY = 5
/** Words that stand side by side go together: of those that have one, so many times as many as by chance have the other, too. */
const BESIDE = 0.3
/** Words of legal forms, of which nobody has one alone. */
const OF_FORMS = new Set('cong ty co phan trach nhiem huu han tnhh mot hai thanh vien doanh nghiep tu nhan hop danh company limited joint stock private enterprise'.split(' '))

interface AskedWord { word: string, uses: number, query: string, cost: number }

/** Words that an index is asked for, the rarest first: as long as a further one saves more than it costs; the others are looked up in the row. */
function rarestWords (words: AskedWord[], { served, sequence }: Question): AskedWord[] {
  const asked: AskedWord[] = []
  const isBeside = (word: string) => asked.some((other) => sequence.some((one, i) => one === word && [sequence[i - 1], sequence[i + 1]].includes(other.word)))
  let left = served
  for (const word of words) {
    if (OF_FORMS.has(word.word) && asked.some((other) => OF_FORMS.has(other.word))) continue
    const share = Math.min(1, word.uses / Math.max(served, 1)) ** (isBeside(word.word) ? BESIDE : 1)
    if (asked.length > 0 && left * (1 - share) * COST.row < word.cost) continue
    asked.push(word)
    left *= share
  }
  return asked
}

/** The rarest words, as the index of the words has them: those of an address are marked. */
export function wordQuery (question: Question, where: 'names' | 'anywhere', kind: 'whole' | 'beginning'): string {
  const { beginning } = question
  const words = (kind === 'whole' ? question.counts : begunWords(question)).map((count) => {
    const { word, inNames, inAddresses } = count
    const isBeginning = kind === 'beginning' && word === beginning?.word
    const lexeme = `${[...word].slice(0, 100).join('')}'${isBeginning ? ':*' : ''}`
    const [inName, inAddress] = [`'${lexeme}`, `'@${lexeme}`]
    const uses = where === 'names' ? inNames : usesOf(count)
    const cost = isBeginning ? uses * COST.joined + beginning.words * (beginning.words < MOST_BEGUN ? 1 : MANY) * COST.list : uses * (where === 'anywhere' && inNames > 0 && inAddresses > 0 ? COST.either : COST.listed)
    return { word, uses, cost, isBeginning, query: where === 'names' || inAddresses === 0 ? inName : inNames === 0 ? inAddress : `(${inName} | ${inAddress})` }
  })
  // A beginning comes last: it is the only one that is not read as far as needed, but whole.
  const sorted = words.toSorted((a, b) => Number(a.isBeginning) - Number(b.isBeginning) || a.uses - b.uses)
  return rarestWords(sorted, question).map(({ query }) => query).join(' & ')
}
