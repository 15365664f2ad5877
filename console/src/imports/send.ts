import type { Problem, S } from '../api/client'

/** Why a file did not arrive, as people read it. */
export class NotSent extends Error {}

/** Sends one file as the body of a request and tells how many bytes have gone. `fetch` cannot tell
 * that. */
export function sendBody<T>(
  path: string,
  name: string,
  file: File,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
  interrupted: string,
): Promise<T> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest()
    request.open('PUT', path)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('x-file-name', encodeURIComponent(name))
    request.responseType = 'json'
    request.upload.onprogress = event => onSent(event.loaded)
    request.onload = () => {
      if (request.status === 200) done(request.response as T)
      else failed(new NotSent((request.response as Problem | null)?.detail ?? interrupted))
    }
    request.onerror = () => failed(new NotSent(interrupted))
    request.onabort = () => failed(new NotSent(interrupted))
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

/** Sends one file of an upload. */
export function sendFile(
  upload: string,
  name: string,
  file: File,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
  interrupted: string,
): Promise<S['UploadView']> {
  return sendBody(`/api/v1/uploads/${upload}/file`, name, file, onSent, signal, interrupted)
}
