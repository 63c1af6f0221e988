const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3]

export type CodeKind = 'enterprise' | 'dependent-unit' | 'business-location' | 'household' | 'malformed'

/** The tenth digit that belongs to nine others, or null where none does (remainder 0). Weights are those of the tax code. */
export function checkDigit (nine: string): number | null {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(nine[i]), 0)
  return sum % 11 === 0 ? null : 10 - (sum % 11)
}

/** Whether ten digits can be an enterprise code: check digit, no `00` block, no sequence of zeros. */
export function isEnterpriseCode (text: string): boolean {
  return /^\d{10}$/.test(text) && !text.startsWith('00') && text.slice(2, 9) !== '0000000' && checkDigit(text) === Number(text[9])
}

/**
 * What a code of the feed or of a caller stands for. Dependent units are `NNNNNNNNNN-NNN` (Decree 168/2025/NĐ-CP
 * Art. 8 cl. 5), business locations five digits (cl. 6), households twelve (the owner's personal number).
 */
export function codeKind (text: string): CodeKind {
  if (isEnterpriseCode(text)) return 'enterprise'
  const unit = /^(\d{10})-?(\d{3})$/.exec(text)
  if (unit && isEnterpriseCode(unit[1]!) && unit[2] !== '000') return 'dependent-unit'
  if (/^\d{5}$/.test(text)) return 'business-location'
  if (/^\d{12}$/.test(text)) return 'household'
  return 'malformed'
}
