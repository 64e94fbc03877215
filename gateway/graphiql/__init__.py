"""The GraphiQL page: its sources and build (npm), its sample queries, and the part that serves what is built."""
