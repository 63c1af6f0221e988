import type { Language } from '../http/language.ts'
import type { CriteriaSet, YearFigures } from './figures.ts'
import { composeInputs, valuesOf } from './figures.ts'
import { rankLocalities } from './score.ts'
import { movesBetween, sensitivityOf } from './sensitivity.ts'

/** What a set would make of a year: ranks, how they differ from those of another set, and how much they hang on each weight. */
export function tryCriteria (set: CriteriaSet, other: CriteriaSet | undefined, figures: YearFigures, language: Language) {
  const codes = figures.localities.map(({ code }) => code)
  const rank = (one: CriteriaSet) => rankLocalities(one, codes, valuesOf(composeInputs(one, 1, figures)))
  const ranked = rank(set)
  const sensitivity = sensitivityOf(set, codes, valuesOf(composeInputs(set, 1, figures)))
  const moves = other && new Map(movesBetween(rank(other), ranked).map((move) => [move.code, move]))
  const names = new Map(figures.localities.map(({ code, name, nameEn }) => [code, language === 'vi' ? name : nameEn]))
  const places = [...moves?.values() ?? []].map((move) => Math.abs(move.places ?? 0))
  return {
    year: figures.year, asOf: figures.asOf, position: figures.position, set: set.code, against: other?.code ?? null,
    localities: ranked.map(({ code, rank: own, score }) => {
      const ranks = own === null ? [] : [own, ...sensitivity.flatMap((one) => one.moves.filter((move) => move.code === code).map(({ is }) => is!))]
      const move = moves?.get(code)
      return {
        code, name: names.get(code)!, rank: own, score, best: own === null ? null : Math.min(...ranks), worst: own === null ? null : Math.max(...ranks),
        other: move?.was ?? null, places: move?.places ?? null,
      }
    }),
    moved: moves ? places.filter((one) => one > 0).length : null,
    largestMove: moves ? Math.max(0, ...places) : null,
    sensitivity,
  }
}
