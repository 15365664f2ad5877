import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

/** Reads again what is looked at as soon as a job is over: what it did shows on many pages. */
export function useReadAgain(isOver: boolean) {
  const client = useQueryClient()
  useEffect(() => {
    if (isOver) void client.invalidateQueries({ predicate: it => it.queryKey[0] === 'get' })
  }, [isOver, client])
}
