-- Published lists have no tenant: every tenant reads them, only the platform's loader writes them.
grant select on screening_list, screening_entry to bos_app;
revoke insert, update, delete on screening_list, screening_entry from bos_app;
revoke update, delete, truncate on screening from bos_app, bos_platform, bos_definer;
revoke update, delete, truncate on kyc_check, kyc_event, application_submission, risk_assessment from bos_app, bos_platform, bos_definer;
