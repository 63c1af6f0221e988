export interface StatDimension {
  id: string
  label: string
  /** Codes in their order, with what each is called where that is more than the code. */
  categories: { code: string, label?: string }[]
}

export interface StatDataset {
  label: string
  source: string
  /** When the figures were recorded, RFC 3339. */
  updated: string | null
  dimensions: StatDimension[]
  /** Dense, the last dimension running fastest. */
  values: number[]
  extension: object
}

/** A data set of JSON-stat 2.0 (json-stat.org/full). */
export const jsonStat = ({ label, source, updated, dimensions, values, extension }: StatDataset) => ({
  version: '2.0',
  class: 'dataset',
  label,
  source,
  ...updated !== null && { updated },
  id: dimensions.map(({ id }) => id),
  size: dimensions.map(({ categories }) => categories.length),
  dimension: Object.fromEntries(dimensions.map(({ id, label: title, categories }) => [id, {
    label: title,
    category: {
      index: categories.map(({ code }) => code),
      ...categories.some((category) => category.label !== undefined) && { label: Object.fromEntries(categories.map((category) => [category.code, category.label ?? category.code])) },
    },
  }])),
  value: values,
  extension,
})
