const TONE_INSIDE = /([\u0300\u0301\u0303\u0309\u0323])((?:[a-zđ]|\u0302|\u0306|\u031B)+)/g

const SHORT_FORMS: [RegExp, string][] = [
  [/^(tp|t\.p)[. ]+/, 'thành phố '],
  [/^(tt)[. ]+/, 'thị trấn '],
  [/^(tx)[. ]+/, 'thị xã '],
  [/^p(?:[. ]+|(?=\d))/, 'phường '],
  [/^q(?:[. ]+|(?=\d))/, 'quận '],
  [/^(h)[. ]+/, 'huyện '],
  [/^(x)[. ]+/, 'xã '],
  [/^(t)[. ]+/, 'tỉnh '],
]
const HAS_SHORT_FORM = /^(?:(?:t\.?p|tt|tx|[pqhxt])[. ]|[pq]\d)/

/** Most names are even already; asking once is cheaper than five replacements. */
const IS_UNEVEN = /[–—’‘ʼ´`-]|\s\s|[^\S ]|^ | $/
const smooth = (text: string) =>
  text.replace(/[–—]/g, '-').replace(/ *- */g, ' - ').replace(/[’‘ʼ´`]/g, "'").replace(/\s+/g, ' ').trim()

/**
 * One spelling for a place: lower case, short forms written out, and only the *placement* of tone marks folded
 * (Hoà = Hòa). Folding all marks would make eight communes collide with others of their province.
 */
export function placeKey (name: string): string {
  let text = name.normalize('NFC').toLowerCase()
  if (IS_UNEVEN.test(text)) text = smooth(text)
  if (HAS_SHORT_FORM.test(text)) for (const [short, long] of SHORT_FORMS) text = text.replace(short, long)
  return text.replace(/ 0+(\d)/g, ' $1').normalize('NFD').replace(TONE_INSIDE, '$2$1').normalize('NFC')
}

const wordFor = (kinds: string[]) => new RegExp(`^(?:${kinds.map(placeKey).join('|')}) `)
const PROVINCE_WORD = wordFor(['tỉnh', 'thành phố'])
const COMMUNE_WORD = wordFor(['phường', 'xã', 'thị trấn', 'đặc khu', 'huyện'])

/** A province's name without the word for its kind, which changes while the unit stays; with or without a hyphen. */
export const provinceKey = (name: string): string => placeKey(name).replace(PROVINCE_WORD, '').replaceAll(' - ', ' ')

/** A place key without the word for its kind. Good for candidates only: names that differ by that word alone exist. */
export const bareKey = (key: string): string => key.replace(COMMUNE_WORD, '')

/** Whether a place key says what kind of unit it names. */
export const hasKind = (key: string): boolean => COMMUNE_WORD.test(key)
