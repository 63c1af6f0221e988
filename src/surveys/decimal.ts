/** Numbers as they are written in decimal: digits × 10^exponent, added up without a residue. */
interface Decimal { digits: bigint, exponent: number }

function decimalOf (value: number): Decimal {
  const [written, exponent] = value.toExponential().split('e') as [string, string]
  const [whole, fraction = ''] = written.split('.') as [string, string?]
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length }
}

function add (values: readonly number[]): Decimal {
  const all = values.map(decimalOf)
  const exponent = all.reduce((least, one) => Math.min(least, one.exponent), 0)
  return { digits: all.reduce((sum, one) => sum + one.digits * 10n ** BigInt(one.exponent - exponent), 0n), exponent }
}

const ofSizes = (values: readonly number[]) => values.reduce((sum, one) => sum + Math.abs(one), 0)
/** Of these the machine's own sum has no residue. */
const arePlain = (values: readonly number[]) => values.every(Number.isInteger) && Number.isSafeInteger(ofSizes(values))

/** The sum as one gets it on paper: 0.1 and 0.2 are 0.3. */
export function sumOf (values: readonly number[]): number {
  if (arePlain(values)) return values.reduce((sum, one) => sum + one, 0)
  const { digits, exponent } = add(values)
  return Number(`${digits}e${exponent}`)
}

/** A mean has no more decimals than these. */
const MEAN_DECIMALS = 6
/** The mean of the sum on paper, rounded half away from zero; of no values there is none. */
export function meanOf (values: readonly number[]): number | null {
  if (values.length === 0) return null
  const { digits, exponent } = add([sumOf(values)])
  const [dividend, divisor] = [digits * 10n ** BigInt(MEAN_DECIMALS), BigInt(values.length) * 10n ** BigInt(-exponent)]
  const half = dividend < 0n ? -divisor : divisor
  return Number(`${(2n * dividend + half) / (2n * divisor)}e-${MEAN_DECIMALS}`)
}

/** Whether a part is larger than four fifths of the whole; exactly four fifths are not. */
export const isOverFourFifths = (part: number, whole: number): boolean =>
  arePlain([part, whole, 5 * part, 4 * whole]) ? 5 * part > 4 * whole : add([part, part, part, part, part, -whole, -whole, -whole, -whole]).digits > 0n
