import type pg from 'pg'
import { Dice, STREAM } from '../../src/sandbox/dice.ts'

export interface Questions { words: string[], prefix: string[], substring: string[], fuzzy: string[] }

const SEED = 7
const LETTERS = 'abcdeghiklmnopqrstuvxy'
/** What everybody has in his name, alone and together, and words of two letters. */
const COMMON = ['công ty', 'tnhh', 'công nghệ', 'công ty tnhh', 'phần mềm', 'công ty cổ phần', 'công nghệ thông tin', 'một thành viên', 'viễn thông', 'dữ liệu', 'so', 'vn', 'co', 'an', 'hà nội', 'technology', 'jsc']

/** Questions as people ask them, made of the names that are there: common words, rare ones, several, half-typed ones. */
export async function makeQuestions (client: pg.Client, each: number): Promise<Questions> {
  const { rows } = await client.query<{ name: string, short: string | null, own: string }>(`
    select name, short_name as short, array_to_string((regexp_split_to_array(name, ' '))[cardinality(regexp_split_to_array(name, ' ')) - 2:], ' ') as own
    from enterprise_versions where is_current order by md5(code || 'question') limit $1`, [each])
  const all = rows.map((row, i) => ({ ...row, dice: new Dice(SEED, STREAM.order, i) }))
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase()
  const shuffled = (words: string[], dice: Dice) => words.map((word) => [dice.bits(), word] as const).sort(([a], [b]) => a - b).map(([, word]) => word)
  const cut = (text: string, dice: Dice, least: number) => [...text].slice(0, Math.max(least, dice.below([...text].length) + 1)).join('')
  return {
    words: all.map(({ name, own, short, dice }, i) => {
      if (i % 4 === 0) return COMMON[(i / 4) % COMMON.length]!
      const words = own.split(' ')
      switch (dice.below(5)) {
        case 0: return words[1]!
        case 1: return shuffled(words, dice).slice(1).join(' ')
        case 2: return `${words.slice(0, 2).join(' ')} ${cut(words[2]!, dice, 2)}`
        case 3: return short?.split(' ')[0] ?? words.join(' ')
        default: return shuffled(name.split(' ').slice(-5), dice).slice(1).join(' ')
      }
    }),
    prefix: all.map(({ name, own, short, dice }) => cut([name, own, short ?? name, name.replace(/^CÔNG TY (TNHH|CỔ PHẦN) (MỘT THÀNH VIÊN )?/, '')][dice.below(4)]!, dice, 3)),
    substring: all.map(({ name, dice }) => {
      const letters = plain(name).replaceAll(' ', '')
      const length = 4 + dice.below(9)
      return letters.slice(dice.below(letters.length - length)).slice(0, length)
    }),
    fuzzy: all.map(({ name, dice }) => {
      const words = plain(name).split(' ').slice(-2 - dice.below(3))
      const at = dice.below(words.length)
      const letter = dice.below(words[at]!.length)
      words[at] = words[at]!.slice(0, letter) + (dice.chance(0.3) ? '' : dice.pick([...LETTERS])) + words[at]!.slice(letter + 1)
      return words.join(' ')
    }),
  }
}
