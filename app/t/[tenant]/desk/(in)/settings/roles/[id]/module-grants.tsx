'use client';

import { useTranslations } from 'next-intl';
import { Badge } from '@/app/_ui/badge';
import { Checkbox } from '@/app/_ui/checkbox';
import { Select } from '@/app/_ui/select';
import { coversVerb, type Group, type VerbInfo, verbWords, type Width, widerGrant, widthOf, withWidth } from './grants';

type Props = { grants: readonly string[]; onChange: (grants: string[]) => void };
const widths: readonly Width[] = ['none', 'read', 'chosen', 'all'];

/** One module: nothing, reading, everything, or picked verb by verb. */
export function ModuleGrants({ group, grants, onChange }: Props & { group: Group }) {
  const t = useTranslations('settings.roles');
  const { module, verbs } = group;
  const key = `module.${module}` as Parameters<typeof t>[0]; // modules come from the server's registry
  const title = t.has(key) ? t(key as 'title') : module;
  const width = widthOf(grants, module);
  const held = verbs.filter((verb) => grants.some((grant) => coversVerb(grant, verb))).length;
  return (
    <details className="border-b last:border-b-0">
      <summary className="flex min-h-11 cursor-pointer flex-wrap items-center gap-3 px-4 py-1.5">
        <span className="font-medium">{title}</span>
        <span className="text-muted-foreground text-xs">{t('held', { held, of: verbs.length })}</span>
      </summary>
      <div className="border-t px-4 py-3">
        <Select
          aria-label={t('widthOf', { module: title })}
          className="mb-3 w-48"
          value={width}
          options={widths.map((one) => ({ value: one, label: t(`width.${one}`) }))}
          onValueChange={(value) => onChange(withWidth(grants, module, widths.find((one) => one === value) ?? 'none'))}
        />
        <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2 xl:grid-cols-3">
          {verbs.map((verb) => (
            <VerbBox key={verb.name} verb={verb} grants={grants} onChange={onChange} />
          ))}
        </div>
      </div>
    </details>
  );
}

function VerbBox({ verb, grants, onChange }: Props & { verb: VerbInfo }) {
  const t = useTranslations('settings.roles');
  const wider = widerGrant(grants, verb);
  const isOn = wider !== null || grants.includes(verb.name);
  const id = `grant-${verb.name}`;
  return (
    <div className="flex items-start gap-2">
      <span className="flex h-5 items-center">
        <Checkbox
          id={id}
          checked={isOn}
          disabled={wider !== null}
          onCheckedChange={(on) =>
            onChange(on === true ? [...grants, verb.name] : grants.filter((grant) => grant !== verb.name))
          }
        />
      </span>
      <label htmlFor={id} className="min-w-0">
        {verbWords(verb.name)}
        <span className="flex flex-wrap items-center gap-1 text-muted-foreground text-xs">
          {verb.kind === 'query' ? t('reads') : t('changes')}
          {verb.stepUp ? <Badge plain>{t('stepUp')}</Badge> : null}
          {wider ? <span>{t('through', { grant: wider })}</span> : null}
        </span>
      </label>
    </div>
  );
}

const classes = ['contact', 'identity', 'document', 'card', 'address_of_access', 'restricted_reason'] as const;

/** Classes of personal fields that are shown unmasked; and reading everything, for auditors. */
export function SensitiveGrants({ grants, onChange }: Props) {
  const t = useTranslations('settings.roles');
  const offered = ['read:*', ...classes.map((one) => `sensitive.${one}`)];
  const words = (grant: string) =>
    grant === 'read:*'
      ? t('readsAll')
      : t(`sensitive.${classes.find((one) => grant === `sensitive.${one}`) ?? 'contact'}`);
  return (
    <details className="border-b last:border-b-0">
      <summary className="flex min-h-11 cursor-pointer flex-wrap items-center gap-3 px-4 py-1.5">
        <span className="font-medium">{t('sensitiveTitle')}</span>
        <span className="text-muted-foreground text-xs">
          {t('held', { held: offered.filter((one) => grants.includes(one)).length, of: offered.length })}
        </span>
      </summary>
      <div className="grid gap-x-6 gap-y-2 border-t px-4 py-3 sm:grid-cols-2 xl:grid-cols-3">
        {offered.map((grant) => (
          <div key={grant} className="flex items-start gap-2">
            <span className="flex h-5 items-center">
              <Checkbox
                id={`grant-${grant}`}
                checked={grants.includes(grant)}
                onCheckedChange={(on) =>
                  onChange(on === true ? [...grants, grant] : grants.filter((one) => one !== grant))
                }
              />
            </span>
            <label htmlFor={`grant-${grant}`}>{words(grant)}</label>
          </div>
        ))}
      </div>
    </details>
  );
}
