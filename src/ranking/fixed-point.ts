/** One, in millionths: all that is scored is reckoned in whole millionths. */
export const ONE = 1_000_000n

/** A number of at most six decimals. */
export const toMillionths = (value: number): bigint => BigInt(Math.round(value * 1_000_000))
export const toNumber = (millionths: bigint): number => Number(millionths) / 1_000_000

/** A quotient rounded to the nearest whole number, halves away from zero. */
export function divided (dividend: bigint, divisor: bigint): bigint {
  const [a, b] = divisor < 0n ? [-dividend, -divisor] : [dividend, divisor]
  return a < 0n ? -((-a * 2n + b) / (2n * b)) : (a * 2n + b) / (2n * b)
}

/** A quotient of whole numbers with six decimals, halves away from zero. */
export const ratio = (dividend: number, divisor: number): number => toNumber(divided(BigInt(dividend) * ONE, BigInt(divisor)))

/** The square root rounded down (Newton). */
export function isqrt (value: bigint): bigint {
  if (value < 2n) return value
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + value / root) >> 1n
    if (next >= root) return root
    root = next
  }
}
