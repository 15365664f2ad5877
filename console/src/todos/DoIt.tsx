import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'

interface DoItProps {
  to: string
  search?: object
  label: string
  /** What it does and for whom, for those who hear the page. */
  full: string
}

/** The one button of a to-do: goes to where it is done. */
export function DoIt({ to, search, label, full }: DoItProps) {
  const navigate = useNavigate()
  return (
    <Button
      type="primary"
      size="small"
      aria-label={full}
      onClick={() => void navigate({ to, search: (search ?? {}) as never })}
    >
      {label}
    </Button>
  )
}
