import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api, http } from '../api/client'
import { nameFor, type Chosen } from './names'
import { NotSent, sendFile } from './send'

/** A file on its way. */
export interface Sending {
  /** The name it is sent under. */
  name: string
  path: string
  file: File
  state: 'waiting' | 'sending' | 'sent' | 'failed'
  /** Bytes gone. */
  sent: number
  /** Why it did not arrive. */
  problem?: string
}

interface SendingHook {
  files: Sending[]
  isBusy: boolean
  add: (chosen: Chosen[]) => void
  /** Sends those again that did not arrive. */
  retry: (name?: string) => void
  forget: () => void
}

/** Files that go to the server one by one. An upload is begun with the first of them; `onBegun` is
 * told its id. */
export function useSending(
  upload: string | undefined,
  region: string,
  interrupted: string,
  onBegun: (upload: string) => void,
): SendingHook {
  const client = useQueryClient()
  const [files, setFiles] = useState<Sending[]>([])
  // What the loop below works on; the state is its likeness for the screen.
  const queue = useRef<Sending[]>([])
  const isRunning = useRef(false)
  const id = useRef(upload)
  const stop = useRef(new AbortController())
  useEffect(() => {
    id.current = upload
  }, [upload])
  useEffect(() => {
    stop.current = new AbortController()
    return () => stop.current.abort()
  }, [])
  const change = (name: string, to: Partial<Sending>) => {
    queue.current = queue.current.map(it => (it.name === name ? { ...it, ...to } : it))
    setFiles(queue.current)
  }
  const begin = async (): Promise<string> => {
    if (id.current) return id.current
    const { data, error } = await http.POST('/api/v1/uploads', { body: { region } })
    if (!data) throw new NotSent(error?.detail ?? interrupted)
    id.current = data.upload
    onBegun(data.upload)
    return data.upload
  }
  const sendOne = async (next: Sending) => {
    change(next.name, { state: 'sending', sent: 0, problem: undefined })
    try {
      const to = await begin()
      const told = (sent: number) => change(next.name, { sent })
      const arrived = await sendFile(to, next.name, next.file, told, stop.current.signal, interrupted)
      // An answer that is still on its way may be from before this file.
      await client.cancelQueries({ queryKey: uploadKey(to) })
      client.setQueryData(uploadKey(to), arrived)
      change(next.name, { state: 'sent', sent: next.file.size })
    } catch (error) {
      change(next.name, { state: 'failed', problem: error instanceof Error ? error.message : interrupted })
    }
  }
  const run = async () => {
    if (isRunning.current) return
    isRunning.current = true
    for (;;) {
      const next = queue.current.find(it => it.state === 'waiting')
      if (!next || stop.current.signal.aborted) break
      await sendOne(next)
    }
    isRunning.current = false
  }
  const add = (chosen: Chosen[]) => {
    const taken = new Map(queue.current.map(it => [it.name, it.path]))
    for (const { file, path } of chosen) {
      const name = nameFor(path, taken)
      taken.set(name, path)
      const fresh: Sending = { name, path, file, state: 'waiting', sent: 0 }
      queue.current = [...queue.current.filter(it => it.name !== name), fresh]
    }
    setFiles(queue.current)
    void run()
  }
  const retry = (name?: string) => {
    const again = (it: Sending) => it.state === 'failed' && (name === undefined || it.name === name)
    queue.current = queue.current.map(it => (again(it) ? { ...it, state: 'waiting', sent: 0 } : it))
    setFiles(queue.current)
    void run()
  }
  const forget = () => {
    queue.current = []
    setFiles([])
    id.current = undefined
  }
  return { files, isBusy: files.some(it => it.state === 'waiting' || it.state === 'sending'), add, retry, forget }
}

/** Where an upload is kept once it has been read. */
function uploadKey(upload: string) {
  return api.queryOptions('get', '/api/v1/uploads/{upload}', { params: { path: { upload } } }).queryKey
}

/** The files of an upload that have arrived. */
export function useArrived(upload: string | undefined) {
  return api.useQuery(
    'get',
    '/api/v1/uploads/{upload}',
    { params: { path: { upload: upload ?? '' } } },
    { enabled: !!upload },
  )
}
