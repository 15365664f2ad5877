import type { ListSearch } from '../parts/cursor'

export type Tab = 'new' | 'batches' | 'arrivals'

/** What the address of the import centre says. */
export interface ImportSearch extends ListSearch {
  tab?: Tab
  month?: string
  /** The upload that is being put together. */
  upload?: string
  /** The job of its preview. */
  preview?: string
  /** The job that imports it. */
  result?: string
  /** The county whose arrivals are shown, and which of them. */
  region?: string
  show?: 'owed' | 'sent'
}
