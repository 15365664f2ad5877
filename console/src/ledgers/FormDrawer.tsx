import { Button, Drawer, Flex } from 'antd'
import type { ReactNode } from 'react'
import { common } from '../text/common'
import { useText } from '../text/text'

interface FormDrawerProps {
  title: string
  /** The form the button belongs to. */
  form: string
  /** The words of the button. */
  button: string
  isPending: boolean
  onClose: () => void
  children: ReactNode
}

/** A form beside the page, its button always in sight. What was filled in is not lost by a click
 * outside. */
export function FormDrawer({ title, form, button, isPending, onClose, children }: FormDrawerProps) {
  const words = useText(common)
  return (
    <Drawer
      open
      size={880}
      title={title}
      mask={{ closable: false }}
      onClose={onClose}
      footer={
        <Flex gap={8} justify="flex-end">
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="primary" htmlType="submit" form={form} loading={isPending}>
            {button}
          </Button>
        </Flex>
      }
    >
      {children}
    </Drawer>
  )
}
