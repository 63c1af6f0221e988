// What the tests use of it; the package has no types of its own.
declare module 'jsonstat-toolkit' {
  interface Dataset {
    class: string
    id: string[]
    n: number
    Dimension (id: string): { Category (code: string): { label: string } }
    Data (codes: Record<string, string>): { value: number }
  }
  export default function JSONstat (response: object): Dataset
}
