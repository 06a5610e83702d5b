const words = (text: string): Set<string> => new Set(text.split(/\s+/).filter((word) => word !== ''));

/** Said of a person, not part of his name. "Sheikh", "Sultan", "Emir" are given names too and stay. */
export const personTitles: ReadonlySet<string> = words(`
  mr mister mrs ms miss mx sir dame lady lord dr doctor prof professor eng engineer ing dipl
  monsieur madame mme mlle herr frau fraulein senor senora senorita signor signora don dona
  general gen lieutenant lt colonel col captain capt brigadier admiral commander sergeant sgt
  president prasident minister ambassador senator governor judge chairman director
  hajji haji hadji hajj mullah mulla maulavi maulvi mawlawi ayatollah imam
  jr sr esq phd md
`);

export const wordsOfLittleWeight = {
  person: words(`
    al el ul ur as ash at ad bin ben ibn ould wuld bint binti abu abou umm
    de da do dos das di del della den der des du la le los las van von zu zur af av ter ten
    y e i und and o san st santa
  `) as ReadonlySet<string>,
  organisation: words(`
    the of and for in de la le el di du des der die das und y e et da do dos del a an to on at by
    company co corporation corp group holding holdings international intl general trading enterprise enterprises
    industries industry industrial services service limited organization organisation establishment
  `) as ReadonlySet<string>,
};

/** Legal forms by class: those of one class are the same thing in other languages. */
const forms: Readonly<Record<string, string>> = {
  llc: `ltd|limited|llc|l l c|limited liability company|co ltd|co limited|company limited|private limited|pvt ltd|pte ltd|pty ltd|pvt|pte|pty
    |gmbh|gesellschaft mit beschrankter haftung|sarl|s a r l|srl|s r l|sl|bv|b v|besloten vennootschap|ooo|ltda|limitada|sp z o o|sp zoo|doo|d o o
    |eood|kft|as oy|oy|ab privat|sdn bhd|fze|fzc|fz llc|fzco|wll|w l l|too|tov|uab|sia|ou|eurl|bvba|sprl|lda|mchj
    |obshchestvo s ogranichennoi otvetstvennostiu|obshchestvo s ogranichennoi otvetstvennostyu|jv llc`,
  jsc: `plc|p l c|public limited company|ag|aktiengesellschaft|sa|s a|societe anonyme|sociedad anonima|spa|s p a|nv|n v|jsc|ojsc|cjsc|pjsc|oao|zao|pao|ao
    |joint stock company|open joint stock company|closed joint stock company|public joint stock company|otkrytoe aktsionernoe obshchestvo
    |aktsionernoe obshchestvo|zakrytoe aktsionernoe obshchestvo|publichnoe aktsionernoe obshchestvo|inc|incorporated|corp|corporation|co|company
    |companie|compagnie|a s|as|asa|ab|aktiebolag|oyj|abp|tbk|bhd|berhad|kk|kabushiki kaisha|se|saog|saoc|sa de cv|s a de c v|sab de cv|kgaa|psc|pjs|sal|qsc|ksc`,
  lp: `lp|l p|llp|l l p|limited partnership|limited liability partnership|kg|k g|kommanditgesellschaft|gmbh and co kg|scs|sca|sicav`,
  fund: 'fonds|stiftung|foundation|fundacion|fondation|fondazione|waqf',
};

export const organisationForms: ReadonlyMap<string, string> = new Map(
  Object.entries(forms).flatMap(([cls, list]) => list.split('|').map((form) => [form.trim(), `#${cls}`] as const)),
);
