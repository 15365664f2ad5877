import { useEffect, useState } from 'react'
import { useText } from '../../text/text'
import { Notice } from '../parts/Notice'
import { text } from '../text'

/** Offers a newer version of the page when one has been loaded. */
export function NewVersion() {
  const own = useText(text)
  const [waiting, setWaiting] = useState<ServiceWorker>()
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return
    void navigator.serviceWorker.getRegistration('/visit').then(registration => {
      if (!registration) return
      const look = () => registration.waiting && navigator.serviceWorker.controller && setWaiting(registration.waiting)
      look()
      registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look))
    })
  }, [])
  if (!waiting) return null
  const update = () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload())
    waiting.postMessage('take over')
  }
  return (
    <Notice>
      {own.newVersion}{' '}
      <button type="button" onClick={update}>
        {own.update}
      </button>
    </Notice>
  )
}
