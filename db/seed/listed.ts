/** Names on a list of our own making, in the format the United Nations publish. Nobody of them exists. */
export const listedPeople = [
  {
    id: 990001,
    first: 'Zoltan',
    second: 'Kormoran',
    born: '1971-04-09',
    nationality: 'Serbia',
    alias: 'Zoli Kormoran',
  },
  { id: 990002, first: 'Idris', second: 'Talwani', born: '1984-11-23', nationality: 'Yemen', alias: 'Abu Talwan' },
  { id: 990003, first: 'Renaud', second: 'Castelbrac', born: '1966-02-14', nationality: 'France', alias: 'R. Castel' },
  {
    id: 990004,
    first: 'Milica',
    second: 'Varenkova',
    born: '1979-07-30',
    nationality: 'Belarus',
    alias: 'Mila Varenka',
  },
  {
    id: 990005,
    first: 'Osman',
    second: 'Derwezi',
    born: '1958-01-01',
    nationality: 'Afghanistan',
    alias: 'Mullah Osman',
  },
] as const;

const person = ({ id, first, second, born, nationality, alias }: (typeof listedPeople)[number]): string =>
  `<INDIVIDUAL><DATAID>${id}</DATAID><FIRST_NAME>${first}</FIRST_NAME><SECOND_NAME>${second}</SECOND_NAME>` +
  `<UN_LIST_TYPE>Demonstration</UN_LIST_TYPE><REFERENCE_NUMBER>DEMO.${id}</REFERENCE_NUMBER><LISTED_ON>2024-03-01</LISTED_ON>` +
  `<NATIONALITY><VALUE>${nationality}</VALUE></NATIONALITY>` +
  `<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>${alias}</ALIAS_NAME></INDIVIDUAL_ALIAS>` +
  `<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>${born}</DATE></INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>`;

export const demoList = (at: Date): string =>
  `<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="${at.toISOString()}">` +
  `<INDIVIDUALS>${listedPeople.map(person).join('')}</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>`;
