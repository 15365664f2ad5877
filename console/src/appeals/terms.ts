import { api, type S } from '../api/client'
import { useLanguage } from '../text/text'

interface Term {
  value: string
  label: string
}

interface Terms {
  channels: Term[]
  needs: Term[]
  departments: Term[]
}

/** Channels, needs and departments to choose from, as the packs of the own region have them. */
export function useTerms(): Terms {
  const { language } = useLanguage()
  const { data } = api.useQuery('get', '/api/v1/appeals/terms', {}, { staleTime: Infinity })
  const named = (it: S['AppealTerm']) => ({ value: it.value, label: language === 'zh' ? it.zh : it.en })
  return {
    channels: data?.channels.map(named) ?? [],
    needs: data?.needs.map(named) ?? [],
    departments: data?.departments.map(it => ({ value: it, label: it })) ?? [],
  }
}
