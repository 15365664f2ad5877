import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { S } from '../api/client'

/** The streams of events that were opened. */
const streams: { tell: (job: S['JobView']) => void }[] = []

class Stream {
  onerror: (() => void) | null = null
  #heard: ((event: { data: string }) => void)[] = []

  constructor() {
    streams.push({ tell: job => this.#heard.forEach(it => it({ data: JSON.stringify(job) })) })
  }

  addEventListener(_: string, heard: (event: { data: string }) => void) {
    this.#heard.push(heard)
  }

  close() {
    this.#heard = []
  }
}

function job(state: string): S['JobView'] {
  return { job: '7', kind: 'import_records', state, done: 0, total: 2, message: '', created_at: '2023-10-31T01:00:00Z' }
}

/** What the server says of the job when it is asked. */
let asked = job('running')
vi.stubGlobal('fetch', () =>
  Promise.resolve(new Response(JSON.stringify(asked), { headers: { 'content-type': 'application/json' } })),
)
vi.stubGlobal('EventSource', Stream)
// The client keeps the fetch it finds when it is loaded.
const { JobWatch } = await import('./JobWatch')

afterEach(cleanup)

/** The dialog over a list; gives how often the list was read. */
function shown(): () => number {
  let read = 0
  function List() {
    useQuery({ queryKey: ['get', '/api/v1/ledgers/{ledger}/records'], queryFn: () => (read += 1) })
    return (
      <JobWatch job="7" hint="">
        {it => <p>over: {it.state}</p>}
      </JobWatch>
    )
  }
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } })}>
      <List />
    </QueryClientProvider>,
  )
  return () => read
}

test('a job that was over before it was asked for is read with what it did', async () => {
  asked = job('done')
  const read = shown()
  await screen.findByText('over: done')
  await vi.waitFor(() => expect(read()).toBe(2))
})

test('what is told of a job counts, not what was asked before', async () => {
  asked = job('running')
  const read = shown()
  await vi.waitFor(() => expect(streams.length).toBeGreaterThan(0))
  expect(screen.queryByText(/over/)).toBeNull()
  asked = job('done')
  act(() => streams.at(-1)?.tell(job('done')))
  await screen.findByText('over: done')
  await vi.waitFor(() => expect(read()).toBe(2))
})
