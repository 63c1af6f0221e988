interface Reference { $ref: string }
interface Named { name: string }
interface Sharing<P extends Named> { parameters?: (P | Reference)[], tags?: string[] }
interface Use { name: string, times: number, tags: Set<string> }

/** Parameters that several operations have word for word become references; gives them back under their names. */
export function shareParameters<P extends Named> (operations: readonly Sharing<P>[]): Record<string, P> {
  const shared = nameAll([...usesOf(operations)].filter(([, { times }]) => times > 1))
  for (const operation of operations) {
    if (operation.parameters) operation.parameters = operation.parameters.map((parameter) => {
      const name = shared.get(JSON.stringify(parameter))
      return name === undefined ? parameter : { $ref: `#/components/parameters/${name}` }
    })
  }
  return Object.fromEntries([...shared].map(([text, name]) => [name, JSON.parse(text) as P]))
}

/** By the parameter as text. */
function usesOf (operations: readonly Sharing<Named>[]): Map<string, Use> {
  const uses = new Map<string, Use>()
  for (const { parameters = [], tags: [tag = ''] = [] } of operations) {
    for (const parameter of parameters) {
      if ('$ref' in parameter) continue
      const text = JSON.stringify(parameter)
      const { name, times, tags } = uses.get(text) ?? { name: parameter.name, times: 0, tags: new Set() }
      uses.set(text, { name, times: times + 1, tags: tags.add(tag) })
    }
  }
  return uses
}

/** By what it is called, after the tag where it is of one alone, numbered where that is not enough. */
function nameAll (uses: readonly [string, Use][]): Map<string, string> {
  const taken = new Set<string>()
  return new Map(uses.map(([text, { name, tags }]) => {
    const stem = tags.size === 1 ? `${[...tags][0]}-${name}` : name
    let unique = stem
    for (let n = 2; taken.has(unique); n += 1) unique = `${stem}-${n}`
    taken.add(unique)
    return [text, unique]
  }))
}
