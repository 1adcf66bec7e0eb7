grant select on v to public; comment on view v is 'For everybody';
