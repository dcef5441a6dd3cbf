// The header says it all.
