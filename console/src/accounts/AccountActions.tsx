import { Alert, App, Button, Flex } from 'antd'
import { api, type S } from '../api/client'
import { useMay, useStaff } from '../session/session'
import { useText } from '../text/text'
import { text } from './text'

interface AccountActionsProps {
  account: S['AccountView']
  onChange: () => void
  onFirst: (first: S['FirstPassword']) => void
}

/** What an administrator does with an account. Each step is confirmed with the person's name. */
export function AccountActions({ account, onChange, onFirst }: AccountActionsProps) {
  const own = useText(text)
  const may = useMay()
  const staff = useStaff()
  const { modal } = App.useApp()
  const params = { path: { account: account.account } }
  const change = api.useMutation('patch', '/api/v1/accounts/{account}')
  const unlock = api.useMutation('post', '/api/v1/accounts/{account}/unlock')
  const reset = api.useMutation('post', '/api/v1/accounts/{account}/password', { onSuccess: onFirst })
  const removeTotp = api.useMutation('delete', '/api/v1/accounts/{account}/totp')
  const problem = change.error ?? unlock.error ?? reset.error ?? removeTotp.error
  const ask = (title: string, content: string, run: () => Promise<unknown>) =>
    modal.confirm({ title, content, onOk: () => run().catch(() => {}) })
  const setState = (state: S['AccountState']) =>
    change.mutateAsync({ params, body: { version: account.version, state } })
  if (staff.account === account.account) return <Alert type="info" showIcon title={own.notSelf} />
  const isActive = account.state === 'active'
  return (
    <Flex vertical gap={12}>
      {problem && <Alert type="error" showIcon title={problem.detail} />}
      <Flex wrap gap={8}>
        {may('change_account') && (
          <Button type="primary" onClick={onChange}>
            {own.change}
          </Button>
        )}
        {may('unlock_account') && account.locked_until && (
          <Button onClick={() => ask(own.unlockAsk(account.name), own.unlockWhy, () => unlock.mutateAsync({ params }))}>
            {own.unlock}
          </Button>
        )}
        {may('reset_password') && (
          <Button onClick={() => ask(own.resetAsk(account.name), own.resetWhy, () => reset.mutateAsync({ params }))}>
            {own.reset}
          </Button>
        )}
        {may('remove_totp_for') && account.totp && (
          <Button
            onClick={() => ask(own.removeTotpAsk(account.name), own.removeTotpWhy, () => removeTotp.mutateAsync({ params }))}
          >
            {own.removeTotp}
          </Button>
        )}
        {may('change_account') &&
          (isActive ? (
            <Button danger onClick={() => ask(own.disableAsk(account.name), own.disableWhy, () => setState('disabled'))}>
              {own.disable}
            </Button>
          ) : (
            <Button onClick={() => ask(own.enableAsk(account.name), '', () => setState('active'))}>{own.enable}</Button>
          ))}
      </Flex>
    </Flex>
  )
}
