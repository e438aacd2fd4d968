"""Rule packs before they are rules: files, their checks and examples, users' additions and changes, the cache."""
