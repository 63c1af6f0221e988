/**
 * Reckons a published ranking again from its inputs alone, after docs/ranking.md and without a line of the service: numbers of
 * JavaScript instead of whole numbers, so that agreement says something.
 */
interface Criterion { code: string, indicator: string, weight: number, direction: string, normalisation: string, target: number | null, missing: string }
interface Inputs {
  year: number, edition: number, method: string, asOf: string, position: number
  criteriaSet: { code: string, title: string, titleEn: string, status: string, source: string, position: number, ties: string, criteria: Criterion[] }
  localities: { code: string, name: string, nameEn: string }[]
  indicators: { code: string, values: { code: string, value: number | null }[] }[]
}

const six = (value: number) => Math.sign(value) * Math.round(Math.abs(value) * 1e6) / 1e6
const clipped = (value: number) => Math.min(1, Math.max(0, value))
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

function score ({ normalisation, direction, target }: Criterion, value: number, all: number[]): number {
  const higher = direction === 'higher'
  if (normalisation === 'target-relative') return six(higher ? clipped(value / target!) : value <= target! ? 1 : target! / value)
  if (all.every((one) => one === all[0])) return 0.5
  if (normalisation === 'min-max') {
    const [least, most] = [Math.min(...all), Math.max(...all)]
    return six((higher ? value - least : most - value) / (most - least))
  }
  if (normalisation === 'rank') {
    const better = all.filter((one) => higher ? one > value : one < value).length
    const rank = better + (all.filter((one) => one === value).length + 1) / 2
    return six((all.length - rank) / (all.length - 1))
  }
  const mean = sum(all) / all.length
  const deviation = Math.sqrt(sum(all.map((one) => (one - mean) ** 2)) / all.length)
  const z = six((value - mean) / deviation)
  return six(clipped(((higher ? z : -z) + 3) / 6))
}

export function reckonAgain (inputs: Inputs, inputsSha256: string) {
  const { criteriaSet: { criteria, ties, ...set }, localities } = inputs
  const valueFor = (indicator: string, code: string) => inputs.indicators.find((one) => one.code === indicator)!.values.find((one) => one.code === code)!.value
  const rows = localities.map(({ code, name, nameEn }) => {
    const parts = criteria.map((criterion) => {
      const all = localities.map((one) => valueFor(criterion.indicator, one.code)).filter((one) => one !== null)
      const value = valueFor(criterion.indicator, code)
      const mean = all.length === 0 ? 0.5 : six(sum(all.map((one) => score(criterion, one, all))) / all.length)
      return { code: criterion.code, value, score: value !== null ? score(criterion, value, all) : criterion.missing === 'zero' ? 0 : criterion.missing === 'mean' ? mean : null }
    })
    const used = criteria.map((criterion, i) => ({ weight: Math.round(criterion.weight * 10_000), score: parts[i]!.score })).filter((one) => one.score !== null)
    const weight = sum(used.map((one) => one.weight))
    const isOut = weight === 0 || criteria.some(({ missing, indicator }) => missing === 'unranked' && valueFor(indicator, code) === null)
    return { code, name, nameEn, criteria: parts, score: isOut ? null : Math.round(sum(used.map((one) => one.weight * Math.round(one.score! * 1e6))) / weight) / 10_000 }
  })
  if (ties !== 'shared') throw new Error('these tests publish with shared ranks only')
  const ranked = rows.map((row) => ({ ...row, rank: row.score === null ? null : 1 + rows.filter((other) => other.score !== null && other.score > row.score!).length }))
  ranked.sort((a, b) => (a.rank ?? 1000) - (b.rank ?? 1000) || (a.code < b.code ? -1 : 1))
  const { year, edition, method, asOf, position } = inputs
  return { year, edition, method, asOf, position, criteriaSet: set, inputsSha256, corrects: null, localities: ranked }
}

/** JSON with its members in the order of their names. */
export const sorted = (value: unknown): string => JSON.stringify(value, (_name, member: unknown) =>
  typeof member === 'object' && member !== null && !Array.isArray(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => a < b ? -1 : 1)) : member)
