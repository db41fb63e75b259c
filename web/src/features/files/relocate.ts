import type { ConflictRule } from '../../api/jobs';
import { problemOf } from '../../api/problem';
import type { Dialogs } from '../../app/dialogs.svelte';
import { locale, t } from '../../i18n/locale.svelte';
import { decodeName } from '../../api/address';
import { explain } from '../../ui/explain';
import { namesIn } from '../transfers/folders';
import type { Jobs } from '../transfers/jobs.svelte';
import type { Dragged } from './drag.svelte';

/** Copies or moves entries into a folder; asks first where a name is taken there. */
export async function relocate(
  how: { readonly jobs: Jobs; readonly dialogs: Dialogs },
  kind: 'copy' | 'move',
  entries: Dragged,
  to: string,
): Promise<void> {
  const { jobs, dialogs } = how;
  const paths = entries.hrefs.map((href) => entries.folder + href);
  const names = entries.hrefs.map((href) => decodeName(href.replace(/\/$/, '')));
  const label = names.length === 1 ? names[0]! : t('files.items', { count: names.length });
  const go = (rule: ConflictRule) => void jobs.task(kind, paths, to, rule, label);
  // A copy beside itself is meant to be a second one.
  if (kind === 'copy' && entries.folder === to) return go('keep-both');
  try {
    const there = await namesIn(to);
    const taken = names.filter((name) => there.has(name));
    if (taken.length === 0) return go('fail');
    dialogs.show({
      kind: 'choice',
      title: taken.length === 1 ? t('conflict.title', { name: taken[0]! }) : t('conflict.titleMany', { count: taken.length }),
      body: t('conflict.bodyTask'),
      choices: (['overwrite', 'newer', 'keep-both', 'skip'] as const).map((rule) => {
        const answer = rule === 'keep-both' ? 'keepBoth' : rule;
        return { label: t(`conflict.${answer}`), hint: t(`conflict.${answer}.hint`), primary: rule === 'keep-both', run: () => go(rule) };
      }),
    });
  } catch (thrown) {
    dialogs.show({ kind: 'failure', title: label, explanation: explain(locale.language, kind, label, problemOf(thrown)) });
  }
}
