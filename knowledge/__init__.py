"""What Dalil knows and how it finds it: articles, helplines, language, triage, retrieval, phrases."""
