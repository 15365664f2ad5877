// Where a page of a list begins.

/** What every list keeps in the address besides its own filters. */
export interface ListSearch {
  /** `next` of each page gone through; the last is where this page begins. */
  trail?: string[]
}

/** The cursor of the page that is looked at. */
export function cursor(search: ListSearch): { after?: string; limit: number } {
  return { after: search.trail?.at(-1), limit: 50 }
}
