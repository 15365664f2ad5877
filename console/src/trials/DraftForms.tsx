import { useNavigate } from '@tanstack/react-router'
import { App } from 'antd'
import { api, type S } from '../api/client'
import { useText } from '../text/text'
import { DraftForm } from './DraftForm'
import { formText } from './draftText'

/** A draft that is not there yet. */
export function BeginDraft() {
  const own = useText(formText)
  const navigate = useNavigate()
  const { message } = App.useApp()
  const begin = api.useMutation('post', '/api/v1/policy/drafts', {
    onSuccess: made => {
      message.success(own.begun)
      void navigate({ to: `/trials/${made.draft}` })
    },
  })
  return (
    <DraftForm
      title={own.begin}
      problem={begin.error}
      busy={begin.isPending}
      onSave={body => begin.mutate({ body })}
      onCancel={() => void navigate({ to: '/trials', search: { tab: 'drafts' } as never })}
    />
  )
}

/** A further version of a draft. */
export function EditDraft({ page, onReload }: { page: S['PolicyDraftPage']; onReload: () => void }) {
  const own = useText(formText)
  const navigate = useNavigate()
  const { message } = App.useApp()
  const shown = () => void navigate({ to: '.', search: {} as never })
  const save = api.useMutation('put', '/api/v1/policy/drafts/{draft}', {
    onSuccess: () => {
      message.success(own.saved)
      shown()
    },
  })
  const { draft, files } = page
  return (
    <DraftForm
      key={draft.version}
      title={own.edit(draft.title)}
      hint={draft.state === 'submitted' ? own.resubmit : undefined}
      start={{ title: draft.title, reason: draft.reason, effective_on: draft.effective_on, files }}
      problem={save.error}
      busy={save.isPending}
      onSave={body => save.mutate({ params: { path: { draft: draft.draft } }, body: { version: draft.version, draft: body } })}
      onCancel={shown}
      onReload={() => {
        save.reset()
        onReload()
      }}
    />
  )
}
