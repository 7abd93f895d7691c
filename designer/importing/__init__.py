"""The import of CRM exports: from files that are dropped to a measured funnel."""
