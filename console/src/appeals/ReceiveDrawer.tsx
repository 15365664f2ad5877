import { Drawer } from 'antd'
import { useState } from 'react'
import { api } from '../api/client'
import { useText } from '../text/text'
import { ReceiptCard } from './ReceiptCard'
import { ReceiveForm } from './ReceiveForm'
import { text } from './text'

/** Takes an appeal down beside the list, then shows its receipt. */
export function ReceiveDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const own = useText(text)
  const [turn, setTurn] = useState(0)
  const receive = api.useMutation('post', '/api/v1/appeals')
  const again = () => {
    receive.reset()
    setTurn(turn + 1)
  }
  const close = () => {
    again()
    onClose()
  }
  return (
    <Drawer open={open} onClose={close} size={640} title={own.receive} destroyOnHidden>
      {receive.data ? (
        <ReceiptCard receipt={receive.data} onAnother={again} />
      ) : (
        <ReceiveForm
          key={turn}
          problem={receive.error}
          busy={receive.isPending}
          onSubmit={body => receive.mutate({ body })}
        />
      )}
    </Drawer>
  )
}
