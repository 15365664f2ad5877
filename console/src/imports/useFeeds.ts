import { api, type S } from '../api/client'

/** The kinds of files that are known, and the words for their columns. */
export function useFeeds() {
  const found = api.useQuery('get', '/api/v1/feeds', {}, { staleTime: Infinity })
  const feeds = found.data ?? []
  const feed = (name: string) => feeds.find(it => it.feed === name)
  return {
    feeds,
    feed,
    problem: found.error,
    /** What a column of a kind of file is usually called. */
    columnWords: (of: S['FeedView'] | undefined, name: string) => of?.columns.find(it => it.name === name)?.zh,
  }
}
