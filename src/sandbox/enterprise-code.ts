const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3]
/**
 * Sequence numbers start at 5,000,000: no province has come near it (the largest, 03, is below 2,000,000),
 * so no code made here belongs to a real company.
 */
const FIRST_TENS = 500_000
const PER_TEN = 9

/** How many enterprises have a code of their own. */
export const CODE_CAPACITY = (1_000_000 - FIRST_TENS) * PER_TEN

/**
 * Blocks by former province, by the convention of the tax code's first two digits.
 * They tell where an enterprise was first registered, never where it is now.
 */
const BLOCKS: Readonly<Record<string, string>> = {
  '01': '01', '31': '02', '79': '03', '48': '04', '36': '06', '35': '07', '30': '08', '33': '09', '34': '10', '80': '11',
  '82': '12', '83': '13', '87': '14', '86': '15', '89': '16', '91': '17', '92': '18', '95': '19', '96': '20', '84': '21',
  '94': '22', '27': '23', '24': '24', '26': '25', '25': '26', '37': '27', '38': '28', '40': '29', '42': '30', '44': '31',
  '45': '32', '46': '33', '60': '34', '77': '35', '75': '36', '74': '37', '70': '38', '72': '39', '49': '40', '52': '41',
  '56': '42', '51': '43', '54': '44', '58': '45', '19': '46', '06': '47', '04': '48', '20': '49', '08': '50', '02': '51',
  '15': '52', '10': '53', '17': '54', '14': '55', '11': '56', '22': '57', '68': '58', '64': '59', '66': '60', '62': '61',
  '12': '62', '93': '63', '67': '64',
}

export const blockOf = (oldProvinceCode: string): string => BLOCKS[oldProvinceCode] ?? '65'

function weightedSum (digits: string): number {
  let sum = 0
  for (let at = 0; at < digits.length; at++) sum += (digits.charCodeAt(at) - 48) * WEIGHTS[at]!
  return sum
}

/** The tenth digit of an enterprise code; undefined where the first nine leave remainder 0 and so have none. */
export function checkDigit (nine: string): number | undefined {
  const remainder = weightedSum(nine) % 11
  return remainder === 0 ? undefined : 10 - remainder
}

/** Of ten neighbours at most one has no check digit; 10 where all of them have one. 4 is the inverse of the weight 3. */
const gapAfter = (eight: string): number => (11 - ((weightedSum(eight) * 4) % 11)) % 11

/** The index-th code of a block; its inverse is `indexOf`. */
export function codeOf (block: string, index: number): string {
  if (index >= CODE_CAPACITY) throw new RangeError(`The sandbox has codes for ${CODE_CAPACITY} enterprises, not for number ${index}`)
  const eight = block + String(FIRST_TENS + Math.floor(index / PER_TEN)).padStart(6, '0')
  const low = index % PER_TEN
  const nine = eight + String(low < gapAfter(eight) ? low : low + 1)
  return nine + String(checkDigit(nine)!)
}

/** Which number of its block a code is; undefined for a code that `codeOf` does not make. */
export function indexOf (code: string): number | undefined {
  if (!/^\d{10}$/.test(code) || checkDigit(code.slice(0, 9)) !== Number(code[9])) return undefined
  const tens = Number(code.slice(2, 8)) - FIRST_TENS
  const digit = Number(code[8])
  const low = digit > gapAfter(code.slice(0, 8)) ? digit - 1 : digit
  return tens < 0 || low >= PER_TEN ? undefined : tens * PER_TEN + low
}
