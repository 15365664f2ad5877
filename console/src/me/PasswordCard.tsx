import { App, Button, Card } from 'antd'
import { useState } from 'react'
import { PasswordForm } from '../session/SignIn'
import { common } from '../text/common'
import { useText } from '../text/text'
import { text } from './text'

/** Changes the own password. */
export function PasswordCard() {
  const words = useText(common)
  const own = useText(text)
  const { message } = App.useApp()
  const [open, setOpen] = useState(false)
  const done = () => {
    setOpen(false)
    message.success(own.passwordDone)
  }
  return (
    <Card>
      <h2 className="section">{own.password}</h2>
      <p>{own.passwordWhy}</p>
      {open ? (
        <>
          <PasswordForm then={done} />
          <Button type="link" block onClick={() => setOpen(false)}>
            {words.cancel}
          </Button>
        </>
      ) : (
        <Button onClick={() => setOpen(true)}>{own.changePassword}</Button>
      )}
    </Card>
  )
}
