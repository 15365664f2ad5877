export type Tab = 'parameters' | 'rules'

/** What the address of parameters and rules says. */
export interface PolicySearch {
  tab?: Tab
  /** Whose policy, and on which day. */
  region?: string
  on?: string
  text?: string
  /** Only what no document states. */
  defaults?: boolean
  /** The parameter whose history is open. */
  open?: string
}
