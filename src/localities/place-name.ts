const TONE_INSIDE = /([\u0300\u0301\u0303\u0309\u0323])((?:[a-zđ]|\u0302|\u0306|\u031B)+)/g

const SHORT_FORMS: [RegExp, string][] = [
  [/^(tp|t\.p)[. ]+/, 'thành phố '],
  [/^(tt)[. ]+/, 'thị trấn '],
  [/^(tx)[. ]+/, 'thị xã '],
  [/^(p)[. ]+/, 'phường '],
  [/^(q)[. ]+/, 'quận '],
  [/^(h)[. ]+/, 'huyện '],
  [/^(x)[. ]+/, 'xã '],
  [/^(t)[. ]+/, 'tỉnh '],
]
const HAS_SHORT_FORM = /^(t\.?p|tt|tx|[pqhxt])[. ]/
const PROVINCE_WORD = /^(tỉnh|thành phố) /

/**
 * One spelling for a place: lower case, short forms written out, and only the *placement* of tone marks folded
 * (Hoà = Hòa). Folding all marks would make eight communes collide with others of their province.
 */
export function placeKey (name: string): string {
  let text = name.normalize('NFC').toLowerCase().replace(/[–—]/g, '-').replace(/ *- */g, ' - ').replace(/\s+/g, ' ').trim()
  if (HAS_SHORT_FORM.test(text)) for (const [short, long] of SHORT_FORMS) text = text.replace(short, long)
  text = text.replace(/ 0+(\d)/g, ' $1')
  return text.normalize('NFD').replace(TONE_INSIDE, '$2$1').normalize('NFC')
}

/** A province's name without the word for its kind, which changes while the unit stays. */
export const provinceKey = (name: string): string =>
  placeKey(name.normalize('NFC').toLowerCase().replace(/^(tp|t\.p)[. ]+/, 'thành phố ').replace(PROVINCE_WORD, ''))
