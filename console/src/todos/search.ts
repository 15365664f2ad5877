import type { ListSearch } from '../parts/cursor'

/** What waits, what is done, what one began. */
export type Tab = 'todo' | 'done' | 'began'

/** What it is that waits. */
export type Kind = 'cases' | 'appeals' | 'follow-ups' | 'reviews'

/** What the address of the workbench says. */
export interface TodoSearch extends ListSearch {
  tab?: Tab
  kind?: Kind
}
