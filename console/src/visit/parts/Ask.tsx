import { useEffect, useRef, useState } from 'react'

interface AskProps {
  /** The button that asks. */
  label: string
  question: string
  yes: string
  no: string
  onYes: () => void
  /** What cannot be undone. */
  grave?: boolean
  main?: boolean
  /** Asked only when this allows it. */
  before?: () => boolean
}

/** A button for what cannot be undone: it asks first, where it stands. */
export function Ask({ label, question, yes, no, onYes, grave, main, before }: AskProps) {
  const [asked, setAsked] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (asked) box.current?.focus()
  }, [asked])
  if (!asked) {
    return (
      <button type="button" className={main ? 'main' : undefined} onClick={() => setAsked(before?.() ?? true)}>
        {label}
      </button>
    )
  }
  return (
    <div className="ask" role="group" aria-label={label} tabIndex={-1} ref={box}>
      <p>{question}</p>
      <button
        type="button"
        className={grave ? 'grave' : 'main'}
        onClick={() => {
          setAsked(false)
          onYes()
        }}
      >
        {yes}
      </button>
      <button type="button" onClick={() => setAsked(false)}>
        {no}
      </button>
    </div>
  )
}
